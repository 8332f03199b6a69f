package dev.mcpoauth.core.store.example;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.ReplayScope;
import dev.mcpoauth.core.store.ReplayStore;
import java.time.Instant;
import java.util.Optional;

/** Identifiers, each with the instant until which it may not be seen again. */
final class KeyValueReplay implements ReplayStore {
    private final Rows rows;

    KeyValueReplay(Rows rows) {
        this.rows = rows;
    }

    @Override
    public boolean putIfAbsent(ReplayScope scope, TokenHash id, Instant now, Instant expiresAt) {
        String key = Keys.of(Keys.REPLAY + scope.name() + "/", id);
        byte[] until = String.valueOf(expiresAt.toEpochMilli()).getBytes(US_ASCII);
        return Rows.untilDecided(() -> {
            Optional<KeyValues.Versioned> seen = rows.get(key);
            if (seen.isPresent() && expiry(seen.get()).isAfter(now)) {
                return Optional.of(false);
            }
            long version = seen.map(KeyValues.Versioned::version).orElse(KeyValues.ABSENT);
            boolean first = rows.commit(new KeyValues.Write(key, version, Optional.of(until)));
            return first ? Optional.of(true) : Optional.empty();
        });
    }

    static Instant expiry(KeyValues.Versioned entry) {
        return Instant.ofEpochMilli(Long.parseLong(new String(entry.value(), US_ASCII)));
    }
}
