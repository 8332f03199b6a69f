package dev.mcpoauth.server.internal.jose;

import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies with one public key, through the fastest registered provider that takes it. Thread-safe. */
public final class JcaVerifier {
    private final SignatureAlgorithm algorithm;
    private final PublicKey key;
    private final Optional<Provider> provider;

    private JcaVerifier(SignatureAlgorithm algorithm, PublicKey key, Optional<Provider> provider) {
        this.algorithm = algorithm;
        this.key = key;
        this.provider = provider;
    }

    /**
     * A verifier with this key.
     *
     * @throws IllegalArgumentException if no provider verifies with it
     */
    public static JcaVerifier of(SignatureAlgorithm algorithm, PublicKey key) {
        @Nullable GeneralSecurityException last = null;
        for (Optional<Provider> provider : Jca.providers(algorithm)) {
            try {
                JcaVerifier verifier = new JcaVerifier(algorithm, translated(algorithm, key, provider), provider);
                verifier.begun();
                return verifier;
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw new IllegalArgumentException("no security provider verifies " + algorithm + " with this key", last);
    }

    private static PublicKey translated(SignatureAlgorithm algorithm, PublicKey key, Optional<Provider> provider)
            throws GeneralSecurityException {
        Optional<KeyFactory> factory = Jca.keyFactory(algorithm, provider);
        return factory.isEmpty() ? key : factory.get().generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    }

    private Signature begun() throws GeneralSecurityException {
        Signature signature = Jca.signature(algorithm, provider);
        signature.initVerify(key);
        return signature;
    }

    /** Whether this is a signature of these bytes by the key's owner. */
    public boolean verify(byte[] input, byte[] candidate) {
        if (!hasItsShape(candidate)) {
            return false;
        }
        try {
            Signature signature = begun();
            signature.update(input);
            return signature.verify(candidate);
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("verifying " + algorithm + " failed", e);
        }
    }

    /**
     * Curves: two numbers of fixed length. Zeros once passed for a signature of anything in the JDK (CVE-2022-21449), and it
     * reads past octets that are too many.
     */
    private boolean hasItsShape(byte[] signature) {
        return switch (algorithm) {
            case ES256 -> isTwoNumbers(signature, 32);
            case ES384 -> isTwoNumbers(signature, 48);
            case ES512 -> isTwoNumbers(signature, 66);
            case EDDSA -> signature.length == 64;
            case RS256, RS384, RS512, PS256, PS384, PS512 -> signature.length > 0;
        };
    }

    private static boolean isTwoNumbers(byte[] signature, int length) {
        return signature.length == 2 * length
                && isPositive(signature, 0, length)
                && isPositive(signature, length, length);
    }

    private static boolean isPositive(byte[] number, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (number[i] != 0) {
                return true;
            }
        }
        return false;
    }
}
