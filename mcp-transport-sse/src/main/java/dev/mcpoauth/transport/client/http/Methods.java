package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.util.Optional;
import java.util.Set;

/** The methods that mean something to the transports. */
final class Methods {

    static final String INITIALIZE = "initialize";
    static final String INITIALIZED = "notifications/initialized";
    static final String CANCELLED = "notifications/cancelled";
    static final String DISCOVER = "server/discover";
    static final String TOOLS_LIST = "tools/list";
    static final String TOOLS_CALL = "tools/call";

    /** Requests that change nothing, or nothing more when they are made twice. */
    private static final Set<String> REPEATABLE = Set.of(
            INITIALIZE,
            DISCOVER,
            TOOLS_LIST,
            "ping",
            "resources/list",
            "resources/templates/list",
            "resources/read",
            "resources/subscribe",
            "resources/unsubscribe",
            "prompts/list",
            "prompts/get",
            "completion/complete",
            "logging/setLevel",
            "tasks/get");

    private Methods() {}

    /** Whether a server may get this twice. */
    static boolean isRepeatable(JsonRpcMessage message) {
        return message instanceof Notification
                || (message instanceof Request request && REPEATABLE.contains(request.method()));
    }

    static boolean is(JsonRpcMessage message, String method) {
        if (message instanceof Request request) return request.method().equals(method);
        return message instanceof Notification notification
                && notification.method().equals(method);
    }

    /** The request that a {@code notifications/cancelled} is about. */
    static Optional<RequestId> cancelledRequest(Notification notification) {
        try {
            return notification.params().get("requestId").map(RequestId::new);
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }
}
