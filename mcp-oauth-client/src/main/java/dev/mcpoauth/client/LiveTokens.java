package dev.mcpoauth.client;

import dev.mcpoauth.client.dpop.DpopNonces;
import dev.mcpoauth.client.dpop.DpopProofs;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tokens in use: with the proofs for them, and the moment from which on they are better refreshed. Immutable. */
final class LiveTokens {
    private static final Duration LONGEST_SKEW = Duration.ofSeconds(60);

    private final StoredTokens tokens;
    private final @Nullable DpopProofs proofs;
    private final @Nullable Instant refreshFrom;

    /**
     * Takes tokens into use.
     *
     * @param jitter from 0 to 1, different in each process, so that they do not all refresh at once
     */
    LiveTokens(StoredTokens tokens, DpopNonces nonces, Clock clock, double jitter) {
        this.tokens = tokens;
        this.proofs = tokens.isDpop()
                ? tokens.dpopKey()
                        .map(key -> new DpopProofs(key, nonces, clock))
                        .orElse(null)
                : null;
        this.refreshFrom = tokens.expiresAt()
                .map(end -> end.minus(skew(tokens.obtainedAt(), end, jitter)))
                .orElse(null);
    }

    /** A tenth of the lifetime, at most a minute, and up to half of that more. */
    private static Duration skew(Instant obtained, Instant end, double jitter) {
        Duration tenth = Duration.between(obtained, end).dividedBy(10);
        Duration skew = tenth.compareTo(LONGEST_SKEW) < 0 ? tenth : LONGEST_SKEW;
        return skew.plus(Duration.ofMillis((long) (skew.toMillis() * jitter / 2)));
    }

    StoredTokens tokens() {
        return tokens;
    }

    Optional<DpopProofs> proofs() {
        return Optional.ofNullable(proofs);
    }

    boolean isDue(Instant now) {
        return refreshFrom != null && !now.isBefore(refreshFrom);
    }

    boolean isExpired(Instant now) {
        return tokens.expiresAt().filter(end -> !now.isBefore(end)).isPresent();
    }

    /** RFC 6750 §2.1, or RFC 9449 §7.1 with a proof for this one request. */
    Map<String, String> headers(String method, URI uri) {
        String token = tokens.accessToken().reveal();
        if (proofs == null) {
            return Map.of("Authorization", "Bearer " + token);
        }
        return Map.of("Authorization", "DPoP " + token, "DPoP", proofs.forResource(method, uri, tokens.accessToken()));
    }
}
