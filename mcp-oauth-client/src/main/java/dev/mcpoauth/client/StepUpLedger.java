package dev.mcpoauth.client;

import dev.mcpoauth.core.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which operations have already led to a sign-in for which scope: once is enough in ten minutes, as a second would ask the
 * user what was just answered. Nor does an operation that names other scope each time ask more than twice. Keeps the last
 * 500. Thread-safe.
 */
final class StepUpLedger {
    private static final Duration MEMORY = Duration.ofMinutes(10);
    private static final int MOST = 500;
    private static final int MOST_PER_OPERATION = 2;

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
        boolean known = before != null && now.isBefore(before.plus(MEMORY));
        if (known || recent(operation, now) >= MOST_PER_OPERATION) {
            return false;
        }
        attempts.put(attempt, now);
        return true;
    }

    private long recent(String operation, Instant now) {
        return attempts.entrySet().stream()
                .filter(entry -> entry.getKey().operation().equals(operation))
                .filter(entry -> now.isBefore(entry.getValue().plus(MEMORY)))
                .count();
    }

    /** Takes it back: the sign-in has not reached the user. */
    synchronized void notTried(String operation, Scope required) {
        attempts.remove(new Attempt(operation, required));
    }
}
