package dev.mcpoauth.server.internal.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

/** Writes keys as JSON (RFC 7517, RFC 8037 §2). */
public final class JwkWriting {
    private JwkWriting() {}

    /** The public key with the members {@code kid}, {@code use} and {@code alg}. */
    public static JsonObject publicKey(String keyId, SignatureAlgorithm algorithm, PublicKey key) {
        return described(bare(algorithm, key), keyId, algorithm);
    }

    /**
     * The same with the private members.
     *
     * @throws IllegalArgumentException if the private key does not leave its device
     */
    public static JsonObject keyPair(String keyId, SignatureAlgorithm algorithm, KeyPair pair) {
        return described(bare(algorithm, pair.getPublic(), pair.getPrivate()), keyId, algorithm);
    }

    /** The thumbprint (RFC 7638) with SHA-256: the same on every node that has the key. */
    public static String thumbprint(SignatureAlgorithm algorithm, PublicKey key) {
        try {
            return bare(algorithm, key).computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static JsonObject described(JWK key, String keyId, SignatureAlgorithm algorithm) {
        return JsonObject.parse(key.toJSONString()).toBuilder()
                .put("kid", keyId)
                .put("use", "sig")
                .put("alg", algorithm.wireName())
                .build();
    }

    private static JWK bare(SignatureAlgorithm algorithm, PublicKey key) {
        return switch (algorithm.keyType()) {
            case EC -> new ECKey.Builder(curve((ECPublicKey) key), (ECPublicKey) key).build();
            case RSA -> new RSAKey.Builder((RSAPublicKey) key).build();
            case OKP -> new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(Ed25519.octets(key))).build();
        };
    }

    private static JWK bare(SignatureAlgorithm algorithm, PublicKey key, PrivateKey secret) {
        if (secret.getEncoded() == null) {
            throw new IllegalArgumentException("the private key does not leave its device");
        }
        return switch (algorithm.keyType()) {
            case EC ->
                new ECKey.Builder(curve((ECPublicKey) key), (ECPublicKey) key)
                        .privateKey(secret)
                        .build();
            case RSA ->
                new RSAKey.Builder((RSAPublicKey) key).privateKey(secret).build();
            case OKP ->
                new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(Ed25519.octets(key)))
                        .d(Base64URL.encode(Ed25519.octets(secret)))
                        .build();
        };
    }

    private static Curve curve(ECPublicKey key) {
        return Curve.forECParameterSpec(key.getParams());
    }
}
