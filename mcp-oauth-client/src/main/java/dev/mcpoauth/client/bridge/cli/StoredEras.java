package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.EraCache;
import dev.mcpoauth.transport.json.Json;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Remembers for a day which era a server speaks, so that a start need not ask. */
final class StoredEras implements EraCache {
    private static final Duration LIFETIME = Duration.ofDays(1);

    private final ServerMemory memory;
    private final Clock clock;

    StoredEras(ServerMemory memory, Clock clock) {
        this.memory = memory;
        this.clock = clock;
    }

    private static String key(URI endpoint) {
        return "era " + endpoint;
    }

    @Override
    public Optional<Era> find(URI endpoint) {
        Json found = memory.find(key(endpoint));
        long until = found.get("until").flatMap(Json::asLong).orElse(0L);
        String name = found.string("era").orElse("");
        return Arrays.stream(Era.values())
                .filter(era -> era.name().equals(name) && clock.instant().getEpochSecond() < until)
                .findFirst();
    }

    @Override
    public void remember(URI endpoint, Era era) {
        Instant until = clock.instant().plus(LIFETIME);
        memory.remember(
                key(endpoint),
                Json.object()
                        .put("era", era.name())
                        .put("until", until.getEpochSecond())
                        .build());
    }

    @Override
    public void forget(URI endpoint) {
        memory.forget(key(endpoint));
    }
}
