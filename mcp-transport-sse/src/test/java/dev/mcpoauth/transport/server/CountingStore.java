package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.server.task.MemoryTaskStore;
import dev.mcpoauth.transport.server.task.StoredTask;
import dev.mcpoauth.transport.server.task.TaskStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that can be watched, and taken down. */
final class CountingStore implements TaskStore {

    final AtomicInteger attempts = new AtomicInteger();
    final AtomicInteger replacements = new AtomicInteger();
    volatile boolean down;
    private final TaskStore store = new MemoryTaskStore();

    private void reach() {
        attempts.incrementAndGet();
        if (down) throw new UncheckedIOException(new IOException("down"));
    }

    @Override
    public boolean create(StoredTask task, Instant now) {
        reach();
        return store.create(task, now);
    }

    @Override
    public Optional<StoredTask> find(String id) {
        reach();
        return store.find(id);
    }

    @Override
    public Replacement replace(StoredTask task, Instant now) {
        reach();
        replacements.incrementAndGet();
        return store.replace(task, now);
    }
}
