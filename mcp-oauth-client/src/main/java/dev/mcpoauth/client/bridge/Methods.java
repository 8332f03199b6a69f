package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.util.Optional;

/** The methods that a bridge has to know. */
final class Methods {
    static final String INITIALIZE = "initialize";
    static final String DISCOVER = "server/discover";
    static final String PING = "ping";
    static final String LISTEN = "subscriptions/listen";
    static final String SET_LEVEL = "logging/setLevel";
    static final String SUBSCRIBE = "resources/subscribe";
    static final String UNSUBSCRIBE = "resources/unsubscribe";
    static final String TOOLS_LIST = "tools/list";
    static final String TOOLS_CALL = "tools/call";
    static final String INITIALIZED = "notifications/initialized";
    static final String CANCELLED = "notifications/cancelled";
    static final String PROGRESS = "notifications/progress";
    static final String MESSAGE = "notifications/message";
    static final String ROOTS_CHANGED = "notifications/roots/list_changed";
    static final String RESOURCE_UPDATED = "notifications/resources/updated";
    static final String ACKNOWLEDGED = "notifications/subscriptions/acknowledged";

    private Methods() {}

    /** Whether a message of the host is of the stateless era: it names a revision of its own (2026-07-28, "_meta"). */
    static boolean isStateless(JsonRpcMessage message) {
        if (!(message instanceof Request request)) {
            return false;
        }
        boolean stamped = request.params()
                .at(MetaKeys.META, MetaKeys.PROTOCOL_VERSION)
                .flatMap(Json::asString)
                .flatMap(ProtocolVersion::parse)
                .filter(version -> version.era() == Era.STATELESS)
                .isPresent();
        return stamped || request.method().equals(DISCOVER);
    }

    static boolean is(JsonRpcMessage message, String method) {
        if (message instanceof Request request) {
            return request.method().equals(method);
        }
        return message instanceof Notification notification
                && notification.method().equals(method);
    }

    /** The request that a {@code notifications/cancelled} is about. */
    static Optional<RequestId> cancelled(Notification notification) {
        Optional<Json> id = notification.params().get("requestId");
        return id.filter(value -> value.asString().isPresent() || value.isWholeNumber())
                .flatMap(Methods::requestId);
    }

    private static Optional<RequestId> requestId(Json value) {
        try {
            return Optional.of(new RequestId(value));
        } catch (IllegalArgumentException beyondAnyNumber) {
            return Optional.empty();
        }
    }

    static Notification cancellation(RequestId id, String reason) {
        return new Notification(
                CANCELLED,
                Json.object().put("requestId", id.value()).put("reason", reason).build());
    }
}
