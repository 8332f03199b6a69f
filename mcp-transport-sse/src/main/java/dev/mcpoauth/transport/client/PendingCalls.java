package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.MetaKeys;
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

    /**
     * Adds a call.
     *
     * @param acknowledged runs when the server says that it has begun, as it does of subscriptions only
     */
    PendingCall add(RequestId id, CallOptions options, Runnable acknowledged) {
        PendingCall call = new PendingCall(options, acknowledged, nanoTime);
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

    void acknowledged(Json params) {
        params.at(MetaKeys.META, MetaKeys.SUBSCRIPTION_ID)
                .filter(Json::isWholeNumber)
                .map(RequestId::new)
                .map(calls::get)
                .ifPresent(PendingCall::acknowledge);
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
