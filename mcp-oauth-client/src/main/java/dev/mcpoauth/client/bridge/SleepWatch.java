package dev.mcpoauth.client.bridge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Notices that the machine has slept: between two looks that follow each other the wall clock has gone much further than
 * it should have. A clock that was set forward looks the same, and does no harm. Used by one thread.
 */
final class SleepWatch {

    /** More than a busy machine takes to get around to a look. */
    private static final Duration NAP = Duration.ofSeconds(10);

    private final Clock clock;
    private final Duration interval;
    private Instant last;

    /** Expects to look once in an interval. */
    SleepWatch(Clock clock, Duration interval) {
        this.clock = clock;
        this.interval = interval;
        this.last = clock.instant();
    }

    /** Whether the machine has slept since the last look. */
    boolean hasSlept() {
        Instant now = clock.instant();
        boolean slept = Duration.between(last, now).compareTo(interval.plus(NAP)) > 0;
        last = now;
        return slept;
    }
}
