package dev.mcpoauth.client.jose;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/** Asymmetric signature algorithms of RFC 7518 §3.1 and RFC 8037 that the JDK has. */
public enum SigningAlgorithm {
    ES256("ES256", "EC", "SHA256withECDSAinP1363Format"),
    ES384("ES384", "EC", "SHA384withECDSAinP1363Format"),
    RS256("RS256", "RSA", "SHA256withRSA"),
    PS256("PS256", "RSA", "RSASSA-PSS"),
    EDDSA("EdDSA", "EdDSA", "EdDSA");

    private static final int PS256_SALT_BYTES = 32;

    private final String wireName;
    private final String keyAlgorithm;
    private final String signature;

    SigningAlgorithm(String wireName, String keyAlgorithm, String signature) {
        this.wireName = wireName;
        this.keyAlgorithm = keyAlgorithm;
        this.signature = signature;
    }

    /** The algorithm of an {@code alg} value. */
    public static Optional<SigningAlgorithm> ofName(String wireName) {
        return Arrays.stream(values()).filter(a -> a.wireName.equals(wireName)).findFirst();
    }

    /** The {@code alg} value. */
    public String wireName() {
        return wireName;
    }

    String keyAlgorithm() {
        return keyAlgorithm;
    }

    PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(keyAlgorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    Signature signature() throws GeneralSecurityException {
        Signature instance = Signature.getInstance(signature);
        if (this == PS256) {
            instance.setParameter(
                    new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PS256_SALT_BYTES, 1));
        }
        return instance;
    }
}
