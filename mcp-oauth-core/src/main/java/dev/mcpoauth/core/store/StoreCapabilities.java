package dev.mcpoauth.core.store;

import java.time.Duration;

/**
 * What an adapter promises beyond the verbs themselves (invariant 22: it promises nothing that it does not hold).
 *
 * @param atomicConsume redeem, rotate, take and putIfAbsent have one winner under any concurrency
 * @param durable a write that returned survives the end of the process
 * @param shared several nodes may use the same data at once
 * @param nativeTtl expired rows go away without {@link OAuthStore#purge}
 * @param clockSkewBound how far the clocks of nodes may differ before expiry is misjudged; zero when only passed instants
 *     count
 */
public record StoreCapabilities(
        boolean atomicConsume, boolean durable, boolean shared, boolean nativeTtl, Duration clockSkewBound) {

    /** Refuses a negative bound. */
    public StoreCapabilities {
        if (clockSkewBound.isNegative()) {
            throw new IllegalArgumentException("clockSkewBound must not be negative: " + clockSkewBound);
        }
    }

    /**
     * For an authorization server to call when it starts: without one winner per code and per refresh token, single use is
     * not single (invariant 22).
     *
     * @throws IllegalStateException if this store does not consume atomically
     */
    public void requireAtomicConsume() {
        if (!atomicConsume) {
            throw new IllegalStateException(
                    "this store does not promise atomicConsume: two requests could redeem one code");
        }
    }
}
