package dev.mcpoauth.server.key;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which key signs now, and which are published (RFC 7517 §5, RFC 8414 §2 {@code jwks_uri}). Thread-safe. */
public final class KeyRing {
    /** How far the clocks of nodes and verifiers may be apart. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    /** Of keys with the same time all nodes take the same one. */
    private static final Comparator<SigningKey> ORDER =
            Comparator.comparing(SigningKey::signsFrom).thenComparing(SigningKey::keyId);

    private final KeySource source;
    private final Duration longestToken;

    /**
     * The keys of a source.
     *
     * @param longestToken after which time no token is left that a key signed
     */
    public KeyRing(KeySource source, Duration longestToken) {
        this.source = source;
        this.longestToken = longestToken;
    }

    /**
     * The key that signs now.
     *
     * @throws IllegalStateException if the source has none of the algorithm
     */
    public SigningKey signing(SignatureAlgorithm algorithm, Instant now) {
        List<SigningKey> candidates = source.keys().stream()
                .filter(key -> key.algorithm() == algorithm)
                .toList();
        return candidates.stream()
                .filter(key -> !key.signsFrom().isAfter(now))
                .max(ORDER)
                .or(() -> candidates.stream().min(ORDER))
                .orElseThrow(() -> new IllegalStateException("the key source has no key for " + algorithm));
    }

    /** The JWK Set of all keys that a token in use can be signed with, now or soon. Public parts only. */
    public JsonObject published(Instant now) {
        List<SigningKey> keys = source.keys();
        return JsonObject.builder()
                .put(
                        "keys",
                        keys.stream()
                                .filter(key -> !isOver(key, keys, now))
                                .map(SigningKey::publicJwk)
                                .toList())
                .build();
    }

    private boolean isOver(SigningKey key, List<SigningKey> keys, Instant now) {
        Optional<Instant> replaced = keys.stream()
                .filter(other -> other.algorithm() == key.algorithm())
                .map(SigningKey::signsFrom)
                .filter(at -> at.isAfter(key.signsFrom()))
                .min(Comparator.naturalOrder());
        return replaced.filter(at -> !at.plus(longestToken).plus(SKEW).isAfter(now))
                .isPresent();
    }
}
