package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.EraCache;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers for a day which era a server speaks, so that a start need not ask. A store that fails costs the question. */
final class StoredEras implements EraCache {
    private static final Logger LOG = LoggerFactory.getLogger(StoredEras.class);
    private static final Duration LIFETIME = Duration.ofDays(1);

    private final CredentialStore store;
    private final Clock clock;

    StoredEras(CredentialStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    private static String key(URI endpoint) {
        return "era\n" + endpoint;
    }

    @Override
    public Optional<Era> find(URI endpoint) {
        try {
            JsonObject found = store.load(key(endpoint));
            Instant until = Instant.ofEpochSecond(found.integer("until").orElse(0L));
            String name = found.string("era").orElse("");
            return Arrays.stream(Era.values())
                    .filter(era -> era.name().equals(name) && clock.instant().isBefore(until))
                    .findFirst();
        } catch (IOException e) {
            LOG.debug("No era is remembered", e);
            return Optional.empty();
        }
    }

    @Override
    public void remember(URI endpoint, Era era) {
        long until = clock.instant().plus(LIFETIME).getEpochSecond();
        replace(
                endpoint,
                JsonObject.builder().put("era", era.name()).put("until", until).build());
    }

    @Override
    public void forget(URI endpoint) {
        replace(endpoint, JsonObject.EMPTY);
    }

    private void replace(URI endpoint, JsonObject next) {
        try {
            store.compareAndSet(key(endpoint), store.load(key(endpoint)), next);
        } catch (IOException e) {
            LOG.debug("The era is not remembered", e);
        }
    }
}
