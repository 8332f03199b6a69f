package dev.mcpoauth.client.store;

import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Keeps documents as long as the process lives. Thread-safe. */
public final class MemoryCredentialStore implements CredentialStore {
    private final Map<String, JsonObject> documents = new HashMap<>();
    private final KeyLocks locks = new KeyLocks();

    @Override
    public synchronized JsonObject load(String key) {
        return documents.getOrDefault(key, JsonObject.EMPTY);
    }

    @Override
    public synchronized boolean compareAndSet(String key, JsonObject expected, JsonObject next) {
        if (!load(key).equals(expected)) {
            return false;
        }
        if (next.equals(JsonObject.EMPTY)) {
            documents.remove(key);
        } else {
            documents.put(key, next);
        }
        return true;
    }

    @Override
    public <T> T withLock(String key, Duration patience, Guarded<T> action) throws IOException, InterruptedException {
        return locks.run(key, patience, action);
    }
}
