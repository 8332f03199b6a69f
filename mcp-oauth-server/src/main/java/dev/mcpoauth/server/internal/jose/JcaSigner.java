package dev.mcpoauth.server.internal.jose;

import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signs with one private key, through the fastest registered provider that takes it. Thread-safe. */
public final class JcaSigner {
    private final SignatureAlgorithm algorithm;
    private final PrivateKey key;
    private final Optional<Provider> provider;

    private JcaSigner(SignatureAlgorithm algorithm, PrivateKey key, Optional<Provider> provider) {
        this.algorithm = algorithm;
        this.key = key;
        this.provider = provider;
    }

    /**
     * A signer with this key.
     *
     * @throws IllegalArgumentException if no provider signs with it
     */
    public static JcaSigner of(SignatureAlgorithm algorithm, PrivateKey key) {
        @Nullable GeneralSecurityException last = null;
        for (Optional<Provider> provider : Jca.providers(algorithm)) {
            try {
                JcaSigner signer = new JcaSigner(algorithm, translated(algorithm, key, provider), provider);
                signer.begun();
                return signer;
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw new IllegalArgumentException("no security provider signs " + algorithm + " with this key", last);
    }

    /** Most providers take keys of their own only. A key that never leaves its device stays with the device's provider. */
    private static PrivateKey translated(SignatureAlgorithm algorithm, PrivateKey key, Optional<Provider> provider)
            throws GeneralSecurityException {
        byte[] encoded = key.getEncoded();
        Optional<KeyFactory> factory = Jca.keyFactory(algorithm, provider);
        return factory.isEmpty() || encoded == null
                ? key
                : factory.get().generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private Signature begun() throws GeneralSecurityException {
        Signature signature = Jca.signature(algorithm, provider);
        signature.initSign(key);
        return signature;
    }

    /** The signature of these bytes, as RFC 7518 §3 and RFC 8037 §3.1 lay it out. */
    public byte[] sign(byte[] input) {
        try {
            Signature signature = begun();
            signature.update(input);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing with " + algorithm + " failed", e);
        }
    }
}
