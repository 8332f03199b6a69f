package dev.mcpoauth.server.dpop;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.internal.jose.JcaSigner;
import dev.mcpoauth.server.internal.jose.JwkWriting;
import dev.mcpoauth.server.internal.jose.KeyPairs;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** A DPoP proof as a client makes it, good unless a test changes it. Immutable. */
public final class TestProof {
    private final Key key;
    private final JsonObject header;
    private final JsonObject claims;

    /** A key of a client. */
    public record Key(SignatureAlgorithm algorithm, KeyPair pair) {
        /** A new one. */
        public static Key generate(SignatureAlgorithm algorithm) {
            return new Key(algorithm, KeyPairs.generate(algorithm));
        }

        /** A new one for ES256. */
        public static Key generate() {
            return generate(SignatureAlgorithm.ES256);
        }

        /** The public members that matter. */
        public JsonObject jwk() {
            return JwkWriting.publicKey("k", algorithm, pair.getPublic()).toBuilder()
                    .remove("kid")
                    .remove("use")
                    .remove("alg")
                    .build();
        }

        /** What tokens name it by. */
        public String thumbprint() {
            return JwkWriting.thumbprint(algorithm, pair.getPublic());
        }

        /** A proof for a request. */
        public TestProof proof(String method, String url, Instant now) {
            return new TestProof(
                    this,
                    JsonObject.builder()
                            .put("typ", "dpop+jwt")
                            .put("alg", algorithm.wireName())
                            .put("jwk", jwk())
                            .build(),
                    JsonObject.builder()
                            .put("jti", UUID.randomUUID().toString())
                            .put("htm", method)
                            .put("htu", url)
                            .put("iat", now.getEpochSecond())
                            .build());
        }
    }

    private TestProof(Key key, JsonObject header, JsonObject claims) {
        this.key = key;
        this.header = header;
        this.claims = claims;
    }

    /** With another header member. */
    public TestProof header(String name, Object value) {
        return new TestProof(key, header.toBuilder().put(name, value).build(), claims);
    }

    /** Without a header member. */
    public TestProof withoutHeader(String name) {
        return new TestProof(key, header.toBuilder().remove(name).build(), claims);
    }

    /** With another claim. */
    public TestProof claim(String name, Object value) {
        return new TestProof(key, header, claims.toBuilder().put(name, value).build());
    }

    /** Without a claim. */
    public TestProof without(String name) {
        return new TestProof(key, header, claims.toBuilder().remove(name).build());
    }

    /** For this access token. */
    public TestProof forToken(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
            return claim("ath", Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** As it goes into the header. */
    public String sign() {
        return signedBy(key);
    }

    /** The same, signed by another. */
    public String signedBy(Key other) {
        return CompactJws.sign(
                header, claims, JcaSigner.of(other.algorithm(), other.pair().getPrivate()));
    }
}
