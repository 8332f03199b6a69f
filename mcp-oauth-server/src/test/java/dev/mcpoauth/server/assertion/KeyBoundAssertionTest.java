package dev.mcpoauth.server.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.dpop.JwkThumbprint;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.SigningKey;
import dev.mcpoauth.server.key.TestKeys;
import dev.mcpoauth.server.settings.TrustedIssuer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An assertion with cnf is for who holds the key (ID-JAG, sender constraining)")
class KeyBoundAssertionTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final String BOUND = "A".repeat(43);
    private static final SigningKey KEY = TestKeys.key(SignatureAlgorithm.ES256);
    private static final Issuer OWN = new Issuer("https://as.example");

    private final TrustedAssertions assertions = new TrustedAssertions(
            OWN,
            List.of(TrustedIssuer.of("https://idp.example", "agent")
                    .keys(JsonObject.builder()
                            .put("keys", List.of(KEY.publicJwk()))
                            .build())
                    .build()),
            new InMemoryOAuthStore().replay(),
            event -> {},
            Clock.fixed(NOW, ZoneOffset.UTC),
            new SecureRandom());

    private void verify(Object cnf, Optional<JwkThumbprint> proved) {
        JsonObject claims = JsonObject.builder()
                .put("iss", "https://idp.example")
                .put("sub", "alice")
                .put("aud", OWN.value())
                .put("client_id", "agent")
                .put("jti", "1")
                .put("iat", NOW.getEpochSecond())
                .put("exp", NOW.getEpochSecond() + 60)
                .put("cnf", cnf)
                .build();
        VerifiedAssertion verified =
                assertions.verify(KEY.sign("oauth-id-jag+jwt", claims), new Presenter("agent", proved), NOW);
        assertThat(verified.identity().subject()).isEqualTo("alice");
    }

    @Test
    void isTakenWithAProofOfThatKey() {
        verify(Map.of("jkt", BOUND), JwkThumbprint.parse(BOUND));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void isRefusedWithoutOrWithAnother(String proved) {
        assertThatExceptionOfType(OAuthException.class)
                .isThrownBy(() -> verify(Map.of("jkt", BOUND), JwkThumbprint.parse(proved)))
                .satisfies(refusal -> assertThat(refusal.reason().id()).isEqualTo("identity-assertion.key-bound"));
    }

    @Test
    void isRefusedWhereTheBindingIsOfAnotherKind() {
        for (Object cnf : List.of("x", Map.of(), Map.of("x5t#S256", BOUND), Map.of("jkt", "x"), Map.of("jkt", 7))) {
            assertThatExceptionOfType(OAuthException.class).isThrownBy(() -> verify(cnf, JwkThumbprint.parse(BOUND)));
        }
    }
}
