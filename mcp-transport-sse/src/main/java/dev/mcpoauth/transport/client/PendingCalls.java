package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The calls that wait for a response, by id. A call's id is its progress token, too. */
final class PendingCalls {

    private final Map<RequestId, PendingCall> calls = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final LongSupplier nanoTime;

    PendingCalls(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    RequestId nextId() {
        return RequestId.of(ids.incrementAndGet());
    }

    PendingCall add(RequestId id, CallOptions options) {
        PendingCall call = new PendingCall(options, nanoTime);
        calls.put(id, call);
        return call;
    }

    void remove(RequestId id) {
        calls.remove(id);
    }

    /** A response that nobody waits for any more is dropped. */
    void complete(RequestId id, JsonRpcMessage response) {
        Optional.ofNullable(calls.remove(id)).ifPresent(call -> call.complete(response));
    }

    void progress(Json params) {
        params.get("progressToken")
                .filter(Json::isWholeNumber)
                .map(RequestId::new)
                .map(calls::get)
                .ifPresent(call -> call.progress(params));
    }

    /** The server ended a request that stays open (2026-07-28, Cancellation). */
    void cancelled(Json params) {
        params.get("requestId")
                .map(RequestId::new)
                .map(calls::remove)
                .ifPresent(call -> call.fail(new IOException("the server ended the subscription")));
    }

    void failAll(IOException cause) {
        calls.values().forEach(call -> call.fail(cause));
    }
}
