package dev.mcpoauth.transport.client.http;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Threads for work that mostly waits: virtual where the JVM has them (21 and newer), daemon threads elsewhere. */
final class Workers {

    private static final Optional<Executor> VIRTUAL = virtual();

    private Workers() {}

    static void start(String name, Runnable work) {
        if (VIRTUAL.isPresent()) {
            VIRTUAL.get().execute(work);
            return;
        }
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
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
