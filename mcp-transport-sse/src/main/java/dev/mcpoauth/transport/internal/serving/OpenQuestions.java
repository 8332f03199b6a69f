package dev.mcpoauth.transport.internal.serving;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.server.ToolException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Requests from the server that wait for the client of a session. Thread-safe. */
public final class OpenQuestions {

    private final Map<RequestId, CompletableFuture<JsonRpcMessage>> open = new ConcurrentHashMap<>();
    private final AtomicLong number;
    private final Duration timeout;

    /** No questions yet; each waits so long for its answer. */
    public OpenQuestions(Duration timeout) {
        this(timeout, 0);
    }

    /** The same with numbers after this one. */
    public OpenQuestions(Duration timeout, long first) {
        this.timeout = timeout;
        this.number = new AtomicLong(first);
    }

    /** Asks over this wire, and waits. */
    public Response ask(String method, Json params, Consumer<JsonRpcMessage> wire) throws InterruptedException {
        RequestId id = RequestId.of(number.incrementAndGet());
        CompletableFuture<JsonRpcMessage> answer = new CompletableFuture<>();
        open.put(id, answer);
        try {
            wire.accept(new Request(id, method, params));
            JsonRpcMessage message = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (message instanceof Response response) return response;
            throw new ToolException("The client refused " + method);
        } catch (TimeoutException e) {
            throw new ToolException("The client did not answer " + method + " in time", e);
        } catch (ExecutionException e) {
            throw new ToolException("The session ended before the client answered " + method, e);
        } finally {
            open.remove(id);
        }
    }

    /** Takes an answer; false if nobody waits for it. */
    public boolean answer(Response response) {
        return answer(response.id(), response);
    }

    /** Takes a refusal; false if nobody waits for it. */
    public boolean answer(ErrorResponse response) {
        return answer(response.id(), response);
    }

    /** Takes either; false if nobody waits for it. */
    public boolean answer(RequestId id, JsonRpcMessage answer) {
        CompletableFuture<JsonRpcMessage> waiting = open.get(id);
        return waiting != null && waiting.complete(answer);
    }

    /** Nobody will answer any more. */
    public void abandon() {
        open.values().forEach(waiting -> waiting.completeExceptionally(new IllegalStateException("session ended")));
    }
}
