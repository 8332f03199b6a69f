package dev.mcpoauth.example.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;

/** A client's key for {@code private_key_jwt}, on the curve P-256. */
record ClientKey(String clientId, KeyPair pair) {
    private static final int COORDINATE_BYTES = 32;

    static ClientKey generate(String clientId) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return new ClientKey(clientId, generator.generateKeyPair());
    }

    /**
     * Writes the private half, for the client alone, and the registration, for the operator of the authorization server.
     *
     * @throws FileAlreadyExistsException if there is a key of this name: it is perhaps in use
     */
    void write(Path directory) throws IOException {
        Path secret = directory.resolve(clientId + ".pem");
        if (directory
                .toAbsolutePath()
                .getFileSystem()
                .supportedFileAttributeViews()
                .contains("posix")) {
            Files.createFile(
                    secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(secret);
        }
        Files.writeString(secret, pem());
        Files.write(directory.resolve(clientId + ".json"), registration().toBytes());
    }

    private String pem() {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(UTF_8))
                .encodeToString(pair.getPrivate().getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    }

    /** As {@code ClientSettings.parseAll} reads it. */
    private JsonObject registration() {
        JsonObject client = JsonObject.builder()
                .put("client_id", clientId)
                .put("client_name", clientId)
                .put("grant_types", List.of("client_credentials"))
                .put("token_endpoint_auth_method", "private_key_jwt")
                .put("jwks", JsonObject.builder().put("keys", List.of(jwk())).build())
                .put("dpop_bound_access_tokens", true)
                .build();
        return JsonObject.builder().put("clients", List.of(client)).build();
    }

    /** RFC 7518 §6.2.1. */
    private JsonObject jwk() {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return JsonObject.builder()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", coordinate(key.getW().getAffineX()))
                .put("y", coordinate(key.getW().getAffineY()))
                .build();
    }

    private static String coordinate(BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(signed.length, COORDINATE_BYTES);
        System.arraycopy(signed, signed.length - length, fixed, COORDINATE_BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
