package dev.mcpoauth.client.store;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** One lock per key inside this process, kept as long as somebody holds it or waits for it. */
final class KeyLocks {
    private final ConcurrentMap<String, Counted> locks = new ConcurrentHashMap<>();

    private static final class Counted extends ReentrantLock {
        private static final long serialVersionUID = 1L;

        private int users;
    }

    <T> T run(String key, Duration patience, CredentialStore.Guarded<T> action)
            throws IOException, InterruptedException {
        Counted lock = enter(key);
        try {
            return held(lock, patience, action);
        } finally {
            leave(key);
        }
    }

    private static <T> T held(ReentrantLock lock, Duration patience, CredentialStore.Guarded<T> action)
            throws IOException, InterruptedException {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("this thread already holds the lock of the key");
        }
        if (!lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("another thread held the credential lock for " + patience);
        }
        try {
            return action.run();
        } finally {
            lock.unlock();
        }
    }

    private Counted enter(String key) {
        return locks.compute(key, (k, present) -> {
            Counted lock = present == null ? new Counted() : present;
            lock.users++;
            return lock;
        });
    }

    private void leave(String key) {
        locks.computeIfPresent(key, (k, lock) -> --lock.users == 0 ? null : lock);
    }
}
