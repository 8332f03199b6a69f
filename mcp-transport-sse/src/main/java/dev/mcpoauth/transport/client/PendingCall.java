package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A request whose response is awaited. */
final class PendingCall {

    private final CompletableFuture<JsonRpcMessage> response = new CompletableFuture<>();
    private final CallOptions options;
    private final Runnable acknowledged;
    private final LongSupplier nanoTime;
    private final long end;
    private volatile long silenceEnd;

    PendingCall(CallOptions options, Runnable acknowledged, LongSupplier nanoTime) {
        this.options = options;
        this.acknowledged = acknowledged;
        this.nanoTime = nanoTime;
        this.end = nanoTime.getAsLong() + options.maximum().toNanos();
        this.silenceEnd = nanoTime.getAsLong() + options.timeout().toNanos();
    }

    void complete(JsonRpcMessage message) {
        response.complete(message);
    }

    void fail(Throwable cause) {
        Throwable origin = cause instanceof CompletionException ? cause.getCause() : cause;
        response.completeExceptionally(origin == null ? cause : origin);
    }

    void progress(Json params) {
        silenceEnd = nanoTime.getAsLong() + options.timeout().toNanos();
        options.progress().accept(params);
    }

    void acknowledge() {
        acknowledged.run();
    }

    /** Waits for the response as long as the options allow. */
    JsonRpcMessage await(String method) throws IOException, McpException, InterruptedException {
        while (true) {
            long left = Math.min(end, silenceEnd) - nanoTime.getAsLong();
            if (left <= 0) throw new CallTimeoutException(method, waited());
            try {
                return response.get(left, TimeUnit.NANOSECONDS);
            } catch (TimeoutException perhapsExtended) {
                // Progress may have moved the end of the silence.
            } catch (ExecutionException e) {
                throw failure(e.getCause());
            }
        }
    }

    private Duration waited() {
        return nanoTime.getAsLong() >= end ? options.maximum() : options.timeout();
    }

    private static IOException failure(@Nullable Throwable cause) throws McpException {
        if (cause instanceof McpException refusal) throw refusal;
        return cause instanceof IOException outage ? outage : new IOException("the call was not sent", cause);
    }
}
