package dev.mcpoauth.client;

import dev.mcpoauth.client.store.CredentialStore;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work that must not stop half way: it has a thread of its own, which goes on when whoever waits is interrupted. */
final class ThroughInterruption {
    private ThroughInterruption() {}

    static <T> T run(String name, CredentialStore.Guarded<T> work) throws IOException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(work::run);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static IOException failure(ExecutionException e) {
        if (e.getCause() instanceof IOException failure) {
            return failure;
        }
        if (e.getCause() instanceof RuntimeException failure) {
            throw failure;
        }
        return new IOException("the work ended early", e.getCause());
    }
}
