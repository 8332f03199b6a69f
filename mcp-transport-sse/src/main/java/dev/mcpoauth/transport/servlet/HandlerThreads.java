package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.internal.BlockingThreads;
import dev.mcpoauth.transport.internal.Quota;
import dev.mcpoauth.transport.refusal.Refusal;
import java.util.concurrent.ExecutorService;

/**
 * Where handlers run: on virtual threads where the JVM has them (21 and newer), else on a pool that grows up to the limit.
 * Never on the container's threads. Beyond the limit nothing queues: the caller hears that the server is busy.
 */
final class HandlerThreads {

    private final Quota quota;
    private final ExecutorService executor;

    HandlerThreads(int maxCalls, int maxCallsPerCaller) {
        quota = new Quota("calls", maxCalls, maxCallsPerCaller, Refusal.SERVER_BUSY);
        executor = BlockingThreads.newExecutor("mcp-handler-");
    }

    /**
     * Reserves room for so many tasks; each gives its room back by itself.
     *
     * @throws dev.mcpoauth.transport.refusal.RefusalException if there is no room
     */
    void reserve(Caller caller, int tasks) {
        quota.acquire(caller.key(), tasks);
    }

    /** Gives back room that no task will use. */
    void cancelReservation(Caller caller, int tasks) {
        quota.release(caller.key(), tasks);
    }

    /** Runs a task that has room reserved. */
    void execute(Caller caller, Runnable task) {
        executor.execute(() -> {
            try {
                task.run();
            } finally {
                quota.release(caller.key(), 1);
            }
        });
    }

    /** How many tasks run or have room reserved. */
    int running() {
        return quota.total();
    }

    void shutdown() {
        executor.shutdownNow();
    }
}
