package dev.mcpoauth.client.bridge.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Reads private keys of the form {@code -----BEGIN PRIVATE KEY-----} (PKCS #8, RFC 5958), without password. */
final class PrivateKeyFile {
    private static final List<String> TYPES = List.of("EC", "RSA", "EdDSA");

    private PrivateKeyFile() {}

    static PrivateKey read(Path file) throws Misuse {
        try {
            return parse(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new Misuse("the key file cannot be read: " + file, e);
        }
    }

    static PrivateKey parse(Path file, byte[] text) throws Misuse {
        String pem = new String(PemText.only("PRIVATE KEY", text), StandardCharsets.US_ASCII);
        String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        for (String type : base64.isEmpty() ? List.<String>of() : TYPES) {
            Optional<PrivateKey> key = key(type, base64);
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw new Misuse("the key file holds no private key of the form BEGIN PRIVATE KEY (PKCS #8): " + file
                + "; openssl pkcs8 -topk8 -nocrypt makes one of another form");
    }

    private static Optional<PrivateKey> key(String type, String base64) {
        try {
            byte[] pkcs8 = Base64.getDecoder().decode(base64);
            return Optional.of(KeyFactory.getInstance(type).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException | IllegalArgumentException anotherType) {
            return Optional.empty();
        }
    }
}
