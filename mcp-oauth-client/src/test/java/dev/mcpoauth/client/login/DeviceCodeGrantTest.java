package dev.mcpoauth.client.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.error.AuthException.DiscoveryFailed;
import dev.mcpoauth.client.error.AuthException.InsecureEndpoint;
import dev.mcpoauth.client.error.AuthException.LoginFailed;
import dev.mcpoauth.client.error.AuthException.TokenRequestFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.http.JdkHttpExchange;
import dev.mcpoauth.client.http.UrlPolicy;
import dev.mcpoauth.client.registration.Registrar;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.store.MemoryCredentialStore;
import dev.mcpoauth.client.testing.MutableClock;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-in on another device against a scripted server; its waits move the clock and take no time. */
@DisplayName("RFC 8628")
class DeviceCodeGrantTest {
    private static final String GRANT = DeviceCodeGrant.TYPE;

    private final ScriptedServer server = new ScriptedServer();
    private final MutableClock clock = new MutableClock();
    private final CredentialStore store = new MemoryCredentialStore();
    private final List<DeviceLogin> shown = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private final Deque<Answer> polls = new ArrayDeque<>();
    private UnaryOperator<JsonObject.Builder> device = UnaryOperator.identity();

    @BeforeEach
    void offerTheGrant() {
        server.metadata(json -> json.put("device_authorization_endpoint", server.origin() + "/device"));
        server.on("/device", r -> Answer.json(200, deviceAnswer()));
        server.on("/token", r -> polls.isEmpty() ? server.issue("read") : polls.remove());
    }

    private JsonObject deviceAnswer() {
        return device.apply(JsonObject.builder()
                        .put("device_code", "secret")
                        .put("user_code", "WDJB-MJHT")
                        .put("verification_uri", server.origin() + "/device-page")
                        .put("expires_in", 1800))
                .build();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void signIn() throws Exception {
        JdkHttpExchange http = new JdkHttpExchange();
        Registrar registrar = Registrar.forDevices(
                RegistrationSettings.builder("device client").build(), store, http, clock);
        DeviceCodeGrant grant =
                new DeviceCodeGrant(shown::add, registrar, UrlPolicy.strict(), Duration.ofMinutes(5), clock, time -> {
                    waits.add(time);
                    clock.advance(time);
                });
        OAuthClient.forGrant(grant)
                .clock(clock)
                .scope(Scope.of("read"))
                .store(store)
                .build()
                .session(server.mcp())
                .signIn();
    }

    @Test
    void showsTheCodeAndAsksUntilTheUserHasApproved() throws Exception {
        polls.add(ScriptedServer.error("authorization_pending"));
        polls.add(ScriptedServer.error("authorization_pending"));
        signIn();
        assertThat(shown).extracting(DeviceLogin::userCode).containsExactly("WDJB-MJHT");
        assertThat(shown.get(0).directUri()).isEqualTo(shown.get(0).verificationUri());
        assertThat(waits).containsOnly(Duration.ofSeconds(5)).hasSize(3);
        assertThat(server.tokenRequests(GRANT))
                .hasSize(3)
                .allMatch(r -> r.form().value("device_code").equals(Optional.of("secret")))
                .allMatch(r -> r.form()
                        .value("resource")
                        .equals(Optional.of(server.mcp().toString())));
    }

    @Test
    void registersAClientForThisGrantWithoutRedirectUris() throws Exception {
        signIn();
        JsonObject metadata =
                JsonObject.parse(server.received("/register").get(0).body());
        assertThat(metadata.strings("grant_types")).contains(List.of(GRANT, "refresh_token"));
        assertThat(metadata.strings("redirect_uris")).contains(List.of());
        assertThat(metadata.strings("response_types")).contains(List.of());
    }

    @Test
    void asksForScopeAndResource() throws Exception {
        signIn();
        assertThat(server.received("/device").get(0).form().value("scope")).contains("read");
        assertThat(server.received("/device").get(0).form().value("resource"))
                .contains(server.mcp().toString());
    }

    @Test
    void asksLessOftenWhenToldTo() throws Exception {
        device = json -> json.put("interval", 2);
        polls.add(ScriptedServer.error("slow_down"));
        polls.add(ScriptedServer.error("authorization_pending"));
        signIn();
        assertThat(waits).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(7), Duration.ofSeconds(7));
    }

