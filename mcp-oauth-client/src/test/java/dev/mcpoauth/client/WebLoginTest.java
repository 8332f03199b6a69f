package dev.mcpoauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mcpoauth.client.authentication.PublicClient;
import dev.mcpoauth.client.binding.OAuthHttpClient;
import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.error.AuthException.InsufficientScope;
import dev.mcpoauth.client.error.AuthException.IssuerMismatch;
import dev.mcpoauth.client.error.AuthException.LoginFailed;
import dev.mcpoauth.client.error.AuthException.LoginRequired;
import dev.mcpoauth.client.error.AuthException.RegistrationFailed;
import dev.mcpoauth.client.error.AuthException.TokenRequestFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.grant.ClientCredentials;
import dev.mcpoauth.client.login.AttemptStore;
import dev.mcpoauth.client.login.Browser;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.login.MemoryAttemptStore;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.store.MemoryCredentialStore;
import dev.mcpoauth.client.testing.MutableClock;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A web application whose nodes share their stores: one sends the user away, another takes the answer. */
class WebLoginTest {
    private static final RedirectUri CALLBACK = new RedirectUri("https://app.example.com/callback");
    private static final HttpClient PLAIN = HttpClient.newHttpClient();

    private final ScriptedServer server = new ScriptedServer();
    private final MutableClock clock = new MutableClock();
    private final CredentialStore credentials = new MemoryCredentialStore();
    private final AttemptStore attempts = new MemoryAttemptStore(clock);
    private RegistrationSettings registration =
            RegistrationSettings.builder("web application").build();

    @AfterEach
    void stop() {
        server.close();
    }

    /** A client of its own, as another node has one. */
    private OAuthClient node() {
        return OAuthClient.forWebUsers(CALLBACK, attempts, registration)
                .store(credentials)
                .clock(clock)
                .build();
    }

    private String ask(String subject) throws Exception {
        HttpClient http = new OAuthHttpClient(PLAIN, node().session(server.mcp(), subject));
        return http.send(HttpRequest.newBuilder(server.mcp()).build(), BodyHandlers.ofString())
                .body();
    }

    private URI sentTo(String subject) {
        LoginRequired required = catchThrowableOfType(LoginRequired.class, () -> ask(subject));
        return required.authorizationUrl();
    }

    /** What the browser does: the query with which it comes back. */
    private static String comeBack(URI authorizationUrl) throws Exception {
        String location = PLAIN.send(HttpRequest.newBuilder(authorizationUrl).build(), BodyHandlers.discarding())
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(location).startsWith(CALLBACK.value() + "?");
        return URI.create(location).getRawQuery();
    }

    @Test
    void beginsOnOneNodeAndEndsOnAnother() throws Exception {
        String query = comeBack(sentTo("ada"));
        ResourceSession session = node().completeLogin(query, "ada");
        assertThat(session.server()).isEqualTo(server.mcp());
        assertThat(ask("ada")).isEqualTo("hello");
    }

    @Test
    void registersAsAWebApplicationOnce() throws Exception {
        sentTo("ada");
        sentTo("grace");
        assertThat(server.received("/register")).hasSize(1);
        JsonObject metadata =
                JsonObject.parse(server.received("/register").get(0).body());
        assertThat(metadata.string("application_type")).contains("web");
        assertThat(metadata.strings("redirect_uris")).contains(List.of(CALLBACK.value()));
    }

    @Test
    void keepsUsersApart() throws Exception {
        node().completeLogin(comeBack(sentTo("ada")), "ada");
        assertThat(sentTo("grace")).isNotNull();
    }

    @Test
    void takesTwoSignInsOfOneUserAtOnce() throws Exception {
        URI first = sentTo("ada");
        URI second = sentTo("ada");
        node().completeLogin(comeBack(second), "ada");
        node().completeLogin(comeBack(first), "ada");
        assertThat(ask("ada")).isEqualTo("hello");
    }

    /** Whoever lures a user to the answer of a sign-in of their own would have the user work in their account. */
    @Test
    void refusesTheAnswerOfAnotherUsersSignIn() throws Exception {
        String query = comeBack(sentTo("mallory"));
        assertRefused(query, "ada");
        assertThat(server.received("/token")).isEmpty();
        node().completeLogin(query, "mallory");
    }

    @Test
    void refusesAnAnswerTheSecondTime() throws Exception {
        String query = comeBack(sentTo("ada"));
        node().completeLogin(query, "ada");
        assertRefused(query, "ada");
        assertThat(server.received("/token")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "code=x", "code=x&state=guess", "error=access_denied", "state=a&state=b&code=x", "state=%FF"
            })
    void refusesWhatBelongsToNoSignIn(String query) throws Exception {
        URI waiting = sentTo("ada");
        assertRefused(query, "ada");
        assertThat(server.received("/token")).isEmpty();
        node().completeLogin(comeBack(waiting), "ada");
    }

