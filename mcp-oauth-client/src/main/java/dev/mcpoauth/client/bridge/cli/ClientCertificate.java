package dev.mcpoauth.client.bridge.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** What this program shows to servers that ask for a certificate when a connection is made (mutual TLS). */
final class ClientCertificate {
    /** The password of a PKCS #12 file. It is no flag, as every user can read command lines. */
    static final String PASSWORD = "MCP_OAUTH_BRIDGE_CLIENT_CERTIFICATE_PASSWORD";

    private static final int SEQUENCE = 0x30;

    private ClientCertificate() {}

    /** Reads a PEM file with chain and private key, or a PKCS #12 file. */
    static KeyManager[] read(Path file, Map<String, String> environment) throws Misuse, GeneralSecurityException {
        char[] password = environment.getOrDefault(PASSWORD, "").toCharArray();
        try {
            byte[] content = Files.readAllBytes(file);
            boolean binary = content.length > 0 && content[0] == SEQUENCE;
            KeyStore store = binary ? pkcs12(file, content, password) : pem(file, content, password);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return factory.getKeyManagers();
        } catch (IOException e) {
            throw new Misuse("the client certificate cannot be read: " + file, e);
        }
    }

    private static KeyStore pkcs12(Path file, byte[] content, char... password)
            throws Misuse, GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(content), password);
            return store;
        } catch (IOException e) {
            throw new Misuse(
                    "the client certificate " + file + " is no PKCS #12 file for the password in " + PASSWORD, e);
        }
    }

    private static KeyStore pem(Path file, byte[] content, char... password)
            throws Misuse, GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        X509Certificate[] chain = TlsTrust.certificates(file).toArray(X509Certificate[]::new);
        store.setKeyEntry("client", PrivateKeyFile.parse(file, content), password, chain);
        return store;
    }
}
