package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.internal.serving.Subscription;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.server.Change;
import dev.mcpoauth.transport.server.McpServer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The subscriptions of one client, which share its channel (2026-07-28, Subscriptions). Thread-safe. */
final class Listeners {

    private final McpServer server;
    /** The key of whoever started this process. */
    private static final String NOBODY = "";

    private final int max;
    private final Consumer<JsonRpcMessage> sink;
    private final Map<RequestId, Listener> byId = new ConcurrentHashMap<>();

    Listeners(McpServer server, int max, Consumer<JsonRpcMessage> sink) {
        this.server = server;
        this.max = max;
        this.sink = sink;
    }

    /** A subscription that says nothing more once it is over. */
    private static final class Listener {
        private final RequestId id;
        private final Subscription subscription;
        private boolean over;

        Listener(Request request, McpServer server, Consumer<JsonRpcMessage> sink) {
            this.id = request.id();
            this.subscription = Subscription.of(request, server, task -> server.taskStatus(task, NOBODY), sink);
        }

        synchronized void catchUp() {
            if (!over) subscription.catchUp();
        }

        synchronized void tell(Change change) {
            if (!over) subscription.tell(change);
        }

        synchronized void cancel() {
            over = true;
        }

        /** The result says that it was meant, the cancellation that it is over (2026-07-28, Cancellation). */
        synchronized void end(Consumer<JsonRpcMessage> sink) {
            if (over) return;
            over = true;
            subscription.end();
            Json params = Json.object().put("requestId", id.value()).build();
            sink.accept(new Notification("notifications/cancelled", params));
        }
    }

    void add(Request request) {
        if (byId.size() >= max) throw Refusal.STREAM_LIMIT.exception();
        Listener listener = new Listener(request, server, sink);
        listener.subscription.acknowledge();
        byId.put(request.id(), listener);
        listener.catchUp();
    }

    boolean has(RequestId id) {
        return byId.containsKey(id);
    }

    void remove(RequestId id) {
        Listener listener = byId.remove(id);
        if (listener != null) listener.cancel();
    }

    void tell(Change change) {
        byId.values().forEach(listener -> listener.tell(change));
    }

    void end() {
        byId.values().forEach(listener -> listener.end(sink));
        byId.clear();
    }
}
