package dev.mcpoauth.server.key;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.internal.jose.JcaSigner;
import dev.mcpoauth.server.internal.jose.JcaVerifier;
import dev.mcpoauth.server.internal.jose.JwkReading;
import dev.mcpoauth.server.internal.jose.JwkWriting;
import dev.mcpoauth.server.internal.jose.KeyFit;
import dev.mcpoauth.server.internal.jose.KeyPairs;
import dev.mcpoauth.server.internal.jose.Pem;
import dev.mcpoauth.server.internal.jose.PrivateJwk;
import dev.mcpoauth.server.internal.jose.PublicParts;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;

/**
 * A key pair that signs access tokens, with its identifier and the time from which it does. Immutable and thread-safe;
 * {@code toString} does not show the key.
 *
 * <p>Signs through the fastest security provider that is registered when the object is made; {@code
 * docs/resource-server.md} has the measured ones.
 */
public final class SigningKey {
    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_KEY_ID = 200;

    private final String keyId;
    private final SignatureAlgorithm algorithm;
    private final KeyPair pair;
    private final Instant signsFrom;
    private final JcaSigner signer;

    private SigningKey(String keyId, SignatureAlgorithm algorithm, KeyPair pair, Instant signsFrom, JcaSigner signer) {
        this.keyId = keyId;
        this.algorithm = algorithm;
        this.pair = pair;
        this.signsFrom = signsFrom;
        this.signer = signer;
    }

    /**
     * A key pair that is there already, also one whose private part is in a hardware module. Its identifier is its
     * thumbprint (RFC 7638), and it signs from the beginning of time.
     *
     * @throws IllegalArgumentException if the algorithm does not take the key, or the two parts are no pair
     */
    public static SigningKey of(KeyPair pair, SignatureAlgorithm algorithm) {
        if (!KeyFit.fits(pair.getPublic(), algorithm)) {
            throw new IllegalArgumentException(algorithm + " does not take this key: it needs "
                    + "the curve of its name, or RSA of at least 2048 bits");
        }
        JcaSigner signer = JcaSigner.of(algorithm, pair.getPrivate());
        if (!JcaVerifier.of(algorithm, pair.getPublic()).verify(PROBE, signer.sign(PROBE))) {
            throw new IllegalArgumentException("the private and the public key are no pair");
        }
        String thumbprint = JwkWriting.thumbprint(algorithm, pair.getPublic());
        return new SigningKey(thumbprint, algorithm, pair, Instant.MIN, signer);
    }

    /** A new key. Tokens that it signs are worth nothing after a restart, unless the key is kept. */
    public static SigningKey generate(SignatureAlgorithm algorithm) {
        return of(KeyPairs.generate(algorithm), algorithm);
    }

    /**
     * Reads a private key in PEM, {@code -----BEGIN PRIVATE KEY-----} (PKCS #8), as {@code openssl genpkey} writes it.
     *
     * @throws IllegalArgumentException if the text has not exactly one such key, or another kind than the algorithm needs
     */
    public static SigningKey ofPem(String text, SignatureAlgorithm algorithm) {
        PrivateKey key = Pem.privateKey(text, algorithm.keyType());
        return of(new KeyPair(PublicParts.of(key, algorithm), key), algorithm);
    }

    /**
     * Reads a JWK Set with private keys (RFC 7517 §5). Each needs {@code alg}; {@code kid} is the thumbprint if it is
     * missing, and {@code nbf}, in seconds, says from when the key signs.
     *
     * @throws IllegalArgumentException if a key can not be used
     */
    public static List<SigningKey> ofJwkSet(String json) {
        return JwkReading.keyPairs(json.getBytes(StandardCharsets.UTF_8)).stream()
                .map(SigningKey::of)
                .toList();
    }

    private static SigningKey of(PrivateJwk jwk) {
        SigningKey key = of(jwk.pair(), jwk.algorithm());
        SigningKey named = jwk.keyId().map(key::withKeyId).orElse(key);
        return jwk.notBefore().map(named::signingFrom).orElse(named);
    }

    /** The same under another identifier, of 1 to 200 visible ASCII characters. */
    public SigningKey withKeyId(String identifier) {
        if (identifier.isEmpty()
                || identifier.length() > LONGEST_KEY_ID
                || !identifier.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw new IllegalArgumentException("a key id has 1 to 200 visible ASCII characters");
        }
        return new SigningKey(identifier, algorithm, pair, signsFrom, signer);
    }

    /** The same, which signs from this time on, in place of the key before it. It is published at once. */
    public SigningKey signingFrom(Instant time) {
        return new SigningKey(keyId, algorithm, pair, time, signer);
    }

    /** The {@code kid} in the tokens' header. */
    public String keyId() {
        return keyId;
    }

    /** What it signs with. */
    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /** From when it signs; {@link Instant#MIN} for the beginning of time. */
    public Instant signsFrom() {
        return signsFrom;
    }

    /** The public part as JWK, with {@code kid}, {@code use} and {@code alg}. */
    public JsonObject publicJwk() {
        return JwkWriting.publicKey(keyId, algorithm, pair.getPublic());
    }

    /**
     * Both parts as JWK: the secret itself, for a file that {@link #ofJwkSet} reads again.
     *
     * @throws IllegalStateException if the private part does not leave its device
     */
    public JsonObject revealPrivateJwk() {
        if (pair.getPrivate().getEncoded() == null) {
            throw new IllegalStateException("the private key does not leave its device");
        }
        JsonObject jwk = JwkWriting.keyPair(keyId, algorithm, pair);
        return signsFrom.equals(Instant.MIN)
                ? jwk
                : jwk.toBuilder().put("nbf", signsFrom.getEpochSecond()).build();
    }

    /** A signed token (RFC 7519) of this type with these claims. */
    public String sign(String type, JsonObject claims) {
        JsonObject header = JsonObject.builder()
                .put("typ", type)
                .put("alg", algorithm.wireName())
                .put("kid", keyId)
                .build();
        return CompactJws.sign(header, claims, signer);
    }

    @Override
    public String toString() {
        return "SigningKey[" + keyId + " " + algorithm + "]";
    }
}
