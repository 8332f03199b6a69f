package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;

/** The exchanges of a transport that are under way: each on a thread of its own, to be cancelled by request id. */
final class Tasks implements AutoCloseable {

    private final Map<RequestId, FutureTask<?>> requests = new ConcurrentHashMap<>();
    private final Set<FutureTask<?>> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** What to do for a message. */
    interface Action {
        void run() throws Exception;
    }

    CompletionStage<Void> run(JsonRpcMessage message, Action action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        FutureTask<Void> task = new FutureTask<>(() -> perform(action, done), null) {
            @Override
            protected void done() {
                running.remove(this);
                if (message instanceof Request request) requests.remove(request.id(), this);
                if (isCancelled())
                    done.completeExceptionally(
                            new IOException(closed ? "the transport is closed" : "the exchange was cancelled"));
            }
        };
        if (message instanceof Request request) requests.put(request.id(), task);
        start(task);
        return done;
    }

    /** Runs something that nobody waits for; its failure ends it. */
    void background(Action action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        start(new FutureTask<>(() -> perform(action, done), null) {
            @Override
            protected void done() {
                running.remove(this);
            }
        });
    }

    private void start(FutureTask<Void> task) {
        running.add(task);
        if (closed) task.cancel(true);
        else Workers.start("mcp-client", task);
    }

    /** Stops the exchange of this request, if it is still under way. */
    void cancel(RequestId id) {
        FutureTask<?> task = requests.remove(id);
        if (task != null) task.cancel(true);
    }

    @Override
    public void close() {
        closed = true;
        running.forEach(task -> task.cancel(true));
    }

    private static void perform(Action action, CompletableFuture<Void> done) {
        try {
            action.run();
            done.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done.completeExceptionally(new IOException("interrupted", e));
        } catch (Throwable e) { // An OutOfMemoryError too: whoever waits for an answer must hear of it.
            done.completeExceptionally(e);
        }
    }
}
