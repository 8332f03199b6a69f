package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers in memory: the newest era for a day, older ones for an hour, a thousand endpoints at most. */
public final class MemoryEraCache implements EraCache {

    private static final Duration NEWEST_ERA = Duration.ofDays(1);
    private static final Duration OLDER_ERA = Duration.ofHours(1);
    private static final int MAX_ENDPOINTS = 1000;

    private final Clock clock;
    private final Map<URI, Verdict> verdicts = new LinkedHashMap<>();

    /** An empty cache. */
    public MemoryEraCache(Clock clock) {
        this.clock = clock;
    }

    private record Verdict(Era era, Instant expires) {}

    @Override
    public synchronized Optional<Era> find(URI endpoint) {
        return Optional.ofNullable(verdicts.get(endpoint))
                .filter(verdict -> clock.instant().isBefore(verdict.expires()))
                .map(Verdict::era);
    }

    @Override
    public synchronized void remember(URI endpoint, Era era) {
        verdicts.remove(endpoint);
        if (verdicts.size() >= MAX_ENDPOINTS)
            verdicts.remove(verdicts.keySet().iterator().next());
        Duration age = era == Era.STATELESS ? NEWEST_ERA : OLDER_ERA;
        verdicts.put(endpoint, new Verdict(era, clock.instant().plus(age)));
    }

    @Override
    public synchronized void forget(URI endpoint) {
        verdicts.remove(endpoint);
    }
}
