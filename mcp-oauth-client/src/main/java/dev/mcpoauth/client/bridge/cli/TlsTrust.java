package dev.mcpoauth.client.bridge.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Certificate authorities that are trusted besides those of the Java platform. Nothing here takes trust away. */
final class TlsTrust {
    private static final List<Path> BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"), // Debian, Alpine, Arch
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"), // Fedora, RHEL
            Path.of("/etc/ssl/ca-bundle.pem")); // openSUSE

    private final KeyStore anchors;
    private int count;

    /** Begins with what the Java platform trusts. */
    TlsTrust() throws GeneralSecurityException, IOException {
        anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        TrustManagerFactory platform = factory();
        platform.init((KeyStore) null);
        for (TrustManager manager : platform.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                add(List.of(x509.getAcceptedIssuers()));
            }
        }
    }

    private static TrustManagerFactory factory() throws GeneralSecurityException {
        return TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    }

    private void add(Collection<? extends Certificate> certificates) throws GeneralSecurityException {
        for (Certificate certificate : certificates) {
            anchors.setCertificateEntry("authority-" + count++, certificate);
        }
    }

    /** Adds the certificates of a PEM file. */
    TlsTrust addFile(Path file) throws Misuse, GeneralSecurityException {
        add(certificates(file));
        return this;
    }

    static List<X509Certificate> certificates(Path file) throws Misuse {
        try {
            byte[] text = Files.readAllBytes(file);
            List<X509Certificate> found = new ArrayList<>();
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(PemText.only("CERTIFICATE", text)))) {
                found.add((X509Certificate) certificate);
            }
            if (!found.isEmpty()) {
                return found;
            }
        } catch (IOException e) {
            throw new Misuse("the certificate file cannot be read: " + file, e);
        } catch (GeneralSecurityException e) {
            throw new Misuse("the certificate file holds something that is no certificate: " + file, e);
        }
        throw new Misuse("the certificate file holds no PEM certificate: " + file);
    }

    /** Adds what the operating system trusts, as far as Java can read it. */
    TlsTrust addSystem(String osName) throws Misuse, GeneralSecurityException, IOException {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.contains("windows")) {
            return addStore("Windows-ROOT");
        }
        if (name.contains("mac")) {
            return addStore(hasStore("KeychainStore-ROOT") ? "KeychainStore-ROOT" : "KeychainStore");
        }
        for (Path bundle : BUNDLES) {
            if (Files.isReadable(bundle)) {
                return addFile(bundle);
            }
        }
        throw new Misuse("where the operating system keeps the authorities that it trusts is not known here; name"
                + " their file with " + Flag.CA_FILE.option());
    }

    /** JDK 23 and later have the roots of macOS; earlier ones only what was added to the user's keychain. */
    private static boolean hasStore(String type) {
        try {
            KeyStore.getInstance(type);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private TlsTrust addStore(String type) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        for (Enumeration<String> names = store.aliases(); names.hasMoreElements(); ) {
            String alias = names.nextElement();
            if (store.isCertificateEntry(alias)) {
                add(List.of(store.getCertificate(alias)));
            }
        }
        return this;
    }

    TrustManager[] managers() throws GeneralSecurityException {
        TrustManagerFactory all = factory();
        all.init(anchors);
        return all.getTrustManagers();
    }
}
