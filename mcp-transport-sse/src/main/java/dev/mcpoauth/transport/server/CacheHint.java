package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import java.time.Duration;

/**
 * How long a client may reuse a result (2026-07-28, Caching).
 *
 * @param ttl zero for "not at all"
 * @param shared whether the result is the same for every caller
 */
public record CacheHint(Duration ttl, boolean shared) {

    /** Ask again each time; the default. */
    public static final CacheHint NONE = new CacheHint(Duration.ZERO, false);

    public CacheHint {
        if (ttl.isNegative()) throw new IllegalArgumentException("ttl must not be negative");
    }

    Json applyTo(Json result) {
        return result.with("ttlMs", Json.of(ttl.toMillis())).with("cacheScope", Json.of(shared ? "public" : "private"));
    }
}