    private void assertRefused(String query, String subject) {
        assertThatThrownBy(() -> node().completeLogin(query, subject))
                .isInstanceOf(LoginFailed.class)
                .satisfies(e -> assertThat(((AuthException) e).reason()).isEqualTo(ClientReasons.CALLBACK_FORGED));
    }

    @Test
    void refusesAnAnswerFromAnotherIssuer() throws Exception {
        server.callback(response -> response.add("iss", "https://other.example.com"));
        server.on("/authorize", r -> {
            String state = r.query().value("state").orElseThrow();
            return new Answer(
                    302, Map.of("Location", CALLBACK + "?code=x&iss=https://other.example.com&state=" + state), "");
        });
        String query = comeBack(sentTo("ada"));
        assertThatThrownBy(() -> node().completeLogin(query, "ada")).isInstanceOf(IssuerMismatch.class);
        assertThat(server.received("/token")).isEmpty();
    }

    @Test
    void tellsOfAUserWhoDeclined() throws Exception {
        server.callback(response -> response.add("error", "access_denied"));
        String query = comeBack(sentTo("ada"));
        assertThatThrownBy(() -> node().completeLogin(query, "ada"))
                .isInstanceOf(LoginFailed.class)
                .satisfies(e -> assertThat(((AuthException) e).reason()).isEqualTo(ClientReasons.LOGIN_DENIED));
    }

    @Test
    void refusesAnAnswerThatComesTooLate() throws Exception {
        String query = comeBack(sentTo("ada"));
        clock.advance(Duration.ofMinutes(6));
        assertThatThrownBy(() -> node().completeLogin(query, "ada"))
                .isInstanceOf(LoginFailed.class)
                .satisfies(e -> assertThat(((AuthException) e).reason()).isEqualTo(ClientReasons.LOGIN_TIMEOUT));
        assertThat(server.received("/token")).isEmpty();
    }

    @Test
    void registersAgainAfterTheServerHasForgottenTheClient() throws Exception {
        String query = comeBack(sentTo("ada"));
        server.on("/token", r -> ScriptedServer.error("invalid_client"));
        assertThatThrownBy(() -> node().completeLogin(query, "ada")).isInstanceOf(TokenRequestFailed.class);
        sentTo("ada");
        assertThat(server.received("/register")).hasSize(2);
    }

    @Test
    void refusesACallbackThatIsNotRegistered() {
        registration = RegistrationSettings.builder("web application")
                .preRegistered(
                        ClientCredentials.of(new Issuer(server.origin()), "me", new PublicClient()),
                        new RedirectUri("https://app.example.com/other"))
                .build();
        assertThatThrownBy(() -> ask("ada")).isInstanceOf(RegistrationFailed.class);
        assertThat(server.received("/authorize")).isEmpty();
    }

    @Test
    void offersAStepUpUntilTheUserHasBeenAsked() throws Exception {
        node().completeLogin(comeBack(sentTo("ada")), "ada");
        server.on(
                "/mcp",
                r -> new Answer(
                        403, Map.of("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"write\""), ""));
        OAuthClient node = node();
        ResourceSession session = node.session(server.mcp(), "ada");
        HttpClient http = new OAuthHttpClient(PLAIN, session);
        HttpRequest request = HttpRequest.newBuilder(server.mcp()).build();
        assertThatThrownBy(() -> http.send(request, BodyHandlers.ofString())).isInstanceOf(LoginRequired.class);
        LoginRequired again =
                catchThrowableOfType(LoginRequired.class, () -> http.send(request, BodyHandlers.ofString()));
        node.completeLogin(comeBack(again.authorizationUrl()), "ada");
        assertThat(session.granted().orElseThrow().tokens()).contains("write");
    }

    @Test
    void keepsTheStepUpOfferedWhileTheServerKeepsRefusing() throws Exception {
        node().completeLogin(comeBack(sentTo("ada")), "ada");
        server.on("/mcp", r -> new Answer(403, Map.of("WWW-Authenticate", "Bearer error=\"insufficient_scope\""), ""));
        assertThatThrownBy(() -> ask("ada")).isInstanceOfAny(LoginRequired.class, InsufficientScope.class);
    }

    @Test
    void isNotForClientsWithABrowserOfTheirOwn() {
        OAuthClient other = OAuthClient.forUsers(LoopbackUserAgent.of(Browser.NONE, LoginPrompt.NONE), registration)
                .build();
        assertThatThrownBy(() -> other.completeLogin("code=x", "ada")).isInstanceOf(IllegalStateException.class);
    }
}
