package dev.mcpoauth.server.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.server.TestCertificate;
import dev.mcpoauth.server.settings.FetchSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("TLS is with the name, though the connection is to a checked address")
class GuardedTlsTest {
    private static final String PASSWORD = "changeit";
    private static final List<String> HOSTS = new CopyOnWriteArrayList<>();
    private static final Server JETTY = new Server();

    @TempDir
    static Path folder;

    private static int port;
    private static int carelessPort;
    private static SSLSocketFactory trusting;

    @BeforeAll
    static void start() throws Exception {
        Path keys = folder.resolve("keys.p12");
        TestCertificate.certify(keys, PASSWORD, "described.example");
        trusting = trusting(keys);
        ServerConnector strict = connector(keys, true);
        ServerConnector careless = connector(keys, false);
        JETTY.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                HOSTS.add(request.getHttpURI().getHost());
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
                Content.Sink.write(response, true, "{\"chunked\":\"or not\"}", callback);
                return true;
            }
        });
        JETTY.start();
        port = strict.getLocalPort();
        carelessPort = careless.getLocalPort();
    }

    /** One that minds the name, and one that shows its certificate to whoever comes. */
    private static ServerConnector connector(Path keys, boolean mindsTheName) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(keys.toString());
        tls.setKeyStorePassword(PASSWORD);
        tls.setSniRequired(mindsTheName);
        HttpConfiguration https = new HttpConfiguration();
        https.addCustomizer(new SecureRequestCustomizer(mindsTheName));
        ServerConnector connector =
                new ServerConnector(JETTY, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(https));
        connector.setHost("127.0.0.1");
        JETTY.addConnector(connector);
        return connector;
    }

    @AfterAll
    static void stop() throws Exception {
        JETTY.stop();
    }

    private static SSLSocketFactory trusting(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private static GuardedHttp http(SSLSocketFactory tls) {
        FetchSettings settings =
                FetchSettings.builder().dangerouslyAllowLoopback().build();
        return new GuardedHttp(settings, host -> List.of(InetAddress.getByName("127.0.0.1")), tls);
    }

    private static DocumentResponse get(SSLSocketFactory tls, String host) throws IOException {
        return get(tls, host, port);
    }

    private static DocumentResponse get(SSLSocketFactory tls, String host, int port) throws IOException {
        return http(tls).get(URI.create("https://" + host + ":" + port + "/client.json"), Optional.empty());
    }

    @Test
    void theNameIsSentAndItsCertificateAccepted() throws Exception {
        DocumentResponse response = get(trusting, "described.example");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).asString(UTF_8).isEqualTo("{\"chunked\":\"or not\"}");
        assertThat(HOSTS).contains("described.example");
    }

    @Test
    void aCertificateOfAnotherNameIsRefused() throws Exception {
        assertThat(get(trusting, "described.example", carelessPort).status()).isEqualTo(200);
        assertThatThrownBy(() -> get(trusting, "other.example", carelessPort))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("other.example");
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        assertThatThrownBy(() -> get((SSLSocketFactory) SSLSocketFactory.getDefault(), "described.example"))
                .isInstanceOf(SSLHandshakeException.class);
    }
}
