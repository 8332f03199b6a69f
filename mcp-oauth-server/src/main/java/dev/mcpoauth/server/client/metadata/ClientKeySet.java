package dev.mcpoauth.server.client.metadata;

import static dev.mcpoauth.server.jose.SignatureAlgorithm.EDDSA;
import static dev.mcpoauth.server.jose.SignatureAlgorithm.ES256;
import static dev.mcpoauth.server.jose.SignatureAlgorithm.PS256;
import static dev.mcpoauth.server.jose.SignatureAlgorithm.RS256;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.internal.jose.JcaVerifier;
import dev.mcpoauth.server.internal.jose.JwkReading;
import dev.mcpoauth.server.internal.jose.PublicJwk;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.util.List;
import java.util.Optional;

/**
 * The public keys of a client that verify its assertions (RFC 7517 §5). Immutable. Keys of an unknown kind, for encryption or
 * too weak are left out; one that is not public spoils the set.
 */
public final class ClientKeySet {
    /** What clients may sign with; the metadata says so. */
    public static final List<SignatureAlgorithm> ALGORITHMS = List.of(ES256, EDDSA, PS256, RS256);

    private final List<PublicJwk> keys;

    private ClientKeySet(List<PublicJwk> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * The keys of a JWK Set.
     *
     * @throws IllegalArgumentException saying what is wrong, if it is none, or holds a private or symmetric key
     */
    public static ClientKeySet parse(JsonObject jwks) {
        if (isPrivate(jwks)) {
            throw new IllegalArgumentException("a key set holds public keys only");
        }
        List<PublicJwk> usable = JwkReading.publicKeys(jwks.toBytes()).stream()
                .filter(key -> ALGORITHMS.stream().anyMatch(key.algorithms()::contains))
                .toList();
        return new ClientKeySet(usable);
    }

    /** Whether a set holds a key that nobody else should have. */
    public static boolean isPrivate(JsonObject jwks) {
        return jwks.array("keys").orElse(List.of()).stream()
                .anyMatch(element -> element instanceof JsonObject key && (key.has("d") || key.has("k")));
    }

    /** The algorithm of an {@code alg} value, if clients may use it. */
    public static Optional<SignatureAlgorithm> algorithm(String alg) {
        return SignatureAlgorithm.ofWireName(alg).filter(ALGORITHMS::contains);
    }

    /** Whether there is no usable key. */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Whether a key is one that the assertion may be signed with, by its {@code kid} or, without one, by its kind. */
    public boolean hasKeyFor(CompactJws assertion, SignatureAlgorithm algorithm) {
        return !candidates(assertion, algorithm).isEmpty();
    }

    /** Whether one of these keys made the signature. */
    public boolean verifies(CompactJws assertion, SignatureAlgorithm algorithm) {
        return candidates(assertion, algorithm).stream().anyMatch(assertion::isSignedBy);
    }

    private List<JcaVerifier> candidates(CompactJws assertion, SignatureAlgorithm algorithm) {
        Optional<String> kid = assertion.header().string("kid");
        return keys.stream()
                .filter(key -> kid.isEmpty() || kid.get().equals(key.keyId()))
                .flatMap(key -> key.verifier(algorithm).stream())
                .toList();
    }

    @Override
    public String toString() {
        return "ClientKeySet[" + keys.size() + "]";
    }
}
