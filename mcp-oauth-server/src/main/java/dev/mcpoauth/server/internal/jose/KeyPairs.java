package dev.mcpoauth.server.internal.jose;

import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** Makes key pairs. */
public final class KeyPairs {
    private static final int RSA_BITS = 2048;

    private KeyPairs() {}

    /** A new pair for the algorithm. */
    public static KeyPair generate(SignatureAlgorithm algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(Jca.keyName(algorithm.keyType()));
            generator.initialize(parameters(algorithm));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    private static AlgorithmParameterSpec parameters(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case ES256 -> new ECGenParameterSpec("secp256r1");
            case ES384 -> new ECGenParameterSpec("secp384r1");
            case ES512 -> new ECGenParameterSpec("secp521r1");
            case EDDSA -> NamedParameterSpec.ED25519;
            case RS256, RS384, RS512, PS256, PS384, PS512 ->
                new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4);
        };
    }
}
