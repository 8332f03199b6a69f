package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.StoreException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets no more than so many write at once, in the order in which they came. */
final class Turns {
    private final Semaphore free;
    private final Duration patience;

    Turns(int writers, Duration patience) {
        this.free = new Semaphore(writers, true);
        this.patience = patience;
    }

    /**
     * Returns when it is the caller's turn, which {@link #end} ends.
     *
     * @throws StoreException if that takes too long, or the thread is interrupted while it waits
     */
    void await() {
        boolean atOnce = !free.hasQueuedThreads() && free.tryAcquire();
        if (!atOnce && !isFreeInTime()) {
            throw new StoreException("too many wait to write");
        }
    }

    private boolean isFreeInTime() {
        try {
            return free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted before writing", e);
        }
    }

    void end() {
        free.release();
    }
}
