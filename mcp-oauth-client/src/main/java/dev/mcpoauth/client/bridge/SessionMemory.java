package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What the host has told a session of the server and a new session has to be told again. Thread-safe. */
final class SessionMemory {
    private static final int MAX_SUBSCRIPTIONS = 1000;

    private final Map<String, Json> subscriptions = new LinkedHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private Json level = Json.NULL;

    synchronized void note(JsonRpcMessage message) {
        if (!(message instanceof Request request)) {
            return;
        }
        String uri = request.params().string("uri").orElse("");
        switch (request.method()) {
            case Methods.SET_LEVEL -> level = request.params();
            case Methods.UNSUBSCRIBE -> subscriptions.remove(uri);
            case Methods.SUBSCRIBE -> {
                if (subscriptions.size() < MAX_SUBSCRIPTIONS) {
                    subscriptions.put(uri, request.params());
                }
            }
            default -> {
                // Nothing that a session remembers.
            }
        }
    }

    /** The requests that bring a new session up to date, under ids that no host has used. */
    synchronized List<Request> replay() {
        List<Request> requests = new ArrayList<>();
        if (level.isObject()) {
            requests.add(request(Methods.SET_LEVEL, level));
        }
        subscriptions.values().forEach(params -> requests.add(request(Methods.SUBSCRIBE, params)));
        return requests;
    }

    private Request request(String method, Json params) {
        return new Request(RequestId.of("mcp-oauth-bridge-replay-" + ids.incrementAndGet()), method, params);
    }
}
