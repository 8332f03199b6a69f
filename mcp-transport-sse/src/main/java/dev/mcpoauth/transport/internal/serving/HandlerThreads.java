package dev.mcpoauth.transport.internal.serving;

import dev.mcpoauth.transport.internal.BlockingThreads;
import dev.mcpoauth.transport.internal.Quota;
import dev.mcpoauth.transport.refusal.Refusal;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Where handlers run: on virtual threads where the JVM has them (21 and newer), else on a pool that grows up to the limit.
 * Never on the container's threads, but for what promises never to wait. Beyond the limit nothing queues: the caller hears that the server is busy.
 */
public final class HandlerThreads {

    private final Quota quota;
    private final ExecutorService executor;

    /** Threads for so many handlers at once, and so many of one verified caller. */
    public HandlerThreads(int maxCalls, int maxCallsPerCaller) {
        quota = new Quota("calls", maxCalls, maxCallsPerCaller, Refusal.SERVER_BUSY);
        executor = BlockingThreads.newExecutor("mcp-handler-");
    }

    /**
     * Reserves room for so many tasks; each gives its room back by itself.
     *
     * @throws dev.mcpoauth.transport.refusal.RefusalException if there is no room
     */
    public void reserve(String caller, int tasks) {
        quota.acquire(caller, tasks);
    }

    /** Gives back room that no task will use. */
    public void cancelReservation(String caller, int tasks) {
        quota.release(caller, tasks);
    }

    /** Runs a task that has room reserved. */
    public void execute(String caller, Runnable task) {
        executor.execute(() -> {
            try {
                task.run();
            } finally {
                quota.release(caller, 1);
            }
        });
    }

    /**
     * Runs a task that never waits, on this thread.
     *
     * @throws dev.mcpoauth.transport.refusal.RefusalException if there is no room for it
     */
    public void runHere(String caller, Runnable task) {
        quota.acquire(caller, 1);
        try {
            task.run();
        } finally {
            quota.release(caller, 1);
        }
    }

    /** How many tasks run or have room reserved. */
    public int running() {
        return quota.total();
    }

    /** Takes nothing more, and waits so long for what runs. True if it all ended. */
    public boolean finish(Duration wait) throws InterruptedException {
        executor.shutdown();
        return executor.awaitTermination(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Interrupts what runs. */
    public void shutdown() {
        executor.shutdownNow();
    }
}
