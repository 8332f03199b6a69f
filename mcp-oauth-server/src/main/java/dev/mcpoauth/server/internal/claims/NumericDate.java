package dev.mcpoauth.server.internal.claims;

import dev.mcpoauth.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** Times as seconds since 1970, which may have a fraction (RFC 7519 §2). */
public final class NumericDate {
    /** The end of the year 9999. */
    private static final long LAST = 253_402_300_799L;

    private NumericDate() {}

    /** The time that a claim says, to the second; empty if it is missing, no number, or out of any use. */
    public static Optional<Instant> of(JsonObject claims, String name) {
        return claims.value(name)
                .filter(Number.class::isInstance)
                .map(value -> ((Number) value).longValue())
                .filter(seconds -> seconds >= 0 && seconds <= LAST)
                .map(Instant::ofEpochSecond);
    }
}
