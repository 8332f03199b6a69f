package dev.mcpoauth.server.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts events per key in windows that start with a key's first event. Bounded in keys: under pressure the least used
 * are forgotten, which errs on the side of letting through. Thread-safe.
 */
public final class RateLimiter {
    private final int most;
    private final Duration window;
    private final Cache<String, Count> counts;

    private record Count(Instant start, int events) {}

    /**
     * @param most events per key and window
     * @param trackedKeys how many keys are remembered
     */
    public RateLimiter(int most, Duration window, int trackedKeys) {
        this.most = most;
        this.window = window;
        this.counts = Caffeine.newBuilder()
                .maximumSize(trackedKeys)
                .executor(Runnable::run)
                .build();
    }

    /** How long the key has to wait, if it has used up its events. */
    public Optional<Duration> delay(String key, Instant now) {
        return Optional.ofNullable(counts.getIfPresent(key))
                .filter(count -> count.events() >= most)
                .map(count -> Duration.between(now, count.start().plus(window)))
                .filter(left -> !left.isNegative() && !left.isZero());
    }

    /** Notes an event. */
    public void count(String key, Instant now) {
        counts.asMap()
                .merge(
                        key,
                        new Count(now, 1),
                        (old, first) ->
                                isOver(old, now) ? first : new Count(old.start(), Math.min(old.events() + 1, most)));
    }

    /** Forgets what was counted for the key. */
    public void reset(String key) {
        counts.invalidate(key);
    }

    private boolean isOver(Count count, Instant now) {
        return !count.start().plus(window).isAfter(now);
    }
}