    @Test
    void asksOnLessOftenThroughAnOutage() throws Exception {
        polls.add(Answer.empty(503));
        polls.add(Answer.empty(502));
        signIn();
        assertThat(waits).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @CsvSource({"0,1", "-5,1", "1,1", "600,60", "9000000000000000000,60"})
    void keepsTheIntervalWithinBounds(long interval, int seconds) throws Exception {
        device = json -> json.put("interval", interval);
        signIn();
        assertThat(waits).containsExactly(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied,client.login.denied",
        "expired_token,client.login.timeout",
        "invalid_grant,client.token.refused",
        "unsupported_grant_type,client.token.refused"
    })
    void endsWithWhatTheServerSays(String error, String reason) {
        polls.add(ScriptedServer.error(error));
        assertThatThrownBy(this::signIn)
                .isInstanceOf(AuthException.class)
                .satisfies(e -> assertThat(((AuthException) e).reason().id()).isEqualTo(reason));
        assertThat(server.tokenRequests(GRANT)).hasSize(1);
    }

    @Test
    void stopsWhenTheCodeHasExpired() {
        device = json -> json.put("expires_in", 21);
        for (int i = 0; i < 10; i++) {
            polls.add(ScriptedServer.error("authorization_pending"));
        }
        assertThatThrownBy(this::signIn)
                .isInstanceOf(LoginFailed.class)
                .satisfies(e -> assertThat(((AuthException) e).reason()).isEqualTo(ClientReasons.LOGIN_TIMEOUT));
        assertThat(server.tokenRequests(GRANT)).hasSize(4);
    }

    @Test
    void waitsForAUserNoLongerThanToldToThoughTheCodeLives() {
        device = json -> json.put("expires_in", Long.MAX_VALUE).put("interval", 60);
        for (int i = 0; i < 10; i++) {
            polls.add(ScriptedServer.error("authorization_pending"));
        }
        assertThatThrownBy(this::signIn).isInstanceOf(LoginFailed.class);
        assertThat(server.tokenRequests(GRANT)).hasSize(4);
    }

    @Test
    void registersAgainWhereTheServerHasForgottenTheClient() throws Exception {
        signIn();
        server.revokeEverything();
        polls.add(ScriptedServer.error("invalid_client"));
        OAuthClient.forGrant(new DeviceCodeGrant(
                        shown::add,
                        Registrar.forDevices(
                                RegistrationSettings.builder("device client").build(),
                                store,
                                new JdkHttpExchange(),
                                clock),
                        UrlPolicy.strict(),
                        Duration.ofMinutes(5),
                        clock,
                        clock::advance))
                .clock(clock)
                .store(store)
                .build()
                .session(server.mcp(), "somebody else")
                .signIn();
        assertThat(server.received("/register")).hasSize(2);
    }

    @Test
    void refusesAServerWithoutThisGrant() {
        server.metadata(UnaryOperator.identity());
        assertThatThrownBy(this::signIn).isInstanceOf(DiscoveryFailed.class);
        assertThat(server.received("/register")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"device_code", "user_code", "verification_uri", "expires_in"})
    void refusesAnAnswerThatLacks(String member) {
        device = json -> json.remove(member);
        assertThatThrownBy(this::signIn).isInstanceOf(TokenRequestFailed.class);
        assertThat(shown).isEmpty();
        assertThat(server.tokenRequests(GRANT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "file:///etc/passwd",
                "http://example.com/device",
                "https://u:p@example.com/"
            })
    void sendsNobodyToAPageThatIsNoWebPage(String page) {
        device = json -> json.put("verification_uri_complete", page);
        assertThatThrownBy(this::signIn).isInstanceOf(InsecureEndpoint.class);
        assertThat(shown).isEmpty();
    }

    @Test
    void showsNoControlCharactersOfTheServer() throws Exception {
        device = json -> json.put("user_code", "AB\u001b[2JCD");
        signIn();
        assertThat(shown.get(0).userCode()).isEqualTo("AB\uFFFD[2JCD");
    }
}
