package dev.mcpoauth.client.login;

import dev.mcpoauth.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * For one process. Keeps the newest 10,000 sign-ins, as anybody may begin one and not come back; what has expired goes
 * first. Thread-safe.
 */
public final class MemoryAttemptStore implements AttemptStore {
    private static final int MOST = 10_000;

    private final Map<String, Kept> kept = new LinkedHashMap<>();
    private final Clock clock;

    private record Kept(JsonObject document, Instant expires) {}

    /** Empty, on the system's clock. */
    public MemoryAttemptStore() {
        this(Clock.systemUTC());
    }

    /** Empty, on a clock of the test's. */
    public MemoryAttemptStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void put(String key, JsonObject document, Instant expires) {
        Instant now = clock.instant();
        kept.values().removeIf(other -> other.expires().isBefore(now));
        if (kept.size() == MOST) {
            Iterator<String> eldest = kept.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        kept.put(key, new Kept(document, expires));
    }

    @Override
    public synchronized JsonObject load(String key) {
        Kept found = kept.get(key);
        return found == null ? JsonObject.EMPTY : found.document();
    }

    @Override
    public synchronized boolean remove(String key) {
        return kept.remove(key) != null;
    }
}
