package dev.mcpoauth.transport.servlet;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where handlers run: on virtual threads where the JVM has them (21 and newer), else on a pool that grows up to the limit.
 * Never on the container's threads. Beyond the limit nothing queues: the caller hears that the server is busy.
 */
final class HandlerThreads {

    private final Semaphore permits;
    private final ExecutorService executor;

    HandlerThreads(int maxConcurrentCalls) {
        permits = new Semaphore(maxConcurrentCalls);
        executor = newExecutor(maxConcurrentCalls);
    }

    /** Reserves room for so many tasks; each gives its room back by itself. */
    boolean tryReserve(int tasks) {
        return permits.tryAcquire(tasks);
    }

    /** Gives back room that no task will use. */
    void cancelReservation(int tasks) {
        permits.release(tasks);
    }

    /** Runs a task that has room reserved. */
    void execute(Runnable task) {
        executor.execute(() -> {
            try {
                task.run();
            } finally {
                permits.release();
            }
        });
    }

    void shutdown() {
        executor.shutdownNow();
    }

    private static ExecutorService newExecutor(int max) {
        try {
            // By name, because the API is newer than the Java release that this compiles for.
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return boundedPool(max);
        }
    }

    private static ExecutorService boundedPool(int max) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(max, max, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "mcp-handler-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
