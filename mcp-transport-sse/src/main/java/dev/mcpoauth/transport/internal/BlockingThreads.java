package dev.mcpoauth.transport.internal;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for handlers, which may block: virtual where the JVM has them (21 and newer), else of a pool. */
public final class BlockingThreads {

    private BlockingThreads() {}

    /**
     * Has no bound of its own: whoever uses it counts what is running.
     *
     * @param name of the pool's threads, followed by a number
     */
    public static ExecutorService newExecutor(String name) {
        try {
            // By name, because the API is newer than the Java release that this compiles for.
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return pool(name);
        }
    }

    /** An idle thread is used before another is made. */
    private static ExecutorService pool(String name) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
