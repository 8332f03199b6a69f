package dev.mcpoauth.server.internal.jose;

import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A public key of a JWK Set with what it may verify.
 *
 * @param keyId its {@code kid}; empty if it has none
 * @param verifiers one for each algorithm that key type, curve and {@code alg} member leave; at least one
 */
public record PublicJwk(String keyId, Map<SignatureAlgorithm, JcaVerifier> verifiers) {
    public PublicJwk {
        verifiers = Map.copyOf(verifiers);
    }

    /** The algorithms that it verifies. */
    public Set<SignatureAlgorithm> algorithms() {
        return verifiers.keySet();
    }

    /** What verifies signatures of an algorithm, if the key is for it. */
    public Optional<JcaVerifier> verifier(SignatureAlgorithm algorithm) {
        return Optional.ofNullable(verifiers.get(algorithm));
    }
}
