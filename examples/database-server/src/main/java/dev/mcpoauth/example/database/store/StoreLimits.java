package dev.mcpoauth.example.database.store;

import java.time.Duration;

/**
 * What bounds the use of a store, so that one that stands still holds up no request for long: it waits for a connection, and
 * then for each answer.
 *
 * @param connections most connections at once
 * @param patience how long a request waits for one of them, from 250 ms
 * @param answerTime how long a shared store may take for one answer, from a second
 */
public record StoreLimits(int connections, Duration patience, Duration answerTime) {

    private static final Duration LEAST_WAIT = Duration.ofMillis(250);
    private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofMinutes(10);

    /** 16 connections, 3 seconds for one of them, 5 seconds for an answer. */
    public static final StoreLimits DEFAULT = new StoreLimits(16, Duration.ofSeconds(3), Duration.ofSeconds(5));

    public StoreLimits {
        if (connections < 1 || connections > 10_000) {
            throw new IllegalArgumentException("store connections must be from 1 to 10000");
        }
        requireWithin("store wait", patience, LEAST_WAIT);
        requireWithin("store timeout", answerTime, LEAST_TIMEOUT);
    }

    private static void requireWithin(String what, Duration time, Duration least) {
        if (time.compareTo(least) < 0 || time.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    what + " must be from " + least.toMillis() + "ms to " + MOST.toMinutes() + "m");
        }
    }

    int patienceMillis() {
        return Math.toIntExact(patience.toMillis());
    }

    int answerMillis() {
        return Math.toIntExact(answerTime.toMillis());
    }
}
