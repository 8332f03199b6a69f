package dev.mcpoauth.server.key;

import dev.mcpoauth.server.internal.jose.KeyPairs;
import dev.mcpoauth.server.jose.KeyType;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.security.KeyPair;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keys for tests, made once: RSA keys take their time. */
public final class TestKeys {
    private static final Map<SignatureAlgorithm, KeyPair> PAIRS = new ConcurrentHashMap<>();

    private TestKeys() {}

    /** Always the same pair for an algorithm; all RSA algorithms share one. */
    public static KeyPair pair(SignatureAlgorithm algorithm) {
        SignatureAlgorithm shared = algorithm.keyType() == KeyType.RSA ? SignatureAlgorithm.RS256 : algorithm;
        return PAIRS.computeIfAbsent(shared, KeyPairs::generate);
    }

    /** The signing key with that pair. */
    public static SigningKey key(SignatureAlgorithm algorithm) {
        return SigningKey.of(pair(algorithm), algorithm);
    }
}
