package dev.mcpoauth.transport.client.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/** Counts the attempts of one stream. Used by one thread. */
final class Backoff {

    /** Clients that a server has lost together do not come back together. */
    private static final double JITTER = 0.25;

    private final Reconnection policy;
    private final DoubleSupplier random;
    private int fruitless;

    Backoff(Reconnection policy) {
        this(policy, () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * @param random between 0 and 1; adds up to a quarter to each wait
     */
    Backoff(Reconnection policy, DoubleSupplier random) {
        this.policy = policy;
        this.random = random;
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
        Duration wait = grown.compareTo(ceiling) < 0 ? grown : ceiling;
        return Optional.of(wait.plusNanos((long) (wait.toNanos() * JITTER * random.getAsDouble())));
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
