package dev.mcpoauth.server.jose;

import java.util.Arrays;
import java.util.Optional;

/**
 * The signature algorithms with a private and a public key of <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.1">RFC
 * 7518 §3.1</a> and <a href="https://www.rfc-editor.org/rfc/rfc8037#section-3.1">RFC 8037 §3.1</a>. Neither {@code none} nor
 * HMAC is among them, so that no setting can let a token pass that is signed with a public key as if it were a secret.
 */
public enum SignatureAlgorithm {
    /** ECDSA on P-256: small tokens, known by every library. */
    ES256("ES256", KeyType.EC),
    ES384("ES384", KeyType.EC),
    ES512("ES512", KeyType.EC),
    /** Ed25519: small tokens, fastest where a provider has it natively. */
    EDDSA("EdDSA", KeyType.OKP),
    /** RSASSA-PKCS1-v1_5: known by everybody (RFC 9068 §2.1), slow to sign, fast to verify. */
    RS256("RS256", KeyType.RSA),
    RS384("RS384", KeyType.RSA),
    RS512("RS512", KeyType.RSA),
    PS256("PS256", KeyType.RSA),
    PS384("PS384", KeyType.RSA),
    PS512("PS512", KeyType.RSA);

    /** RFC 9864 renamed EdDSA by its curve. */
    private static final String ED25519 = "Ed25519";

    private final String wireName;
    private final KeyType keyType;

    SignatureAlgorithm(String wireName, KeyType keyType) {
        this.wireName = wireName;
        this.keyType = keyType;
    }

    /** The algorithm of an {@code alg} value; empty for any other, such as {@code none} and {@code HS256}. */
    public static Optional<SignatureAlgorithm> ofWireName(String name) {
        return name.equals(ED25519)
                ? Optional.of(EDDSA)
                : Arrays.stream(values()).filter(a -> a.wireName.equals(name)).findFirst();
    }

    /** The {@code alg} value. */
    public String wireName() {
        return wireName;
    }

    /** The {@code kty} of its keys. */
    public KeyType keyType() {
        return keyType;
    }
}
