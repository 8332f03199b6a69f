package dev.mcpoauth.client.jose;

import dev.mcpoauth.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;

/**
 * A private key with the algorithm it signs with (RFC 7515, RFC 7518 §3). Immutable and thread-safe; {@code toString} does
 * not show the key.
 */
public final class SigningKey {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final PrivateKey key;
    private final SigningAlgorithm algorithm;

    public SigningKey(PrivateKey key, SigningAlgorithm algorithm) {
        if (!key.getAlgorithm().equals(algorithm.keyAlgorithm())
                && !(key.getAlgorithm().startsWith("Ed") && algorithm == SigningAlgorithm.EDDSA)) {
            throw new IllegalArgumentException(
                    "a key for " + algorithm + " must be of type " + algorithm.keyAlgorithm());
        }
        this.key = key;
        this.algorithm = algorithm;
    }

    /**
     * Reads a private key of the form {@code -----BEGIN PRIVATE KEY-----} (PKCS #8, RFC 5958).
     *
     * @throws IllegalArgumentException if the text is not such a key for the algorithm
     */
    public static SigningKey ofPem(String pem, SigningAlgorithm algorithm) {
        String body = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        return ofPkcs8(Base64.getDecoder().decode(body), algorithm);
    }

    /** Reads a PKCS #8 structure. */
    public static SigningKey ofPkcs8(byte[] pkcs8, SigningAlgorithm algorithm) {
        try {
            return new SigningKey(algorithm.privateKey(pkcs8), algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a PKCS #8 private key for " + algorithm, e);
        }
    }

    /** What the key signs with. */
    public SigningAlgorithm algorithm() {
        return algorithm;
    }

    /** The compact serialization (RFC 7515 §7.1) of a token with these header members, {@code alg} added, and claims. */
    public String sign(JsonObject header, JsonObject claims) {
        JsonObject complete =
                header.toBuilder().put("alg", algorithm.wireName()).build();
        String input = BASE64URL.encodeToString(complete.toBytes()) + "." + BASE64URL.encodeToString(claims.toBytes());
        try {
            Signature signature = algorithm.signature();
            signature.initSign(key);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + BASE64URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing with " + algorithm + " failed", e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[" + algorithm + "]";
    }
}
