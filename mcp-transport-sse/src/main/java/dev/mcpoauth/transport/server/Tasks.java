package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.Extensions;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.internal.BlockingThreads;
import dev.mcpoauth.transport.internal.Quota;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.ErrorCode;
import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.refusal.RefusalException;
import dev.mcpoauth.transport.server.TaskRun.Begun;
import dev.mcpoauth.transport.server.task.TaskSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;

/** Calls tools whose calls may become tasks, and looks after those that run on this node. Thread-safe. */
final class Tasks {

    private static final int BEATS_PER_LEASE = 4;
    private static final int MAX_ID = 64;
    private static final JsonRpcError STOPPING = new JsonRpcError(ErrorCode.INTERNAL_ERROR, "The server is stopping");

    private final TaskSettings settings;
    private final TaskBook book;
    private final Failures failures;
    private final Quota running;
    private final ExecutorService executor;
    private final ScheduledThreadPoolExecutor timer = timer();
    private final Map<String, TaskLife> here = new ConcurrentHashMap<>();

    Tasks(TaskSettings settings, TaskBook book, Failures failures) {
        this.settings = settings;
        this.book = book;
        this.failures = failures;
        this.running = new Quota("tasks", settings.maxRunning(), settings.maxRunningPerCaller(), Refusal.TASK_LIMIT);
        this.executor = BlockingThreads.newExecutor("mcp-task-");
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "mcp-task-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setKeepAliveTime(30, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRejectedExecutionHandler(new DiscardPolicy());
        return timer;
    }

    /**
     * What a tool's call is answered with.
     *
     * @throws RefusalException if it can only be had as a task, and this one cannot
     */
    Json call(ToolDefinition tool, CallScope scope, TaskRun.Work work) throws InterruptedException {
        boolean required = tool.taskSupport() == TaskSupport.REQUIRED;
        if (tool.taskSupport() == TaskSupport.NEVER || !(required || canHaveTasks(scope.call())))
            return work.run(scope);
        requireExtension(scope.call());
        String caller = scope.call().callerKey();
        if (!running.tryAcquire(caller)) {
            if (required) throw Refusal.TASK_LIMIT.exception();
            return work.run(scope);
        }
        TaskRun run = new TaskRun(scope, work, (begun, poll) -> begin(begun, tool, poll), failures);
        start(run, tool, () -> running.release(caller, 1));
        return answer(run, tool);
    }

    private void start(TaskRun run, ToolDefinition tool, Runnable whenDone) {
        boolean started = false;
        try {
            if (tool.taskAfter().isZero()) becomeTask(run, tool);
            executor.execute(() -> {
                try {
                    run.run();
                } finally {
                    whenDone.run();
                }
            });
            started = true;
        } finally {
            if (!started) whenDone.run();
        }
    }

    private Json answer(TaskRun run, ToolDefinition tool) throws InterruptedException {
        try {
            Optional<Json> answer = run.answer(tool.taskAfter());
            if (answer.isPresent()) return answer.get();
            becomeTask(run, tool);
            return run.answer();
        } catch (InterruptedException | RuntimeException e) {
            run.abandon();
            throw e;
        }
    }

    private void becomeTask(TaskRun run, ToolDefinition tool) {
        boolean room = run.becomeTask(settings.pollInterval());
        if (!room && tool.taskSupport() == TaskSupport.REQUIRED) throw Refusal.TASK_LIMIT.exception();
    }

    private Optional<Begun> begin(TaskRun run, ToolDefinition tool, Duration pollInterval) {
        Optional<TaskState> opened = book.open(run.callerKey(), tool.name(), pollInterval);
        return opened.map(task -> new Begun(task, follow(task, run)));
    }

    private TaskLife follow(TaskState task, TaskRun run) {
        TaskLife life = new TaskLife(book, task, run::stop, () -> here.remove(task.id()));
        here.put(task.id(), life);
        beat(task.id());
        return life;
    }

    private void beat(String id) {
        long interval = Math.max(1, settings.lease().toMillis() / BEATS_PER_LEASE);
        Future<?> unused = timer.schedule(() -> beatOnce(id), interval, TimeUnit.MILLISECONDS);
    }

    private void beatOnce(String id) {
        TaskLife life = here.get(id);
        if (life == null) return;
        try {
            life.beat();
        } finally {
            beat(id);
        }
    }

    /**
     * The task, if this caller may know of it.
     *
     * @throws RefusalException otherwise
     */
    TaskState require(String id, String callerKey) {
        TaskState task = find(id).orElseThrow(Refusal.TASK_UNKNOWN::exception);
        if (!task.belongsTo(callerKey)) throw Refusal.TASK_OF_ANOTHER_CALLER.exception();
        return task;
    }

    Optional<TaskState> find(String id) {
        return id.length() > MAX_ID ? Optional.empty() : book.find(id);
    }

    /** Ends a task as its client wishes; its handler is interrupted wherever it runs. */
    void cancel(TaskState task) {
        book.change(task.id(), TaskState::cancelled);
    }

    /** Gives a task what it waits for. */
    void update(TaskState task, Json responses) {
        book.change(task.id(), (state, now) -> state.answered(responses, now));
    }

    /** Somebody, on whatever node, has changed something. */
    void changed(Change change) {
        if (change.kind() != Change.Kind.TASK) return;
        TaskLife life = here.get(change.uri());
        if (life != null) life.look();
    }

    static boolean canHaveTasks(Call call) {
        return call.version().era() == Era.STATELESS
                && Extensions.isDeclared(call.clientCapabilities(), Extensions.TASKS);
    }

    static void requireExtension(Call call) {
        if (!canHaveTasks(call)) throw Refusal.missing(Extensions.declare(Json.EMPTY_OBJECT, Extensions.TASKS));
    }

    /** Ends what runs here. */
    void close() {
        here.values().forEach(life -> life.stop((task, now) -> task.failed(STOPPING, now)));
        executor.shutdownNow();
        timer.shutdownNow();
    }
}
