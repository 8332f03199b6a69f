package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.authentication.PrivateKeyJwt;
import dev.mcpoauth.client.jose.SigningAlgorithm;
import dev.mcpoauth.client.jose.SigningKey;
import dev.mcpoauth.core.json.JsonObject;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Clock;
import java.util.Optional;

/** Authenticates this client with a key from a file (RFC 7523, {@code private_key_jwt}). */
final class ClientKey {
    private static final int P256_BITS = 256;

    private ClientKey() {}

    /**
     * Reads the key.
     *
     * @param info has {@code token_endpoint_auth_signing_alg} if the key's usual algorithm is not meant, and {@code kid}
     */
    static PrivateKeyJwt read(Path file, JsonObject info) throws Misuse {
        PrivateKey key = PrivateKeyFile.read(file);
        Optional<String> named = info.string("token_endpoint_auth_signing_alg");
        SigningAlgorithm algorithm = named.isEmpty()
                ? usual(key)
                : SigningAlgorithm.ofName(named.get())
                        .orElseThrow(() -> new Misuse("there is no token_endpoint_auth_signing_alg " + named.get()));
        try {
            PrivateKeyJwt authentication = PrivateKeyJwt.of(new SigningKey(key, algorithm), Clock.systemUTC());
            return info.string("kid").map(authentication::withKeyId).orElse(authentication);
        } catch (IllegalArgumentException e) {
            throw new Misuse("the key in " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static SigningAlgorithm usual(PrivateKey key) {
        if (key instanceof ECPrivateKey ec) {
            return ec.getParams().getOrder().bitLength() > P256_BITS ? SigningAlgorithm.ES384 : SigningAlgorithm.ES256;
        }
        return key.getAlgorithm().equals("RSA") ? SigningAlgorithm.RS256 : SigningAlgorithm.EDDSA;
    }
}
