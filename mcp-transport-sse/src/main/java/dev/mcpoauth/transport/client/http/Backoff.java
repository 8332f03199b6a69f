package dev.mcpoauth.transport.client.http;

import java.time.Duration;
import java.util.Optional;

/** Counts the attempts of one stream. Used by one thread. */
final class Backoff {

    private final Reconnection policy;
    private int fruitless;

    Backoff(Reconnection policy) {
        this.policy = policy;
    }

    /** The last attempt brought something. */
    void progress() {
        fruitless = 0;
    }

    /**
     * How long to wait before the next attempt; empty when it is time to give up.
     *
     * @param asked the {@code retry} of the server
     */
    Optional<Duration> next(Optional<Duration> asked) {
        if (fruitless >= policy.attempts()) return Optional.empty();
        Duration base = asked.orElse(policy.first());
        Duration grown = base.multipliedBy(1L << Math.min(fruitless, 16));
        fruitless++;
        Duration ceiling = max(base, policy.longest());
        return Optional.of(grown.compareTo(ceiling) < 0 ? grown : ceiling);
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
