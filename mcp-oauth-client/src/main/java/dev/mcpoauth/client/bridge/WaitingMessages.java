package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.util.ArrayList;
import java.util.List;

/** What the host has said while there is no connection, in order. Bounded by what the host may ask at once. */
final class WaitingMessages {
    private static final int MAX = 1024;

    private final List<JsonRpcMessage> messages = new ArrayList<>();

    /** False if there are too many. */
    boolean add(JsonRpcMessage message) {
        return messages.size() < MAX && messages.add(message);
    }

    /** Whether the request waited; it does not any more. */
    boolean remove(RequestId id) {
        return messages.removeIf(
                message -> message instanceof Request request && request.id().equals(id));
    }

    List<Request> requests() {
        return messages.stream()
                .filter(Request.class::isInstance)
                .map(Request.class::cast)
                .toList();
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    List<JsonRpcMessage> takeAll() {
        List<JsonRpcMessage> all = List.copyOf(messages);
        messages.clear();
        return all;
    }
}
