package dev.mcpoauth.transport.client.http;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Threads for work that mostly waits: virtual where the JVM has them (21 and newer), elsewhere daemon threads, of which an
 * idle one is used before another is made.
 */
final class Workers {

    private static final Executor THREADS = virtual().orElseGet(Workers::pool);

    private Workers() {}

    static void start(String name, Runnable work) {
        THREADS.execute(() -> {
            Thread.currentThread().setName(name);
            work.run();
        });
    }

    private static Executor pool() {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "mcp-client");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static Optional<Executor> virtual() {
        try {
            Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
            return Optional.of(work -> invoke(start, work));
        } catch (NoSuchMethodException olderJvm) {
            return Optional.empty();
        }
    }

    private static void invoke(Method start, Runnable work) {
        try {
            start.invoke(null, work);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("virtual threads cannot be started", e);
        }
    }
}
