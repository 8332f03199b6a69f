package dev.mcpoauth.server.internal.jose;

import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Optional;

/**
 * A private key of a JWK Set.
 *
 * @param keyId its {@code kid}, if it has one
 * @param algorithm its {@code alg}
 * @param pair both parts
 * @param notBefore its {@code nbf}, if it has one
 */
public record PrivateJwk(
        Optional<String> keyId, SignatureAlgorithm algorithm, KeyPair pair, Optional<Instant> notBefore) {

    /** Not the key. */
    @Override
    public String toString() {
        return "PrivateJwk[" + keyId.orElse("") + " " + algorithm + "]";
    }
}
