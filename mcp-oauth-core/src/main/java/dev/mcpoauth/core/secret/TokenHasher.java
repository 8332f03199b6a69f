package dev.mcpoauth.core.secret;

import javax.crypto.spec.SecretKeySpec;

/**
 * How a deployment turns secrets into what it keeps at rest. Our secrets carry 256 random bits, so one round of SHA-256
 * can not be searched; a pepper adds that a stolen database alone can not even confirm a guess at a token seen elsewhere.
 *
 * <p>Safe for concurrent use. Changing the hasher invalidates everything stored under the old one.
 */
public sealed interface TokenHasher permits Sha256, HmacSha256 {
    /** The least pepper that HMAC-SHA-256 takes at full strength (RFC 2104 §3). */
    int MIN_PEPPER_BYTES = 32;

    /** The hash of {@code secret}; for the types of this package {@link Secret#hash(TokenHasher)} reads better. */
    TokenHash hash(String secret);

    /** Plain SHA-256. */
    static TokenHasher sha256() {
        return new Sha256();
    }

    /**
     * HMAC-SHA-256 under a key of the deployment.
     *
     * @throws IllegalArgumentException if {@code pepper} has fewer than {@value #MIN_PEPPER_BYTES} bytes
     */
    static TokenHasher peppered(byte[] pepper) {
        if (pepper.length < MIN_PEPPER_BYTES) {
            throw new IllegalArgumentException("pepper must have at least " + MIN_PEPPER_BYTES + " bytes");
        }
        return new HmacSha256(new SecretKeySpec(pepper, "HmacSHA256"));
    }
}
