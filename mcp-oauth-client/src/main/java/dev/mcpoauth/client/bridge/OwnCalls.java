package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Requests that the bridge makes itself, under ids that keep apart from those of hosts. Thread-safe. */
final class OwnCalls {
    private static final String PREFIX = "mcp-oauth-bridge-";

    private final ClientTransport server;
    private final AtomicLong ids = new AtomicLong();
    private final Map<RequestId, CompletableFuture<JsonRpcMessage>> open = new ConcurrentHashMap<>();

    OwnCalls(ClientTransport server) {
        this.server = server;
    }

    RequestId nextId() {
        return RequestId.of(PREFIX + ids.incrementAndGet());
    }

    /** Completes with a {@link Response} or an {@link ErrorResponse}, or with what kept them from coming. */
    CompletionStage<JsonRpcMessage> call(String method, Json params) {
        return call(new Request(nextId(), method, params));
    }

    /** The same under an id that {@link #nextId} gave. */
    CompletionStage<JsonRpcMessage> call(Request request) {
        CompletableFuture<JsonRpcMessage> answer = new CompletableFuture<>();
        open.put(request.id(), answer);
        server.send(request).whenComplete((done, failure) -> {
            if (failure != null) {
                open.remove(request.id());
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    /** Takes an answer that is for the bridge; false if it is not. */
    boolean take(JsonRpcMessage message) {
        Optional<RequestId> id = Optional.empty();
        if (message instanceof Response response) {
            id = Optional.of(response.id());
        } else if (message instanceof ErrorResponse error) {
            id = Optional.of(error.id());
        }
        CompletableFuture<JsonRpcMessage> answer = id.map(open::remove).orElse(null);
        return answer != null && answer.complete(message);
    }
}
