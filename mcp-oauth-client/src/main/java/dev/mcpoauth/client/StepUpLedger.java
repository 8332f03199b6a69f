package dev.mcpoauth.client;

import dev.mcpoauth.core.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which operations have already led to a sign-in for which scope: once is enough in ten minutes, as a second would ask the
 * user what was just answered. Keeps the last 500. Thread-safe.
 */
final class StepUpLedger {
    private static final Duration MEMORY = Duration.ofMinutes(10);
    private static final int MOST = 500;

    private final Map<Attempt, Instant> attempts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Attempt, Instant> eldest) {
            return size() > MOST;
        }
    };

    private record Attempt(String operation, Scope required) {}

    /** Whether a sign-in for this is allowed now; if so, it counts as made. */
    synchronized boolean mayTry(String operation, Scope required, Instant now) {
        Attempt attempt = new Attempt(operation, required);
        Instant before = attempts.get(attempt);
        if (before != null && now.isBefore(before.plus(MEMORY))) {
            return false;
        }
        attempts.put(attempt, now);
        return true;
    }
}
