package dev.mcpoauth.server.internal.assertion;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The signatures that are accepted from others (RFC 7518 §3.1, RFC 8037): asymmetric ones only, so that no public key can be
 * taken for a shared secret.
 */
public enum SignatureAlgorithm {
    /** RSA with PKCS #1 padding, 2048 to 8192 bits. */
    RS256 {
        @Override
        boolean takes(JWK key) {
            return isRsa(key, wireName());
        }

        @Override
        boolean check(JWK key, JWSObject jws) throws JOSEException {
            return jws.verify(new RSASSAVerifier(key.toRSAKey().toRSAPublicKey()));
        }
    },
    /** RSA with PSS padding, 2048 to 8192 bits. */
    PS256 {
        @Override
        boolean takes(JWK key) {
            return isRsa(key, wireName());
        }

        @Override
        boolean check(JWK key, JWSObject jws) throws JOSEException {
            return jws.verify(new RSASSAVerifier(key.toRSAKey().toRSAPublicKey()));
        }
    },
    /** ECDSA on P-256. */
    ES256 {
        @Override
        boolean takes(JWK key) {
            return key instanceof ECKey ec && ec.getCurve().equals(Curve.P_256) && isFor(key, wireName());
        }

        @Override
        boolean check(JWK key, JWSObject jws) throws JOSEException {
            return jws.verify(new ECDSAVerifier(key.toECKey()));
        }
    },
    /** Ed25519, by the JDK: the JOSE library would need another library for it. */
    EDDSA {
        @Override
        public String wireName() {
            return "EdDSA";
        }

        @Override
        boolean takes(JWK key) {
            return key instanceof OctetKeyPair pair
                    && pair.getCurve().equals(Curve.Ed25519)
                    && pair.getDecodedX().length == ED25519_BYTES
                    && isFor(key, wireName());
        }

        @Override
        boolean check(JWK key, JWSObject jws) throws GeneralSecurityException {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(publicKey(key.toOctetKeyPair()));
            signature.update(jws.getSigningInput());
            return signature.verify(jws.getSignature().decode());
        }

        private PublicKey publicKey(OctetKeyPair pair) throws GeneralSecurityException {
            byte[] encoded = ByteBuffer.allocate(SPKI_PREFIX.length + ED25519_BYTES)
                    .put(SPKI_PREFIX)
                    .put(pair.getDecodedX())
                    .array();
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        }
    };

    private static final int ED25519_BYTES = 32;
    /** The SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410 §4). */
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 8192;

    /** The {@code alg} value. */
    public String wireName() {
        return name();
    }

    /** The algorithm of an {@code alg} value, if it is accepted. */
    public static Optional<SignatureAlgorithm> ofWireName(String alg) {
        return Arrays.stream(values()).filter(one -> one.wireName().equals(alg)).findFirst();
    }

    static boolean anyTakes(JWK key) {
        return Arrays.stream(values()).anyMatch(one -> one.takes(key));
    }

    /** Whether the key is of this algorithm's kind and strength. */
    abstract boolean takes(JWK key);

    abstract boolean check(JWK key, JWSObject jws) throws JOSEException, GeneralSecurityException;

    boolean verify(JWK key, JWSObject jws) {
        try {
            return check(key, jws);
        } catch (JOSEException | GeneralSecurityException malformedSignature) {
            return false;
        }
    }

    private static boolean isRsa(JWK key, String alg) {
        return key instanceof RSAKey rsa
                && rsa.size() >= LEAST_RSA_BITS
                && rsa.size() <= MOST_RSA_BITS
                && isFor(key, alg);
    }

    private static boolean isFor(JWK key, String alg) {
        return key.getAlgorithm() == null || key.getAlgorithm().getName().equals(alg);
    }
}
