package dev.mcpoauth.micrometer;

import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import io.micrometer.observation.ObservationRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Requests of a client that have no response yet. Thread-safe. */
final class OpenRequests {
    static final String NAME = "mcp.client.calls";

    /** The requests of the protocol; what an application or a host makes up is counted together. */
    private static final Set<String> METHODS = Set.of(
            "initialize",
            "ping",
            "server/discover",
            "subscriptions/listen",
            "logging/setLevel",
            "completion/complete",
            "tools/list",
            "tools/call",
            "prompts/list",
            "prompts/get",
            "resources/list",
            "resources/templates/list",
            "resources/read",
            "resources/subscribe",
            "resources/unsubscribe",
            "tasks/get",
            "tasks/update",
            "tasks/cancel");

    private final ObservationRegistry registry;
    private final Map<RequestId, Watch> open = new ConcurrentHashMap<>();

    OpenRequests(ObservationRegistry registry) {
        this.registry = registry;
    }

    /** Begins to measure; the request to send in place of this one. */
    Request begin(Request request) {
        Map<String, String> trace = new HashMap<>();
        String method = METHODS.contains(request.method()) ? request.method() : Few.OTHER;
        open.put(
                request.id(),
                Watch.start(registry, NAME, method, Contexts.sent(trace)).tag("method", method));
        return trace.isEmpty() ? request : withMeta(request, trace);
    }

    private static Request withMeta(Request request, Map<String, String> trace) {
        Json params = request.params().isNull() ? Json.EMPTY_OBJECT : request.params();
        Json meta = params.get(MetaKeys.META).orElse(Json.EMPTY_OBJECT);
        for (Map.Entry<String, String> field : trace.entrySet()) {
            meta = meta.with(field.getKey(), Json.of(field.getValue()));
        }
        return new Request(request.id(), request.method(), params.with(MetaKeys.META, meta));
    }

    void end(RequestId id, String outcome) {
        Watch watch = open.remove(id);
        if (watch != null) {
            watch.tag("outcome", outcome).end();
        }
    }

    /** The connection is gone. */
    void endAll() {
        open.keySet().forEach(id -> end(id, "failed"));
    }
}
