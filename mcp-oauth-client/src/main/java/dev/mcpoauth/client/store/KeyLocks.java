package dev.mcpoauth.client.store;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** One lock per key inside this process. Keys are few (servers a user signs in to), so locks are kept. */
final class KeyLocks {
    private final ConcurrentMap<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    <T> T run(String key, Duration patience, CredentialStore.Guarded<T> action)
            throws IOException, InterruptedException {
        ReentrantLock lock = locks.computeIfAbsent(key, k -> new ReentrantLock());
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
}
