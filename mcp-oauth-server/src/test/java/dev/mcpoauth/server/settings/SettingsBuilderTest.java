package dev.mcpoauth.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.pkce.PkceTolerance;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsBuilderTest {
    private static final ResourceSettings RESOURCE = ResourceSettings.of("https://a.example/mcp", Scope.of("x"));

    private static SettingsBuilder good() {
        return AuthorizationServerSettings.builder().issuer("https://a.example").resource(RESOURCE);
    }

    @Test
    void defaultsAreTheDocumentedOnes() {
        AuthorizationServerSettings settings = good().build();

        assertThat(settings.lifetimes())
                .isEqualTo(new Lifetimes(
                        Duration.ofSeconds(60),
                        Duration.ofHours(1),
                        Duration.ofDays(30),
                        Duration.ofDays(90),
                        Duration.ofMinutes(15),
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(10),
                        Duration.ofHours(1)));
        assertThat(settings.replayWindows())
                .isEqualTo(new ReplayWindows(Duration.ofSeconds(10), Duration.ofSeconds(30), 10));
        assertThat(settings.limits().authorizeBytes()).isEqualTo(8192);
        assertThat(settings.limits().formBytes()).isEqualTo(65536);
        assertThat(settings.tolerances().pkce().tolerances()).isEmpty();
        assertThat(settings.tolerances().pkce().allowsPlain()).isFalse();
        assertThat(settings.unknownScopes()).isEqualTo(UnknownScopes.DROP);
        assertThat(settings.rememberConsent()).isFalse();
    }

    @Test
    void reportsAllProblemsTogether() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthorizationServerSettings.builder()
                        .issuer("http://as.example")
                        .codeLifetime(Duration.ofHours(1))
                        .formBytes(1)
                        .build())
                .withMessageContaining("https")
                .withMessageContaining("resource is required")
                .withMessageContaining("code lifetime must be from PT1S to PT10M, not PT1H")
                .withMessageContaining("form bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://as.example",
                "http://10.0.0.1",
                "http://localhost.evil.example",
                "https://as.example?x=1",
                "https://as.example#x",
                "https://user@as.example",
                "as.example",
                "ftp://as.example",
                "https://"
            })
    void refusesToStartOnAnIssuerThatIsNone(String issuer) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> good().issuer(issuer).build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://as.example",
                "https://as.example/t",
                "http://localhost:8080",
                "http://127.0.0.1",
                "http://[::1]:1"
            })
    void startsOnHttpsAndOnLoopback(String issuer) {
        assertThat(good().issuer(issuer).build().issuer().value()).isEqualTo(issuer);
    }

    static Stream<UnaryOperator<SettingsBuilder>> impossible() {
        Duration negative = Duration.ofSeconds(-1);
        return Stream.of(
                s -> s.codeLifetime(Duration.ZERO),
                s -> s.codeLifetime(Duration.ofMinutes(11)),
                s -> s.accessTokenLifetime(Duration.ZERO),
                s -> s.refreshTokenIdleTime(negative),
                s -> s.grantLifetime(Duration.ofDays(10000)),
                s -> s.pendingRequestLifetime(Duration.ofSeconds(1)),
                s -> s.pushedRequestLifetime(Duration.ofSeconds(4)),
                s -> s.pushedRequestLifetime(Duration.ofMinutes(11)),
                s -> s.deviceCodeLifetime(Duration.ofSeconds(59)),
                s -> s.deviceCodeLifetime(Duration.ofHours(2)),
                s -> s.userCodeFailuresPerWindow(0),
                s -> s.signInLifetime(negative),
                s -> s.codeReplayWindow(negative),
                s -> s.refreshReplayWindow(Duration.ofDays(1)),
                s -> s.unusedRegistrationLifetime(Duration.ZERO),
                s -> s.usedRegistrationLifetime(Duration.ZERO),
                s -> s.rateWindow(Duration.ZERO),
                s -> s.replaysPerCredential(-1),
                s -> s.authorizeRequestBytes(100),
                s -> s.registrationBytes(1 << 20),
                s -> s.registrationCap(-1),
                s -> s.loginFailures(0),
                s -> s.clientFailures(0),
                s -> s.registrationsPerWindow(0),
                s -> s.pendingRequestsPerWindow(0),
                s -> s.rateTrackedKeys(0),
                s -> s.resource(RESOURCE),
                s -> s.client(ClientSettings.publicClient("a", "https://a.example/"))
                        .client(ClientSettings.publicClient("a", "https://b.example/")));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void refusesWhatCanNotBe(UnaryOperator<SettingsBuilder> change) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(good()).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "é", "a\nb"})
    void refusesClientIdsThatAreNone(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> ClientSettings.publicClient(id, "https://a.example/"));
    }

    @Test
    void refusesDefaultScopesThatTheResourceLacks() {
        assertThatIllegalArgumentException().isThrownBy(() -> RESOURCE.withDefaultScopes(Scope.of("y")));
    }

    @Test
    void everyPkceToleranceHasAName() {
        assertThat(Arrays.stream(Tolerance.values()).map(Tolerance::pkce).flatMap(Optional::stream))
                .containsExactlyInAnyOrder(PkceTolerance.values());
        for (Tolerance tolerance : Tolerance.values()) {
            assertThat(Tolerance.ofId(tolerance.id())).contains(tolerance);
        }
    }

    @Test
    void aToleranceForOneClientIsNoneForOthers() {
        AuthorizationServerSettings settings = good().client(
                        ClientSettings.publicClient("old", "https://a.example/"), Tolerance.PKCE_PADDING)
                .build();

        assertThat(settings.tolerances("old").accepts(Tolerance.PKCE_PADDING)).isTrue();
        assertThat(settings.tolerances("new").accepts(Tolerance.PKCE_PADDING)).isFalse();
        assertThat(settings.acceptsFromAnyone(Tolerance.PKCE_PADDING)).isTrue();
        assertThat(settings.tolerances().accepts(Tolerance.PKCE_PADDING)).isFalse();
    }
}
