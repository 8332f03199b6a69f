package dev.mcpoauth.client.dpop;

import dev.mcpoauth.client.jose.SigningAlgorithm;
import dev.mcpoauth.client.jose.SigningKey;
import dev.mcpoauth.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Optional;

/**
 * The P-256 key to which tokens are bound (RFC 9449 §4.1). Lives as long as the refresh token that is bound to it, so it
 * is stored with the tokens. Immutable; {@code toString} does not show the key.
 */
public final class DpopKey {
    private static final int COORDINATE_BYTES = 32;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final SigningKey key;
    private final JsonObject publicJwk;
    private final String pkcs8;

    private DpopKey(byte[] pkcs8, JsonObject publicJwk) {
        this.key = SigningKey.ofPkcs8(pkcs8, SigningAlgorithm.ES256);
        this.publicJwk = publicJwk;
        this.pkcs8 = Base64.getEncoder().encodeToString(pkcs8);
    }

    /** A new key. */
    public static DpopKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return new DpopKey(pair.getPrivate().getEncoded(), jwk((ECPublicKey) pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    private static JsonObject jwk(ECPublicKey key) {
        return JsonObject.builder()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", coordinate(key.getW().getAffineX()))
                .put("y", coordinate(key.getW().getAffineY()))
                .build();
    }

    private static String coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return BASE64URL.encodeToString(fixed);
    }

    /** The key as a document for the credential store. */
    public JsonObject write() {
        return JsonObject.builder().put("jwk", publicJwk).put("pkcs8", pkcs8).build();
    }

    /** Reads what {@link #write} wrote; empty if it is damaged. */
    public static Optional<DpopKey> read(JsonObject stored) {
        try {
            byte[] pkcs8 = Base64.getDecoder().decode(stored.string("pkcs8").orElse(""));
            return stored.object("jwk").map(jwk -> new DpopKey(pkcs8, jwk));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    JsonObject publicJwk() {
        return publicJwk;
    }

    String sign(JsonObject header, JsonObject claims) {
        return key.sign(header, claims);
    }

    @Override
    public String toString() {
        return "DpopKey[redacted]";
    }
}
