package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.FORM;
import static dev.mcpoauth.server.TestServer.error;
import static dev.mcpoauth.server.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.client.ClientCertificates;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.settings.ClientSettings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Client authentication by TLS certificate (RFC 8705), where somebody says which one a request carried")
class ClientCertificateTest {
    private static final String HEADER = "X-Client-Certificate";

    @TempDir
    static Path folder;

    private static X509Certificate own;
    private static X509Certificate other;

    /** The proxy that ends TLS passes the certificate on. */
    private final TestServer as = new TestServer(
            settings -> settings.client(ClientSettings.parse(client(List.of(encoded(own))))),
            new InMemoryOAuthStore(),
            TestServer::alice,
            builder -> builder.clientCertificates(ClientCertificateTest::fromHeader));

    @BeforeAll
    static void certify() throws Exception {
        TestCertificate.certify(folder.resolve("own.p12"), "changeit", "robot.example");
        TestCertificate.certify(folder.resolve("other.p12"), "changeit", "robot.example");
        own = TestCertificate.read(folder.resolve("own.p12"), "changeit");
        other = TestCertificate.read(folder.resolve("other.p12"), "changeit");
    }

    /** The certificates are as new as this run, whatever the calendar says. */
    @BeforeEach
    void isToday() {
        as.advance(Duration.between(as.now(), own.getNotBefore().toInstant()).plusMinutes(1));
    }

    private static Optional<X509Certificate> fromHeader(WebRequest request) {
        return request.header(HEADER).map(text -> {
            try {
                return (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(Base64.getDecoder().decode(text)));
            } catch (CertificateException e) {
                throw new IllegalArgumentException(e);
            }
        });
    }

    private static String encoded(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonObject client(List<String> chain) {
        ECKey publicKey = new ECKey.Builder(Curve.P_256, (ECPublicKey) own.getPublicKey()).build();
        JsonObject.Builder key = JsonObject.parse(publicKey.toJSONString()).toBuilder();
        if (!chain.isEmpty()) {
            key.put("x5c", chain);
        }
        return JsonObject.builder()
                .put("client_id", "robot")
                .put("grant_types", List.of("client_credentials"))
                .put("token_endpoint_auth_method", "self_signed_tls_client_auth")
                .put(
                        "jwks",
                        JsonObject.builder().put("keys", List.of(key.build())).build())
                .build();
    }

    private static WebResponse ask(TestServer as, Optional<X509Certificate> certificate, String... more) {
        Map<String, String> headers = certificate
                .<Map<String, String>>map(one -> Map.of(HEADER, encoded(one)))
                .orElse(Map.of());
        String form = TestServer.encode("grant_type", "client_credentials", "client_id", "robot");
        return as.post("/token", headers, FORM, form + (more.length == 0 ? "" : "&" + TestServer.encode(more)));
    }

    @Test
    void theRegisteredCertificateIsTheClient() {
        WebResponse response = ask(as, Optional.of(own));

        assertThat(response.status()).isEqualTo(200);
        assertThat(json(response).string("access_token")).isPresent();
    }

    @Test
    void noneAnotherAndOneThatIsOverAreNot() {
        assertThat(error(ask(as, Optional.empty()))).isEqualTo("invalid_client");
        assertThat(as.lastReason()).isEqualTo("client.certificate-missing");
        assertThat(error(ask(as, Optional.of(other)))).isEqualTo("invalid_client");
        assertThat(as.lastReason()).isEqualTo("client.certificate-wrong");
        as.advance(Duration.between(as.now(), own.getNotAfter().toInstant()).plusSeconds(1));
        assertThat(error(ask(as, Optional.of(own)))).isEqualTo("invalid_client");
        assertThat(as.lastReason()).isEqualTo("client.certificate-wrong");
    }

    @Test
    void aSecretOrAnAssertionBesideItIsRefused() {
        assertThat(error(ask(as, Optional.of(own), "client_secret", "x"))).isEqualTo("invalid_client");
        assertThat(error(ask(
                        as,
                        Optional.of(own),
                        "client_assertion_type",
                        Assertions.TYPE,
                        "client_assertion",
                        Assertions.sign(Assertions.EC, Assertions.claims("robot", as.now())))))
                .isEqualTo("invalid_client");
    }

    @Test
    void isOfferedOnlyWhereSomebodyKnows() {
        String metadata = "/.well-known/oauth-authorization-server";
        String method = "self_signed_tls_client_auth";

        assertThat(json(as.get(metadata))
                        .strings("token_endpoint_auth_methods_supported")
                        .orElseThrow())
                .contains(method);
        assertThat(json(new TestServer().get(metadata))
                        .strings("token_endpoint_auth_methods_supported")
                        .orElseThrow())
                .doesNotContain(method);
    }

    @Test
    void strangersCanNotRegisterForIt() {
        WebResponse response = as.register("{\"redirect_uris\":[\"https://a.example/\"],"
                + "\"token_endpoint_auth_method\":\"self_signed_tls_client_auth\",\"jwks\":{\"keys\":[]}}");

        assertThat(error(response)).isEqualTo("invalid_client_metadata");
    }

    @Test
    void aKeyWithoutCertificateIsAMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientSettings.parse(client(List.of())))
                .withMessageContaining("x5c");
    }

    @Test
    void theContainersConnectionIsOneWayToKnow() {
        WebRequest request = WebRequest.of("POST", "/token", "", Map.of())
                .withCertificate(own)
                .withBody("x".getBytes(StandardCharsets.UTF_8));

        assertThat(ClientCertificates.ofConnection().of(request)).contains(own);
        assertThat(ClientCertificates.NONE.of(request)).isEmpty();
    }
}
