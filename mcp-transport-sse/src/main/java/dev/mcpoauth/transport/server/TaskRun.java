package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.ErrorCode;
import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.refusal.Refusal;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One run of a handler that may become a task. It begins as an ordinary call, whose client waits. Then either it ends, and
 * the client gets what came of it; or it becomes a task, the client gets that, and what comes of it goes to the store.
 * Which of the two is decided once. Thread-safe.
 */
final class TaskRun implements Call, Runnable {

    private static final Json COMPLETE = Json.of("complete");

    private final CallScope scope;
    private final Work work;
    private final Beginning beginning;
    private final Failures failures;
    private final HandlerThread thread = new HandlerThread();
    private final CompletableFuture<Json> answer = new CompletableFuture<>();
    private boolean ended;
    private Optional<TaskLife> life = Optional.empty();

    /** What the handler does; gives a {@code CallToolResult}. */
    interface Work {
        Json run(CallContext context) throws InterruptedException;
    }

    /** Makes a task of the run, if there is room for one. */
    interface Beginning {
        Optional<Begun> begin(TaskRun run, Duration pollInterval);
    }

    /** A new task, and what connects the run with it. */
    record Begun(TaskState task, TaskLife life) {}

    TaskRun(CallScope scope, Work work, Beginning beginning, Failures failures) {
        this.scope = scope;
        this.work = work;
        this.beginning = beginning;
        this.failures = failures;
    }

    /** What the client gets: what came of the run, or the task that it has become. */
    Json answer() throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    /** The same if it is there in time. */
    Optional<Json> answer(Duration patience) throws InterruptedException {
        try {
            return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static RuntimeException failure(@Nullable Throwable cause) throws InterruptedException {
        if (cause instanceof Error error) throw error;
        if (cause instanceof RuntimeException failure) return failure;
        throw new InterruptedException("the handler was interrupted");
    }

    /** Makes a task of what still is an ordinary call; false if there is no room for one. */
    synchronized boolean becomeTask(Duration pollInterval) {
        if (ended || life.isPresent()) return true;
        Optional<Begun> begun = beginning.begin(this, pollInterval);
        life = begun.map(Begun::life);
        begun.ifPresent(it -> answer.complete(it.task().created()));
        return begun.isPresent();
    }

    /** What connects it with its task, if it is one. */
    synchronized Optional<TaskLife> life() {
        return life;
    }

    /**
     * Asks as ordinary calls do, unless it is a task. Where an answer is missing, the run is over, so that nothing makes a
     * task of it while the client is being asked.
     */
    synchronized Optional<Answers> askAsCall(Asking asking) throws InterruptedException {
        if (life.isPresent()) return Optional.empty();
        try {
            return Optional.of(asking.ask());
        } catch (NeedsInput needed) {
            ended = true;
            throw needed;
        }
    }

    /** Asks the client. */
    interface Asking {
        Answers ask() throws InterruptedException;
    }

    @Override
    public void run() {
        if (!thread.enter()) return;
        try {
            Json result = work.run(new CallScope(this, scope.meta(), new TaskCounterpart(this, scope.client())));
            end(() -> answer.complete(result), (task, now) -> task.completed(result.with("resultType", COMPLETE), now));
        } catch (JsonRpcException e) {
            fail(e, e.error());
        } catch (InterruptedException e) {
            fail(e, new JsonRpcError(ErrorCode.INTERNAL_ERROR, "The handler was interrupted"));
        } catch (NeedsInput e) {
            fail(e, new JsonRpcError(ErrorCode.INTERNAL_ERROR, "The client was not asked"));
        } catch (RuntimeException | Error e) {
            String correlationId = failures.report(Refusal.INTERNAL_ERROR, "task", e);
            fail(e, new JsonRpcError(ErrorCode.INTERNAL_ERROR, "Internal error (reference " + correlationId + ")"));
        } finally {
            thread.leave();
        }
    }

    private void fail(Throwable cause, JsonRpcError error) {
        end(() -> answer.completeExceptionally(cause), (task, now) -> task.failed(error, now));
    }

    private void end(Runnable asCall, TaskBook.Step asTask) {
        Optional<TaskLife> task;
        synchronized (this) {
            ended = true;
            task = life;
        }
        task.ifPresentOrElse(it -> it.end(asTask), asCall);
    }

    /** The client has gone before it was answered, and nobody will ask for the task. */
    void abandon() {
        life().ifPresentOrElse(it -> it.stop(TaskState::cancelled), thread::interrupt);
    }

    /** Interrupts the handler. */
    void stop() {
        thread.interrupt();
    }

    @Override
    public ProtocolVersion version() {
        return scope.version();
    }

    @Override
    public Json clientCapabilities() {
        return scope.clientCapabilities();
    }

    @Override
    public Optional<Principal> caller() {
        return scope.caller();
    }

    @Override
    public String callerKey() {
        return scope.call().callerKey();
    }

    @Override
    public Optional<ClientSession> session() {
        return Optional.empty();
    }

    /** Tasks have no notifications of progress and log (Tasks extension, "Task Status Notifications"). */
    @Override
    public void send(Notification notification) {
        if (life().isEmpty()) scope.call().send(notification);
    }

    @Override
    public Response request(String method, Json params) {
        throw new IllegalStateException("the stateless era has no requests to clients");
    }

    @Override
    public boolean cancelled() {
        return thread.isInterrupted() || (life().isEmpty() && scope.cancelled());
    }

    /** The client comes back for a task. */
    @Override
    public void releaseConnection(Duration retry) {
        becomeTask(retry);
    }
}
