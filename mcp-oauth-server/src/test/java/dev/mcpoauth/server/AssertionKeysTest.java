package dev.mcpoauth.server;

import static dev.mcpoauth.server.Assertions.EC;
import static dev.mcpoauth.server.Assertions.OTHER_EC;
import static dev.mcpoauth.server.IdentityProvider.claims;
import static dev.mcpoauth.server.IdentityProvider.present;
import static dev.mcpoauth.server.IdentityProvider.signed;
import static dev.mcpoauth.server.IdentityProvider.trusted;
import static dev.mcpoauth.server.TestServer.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.resource.TestIssuer;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The published keys of an issuer of assertions: found, rotated, and missed")
class AssertionKeysTest {
    private static final ECKey THIRD = Assertions.ec("ec-3");

    private final TestIssuer idp = new TestIssuer();
    private final TestServer as = new TestServer(settings -> IdentityProvider.withClients(settings)
            .trustedIssuer(trusted(idp.url("")).build()));

    AssertionKeysTest() {
        publish(EC);
    }

    @AfterEach
    void close() {
        idp.close();
    }

    private void publish(JWK... keys) {
        idp.answer(TestIssuer.KEYS, TestIssuer.json(Assertions.jwks(keys)));
    }

    private WebResponse presentSigned(JWK key) {
        return present(as, signed(key, claims(as.now(), "iss", idp.url(""))));
    }

    private void isAnOutage(WebResponse response) {
        assertThat(response.status()).isEqualTo(503);
        assertThat(error(response)).isEqualTo("temporarily_unavailable");
        assertThat(response.header("Retry-After")).isPresent();
        assertThat(as.lastReason()).isEqualTo("identity-assertion.keys-unreachable");
        assertThat(response.text()).doesNotContain("127.0.0.1", "Exception");
    }

    @Test
    void areFoundThroughTheMetadataAndKept() {
        assertThat(idp.asked()).isEmpty();
        assertThat(presentSigned(EC).status()).isEqualTo(200);
        assertThat(presentSigned(EC).status()).isEqualTo(200);

        assertThat(idp.asked()).containsExactly(TestIssuer.METADATA, TestIssuer.KEYS);
    }

    @Test
    void areWhereTheOperatorSays() {
        TestServer other = new TestServer(settings -> IdentityProvider.withClients(settings)
                .trustedIssuer(trusted(IdentityProvider.ISSUER)
                        .keysAt(URI.create(idp.url(TestIssuer.KEYS)))
                        .build()));

        assertThat(present(other, IdentityProvider.assertion(other)).status()).isEqualTo(200);
        assertThat(idp.asked()).containsExactly(TestIssuer.KEYS);
    }

    @Test
    void areAskedForAnewWhenAnUnknownOneSigns() {
        presentSigned(EC);
        publish(EC, OTHER_EC);
        as.advance(Duration.ofSeconds(10));

        assertThat(presentSigned(OTHER_EC).status()).isEqualTo(200);
        assertThat(idp.asked(TestIssuer.KEYS)).isEqualTo(2);
    }

    @Test
    void thatAreWithdrawnCountNoMoreOnceThatIsKnown() {
        presentSigned(EC);
        publish(OTHER_EC);
        as.advance(Duration.ofSeconds(10));
        presentSigned(OTHER_EC);

        assertThat(error(presentSigned(EC))).isEqualTo("invalid_grant");
        assertThat(as.lastReason()).isEqualTo("identity-assertion.key-unknown");
    }

    @Test
    void areNotAskedForAgainByEachForgery() {
        presentSigned(EC);
        for (int i = 0; i < 20; i++) {
            assertThat(error(presentSigned(THIRD))).isEqualTo("invalid_grant");
        }

        assertThat(idp.asked(TestIssuer.KEYS)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 404, 500, 503})
    void thatCanNotBeHadAreAnOutageAndNoRefusal(int status) {
        idp.answer(TestIssuer.KEYS, TestIssuer.status(status));

        isAnOutage(presentSigned(EC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"keys\":7}"})
    void thatAreNoneAreAnOutageToo(String body) {
        idp.answer(TestIssuer.KEYS, TestIssuer.text(200, body));

        isAnOutage(presentSigned(EC));
    }

    @Test
    void ofAnIssuerThatDescribesAnotherAreNotTaken() {
        idp.answer(
                TestIssuer.METADATA,
                TestIssuer.json(
                        idp.metadata().put("issuer", "https://evil.example").build()));

        isAnOutage(presentSigned(EC));
        assertThat(idp.asked(TestIssuer.KEYS)).isZero();
    }

    @Test
    void areAskedForAgainAfterAPauseAndTheAssertionIsStillGood() {
        String assertion = signed(EC, claims(as.now(), "iss", idp.url("")));
        idp.answer(TestIssuer.KEYS, TestIssuer.status(500));
        isAnOutage(present(as, assertion));
        publish(EC);
        isAnOutage(present(as, assertion));
        assertThat(idp.asked(TestIssuer.KEYS)).isEqualTo(1);
        as.advance(Duration.ofSeconds(10));

        assertThat(present(as, assertion).status()).isEqualTo(200);
    }

    @Test
    void thatAreKnownServeOnWhileTheIssuerIsDownAndTheOperatorHearsOfIt() {
        presentSigned(EC);
        idp.answer(TestIssuer.KEYS, TestIssuer.status(500));
        as.advance(Duration.ofMinutes(10));

        assertThat(presentSigned(EC).status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(as.reasons()).contains("identity-assertion.keys-not-refreshed"));
        isAnOutage(presentSigned(OTHER_EC));
        as.advance(Duration.ofHours(24));
        isAnOutage(presentSigned(EC));
    }
}
