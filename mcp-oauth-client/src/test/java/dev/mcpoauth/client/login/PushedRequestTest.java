package dev.mcpoauth.client.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.error.AuthException.DiscoveryFailed;
import dev.mcpoauth.client.error.AuthException.TokenRequestFailed;
import dev.mcpoauth.client.error.OutageException;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.store.MemoryCredentialStore;
import dev.mcpoauth.client.testing.ClickingBrowser;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import dev.mcpoauth.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 9126")
class PushedRequestTest {
    private final ScriptedServer server = new ScriptedServer();
    private final ClickingBrowser browser = new ClickingBrowser();
    private final CredentialStore store = new MemoryCredentialStore();

    @AfterEach
    void stop() {
        server.close();
    }

    private void signIn() throws Exception {
        signIn("");
    }

    private void signIn(String subject) throws Exception {
        OAuthClient.forUsers(
                        LoopbackUserAgent.of(browser, LoginPrompt.NONE),
                        RegistrationSettings.builder("test client").build())
                .store(store)
                .loginPatience(Duration.ofSeconds(5))
                .build()
                .session(server.mcp(), subject)
                .signIn();
    }

    private void offer(boolean required) {
        server.metadata(json -> json.put("pushed_authorization_request_endpoint", server.origin() + "/par")
                .put("require_pushed_authorization_requests", required));
    }

    @Test
    void carriesEverythingPastTheBrowser() throws Exception {
        offer(false);
        signIn();
        assertThat(server.received("/authorize").get(0).query().names())
                .containsExactlyInAnyOrder("client_id", "request_uri");
        assertThat(server.received("/par").get(0).form().names())
                .contains("state", "code_challenge", "code_challenge_method", "redirect_uri", "resource", "client_id")
                .doesNotContain("request_uri");
    }

    @Test
    void isNotUsedWhereItIsNotOffered() throws Exception {
        signIn();
        assertThat(server.received("/par")).isEmpty();
    }

    @Test
    void fallsBackWhereAServerOffersAndRefuses() throws Exception {
        offer(false);
        server.on("/par", r -> ScriptedServer.error("invalid_request"));
        signIn();
        assertThat(server.received("/authorize").get(0).query().names()).contains("code_challenge", "state");
    }

    @Test
    void endsWhereAServerRequiresAndRefuses() {
        offer(true);
        server.on("/par", r -> ScriptedServer.error("invalid_request"));
        assertThatThrownBy(this::signIn).isInstanceOf(TokenRequestFailed.class);
        assertThat(browser.opened()).isEmpty();
    }

    @Test
    void endsWhereTheAnswerHasNoReference() {
        offer(true);
        server.on("/par", r -> Answer.json(201, JsonObject.EMPTY));
        assertThatThrownBy(this::signIn).isInstanceOf(TokenRequestFailed.class);
        assertThat(browser.opened()).isEmpty();
    }

    @Test
    void endsWithAnOutageWhereTheServerIsDown() {
        offer(false);
        server.on("/par", r -> Answer.empty(503));
        assertThatThrownBy(this::signIn).isInstanceOf(OutageException.class);
        assertThat(browser.opened()).isEmpty();
    }

    @Test
    void sendsNothingToAnEndpointInTheClear() {
        server.metadata(json -> json.put("pushed_authorization_request_endpoint", "http://example.com/par"));
        assertThatThrownBy(this::signIn).isInstanceOf(DiscoveryFailed.class);
        assertThat(server.received("/register")).isEmpty();
        assertThat(browser.opened()).isEmpty();
    }

    @Test
    void tellsThatTheServerHasForgottenTheClientBeforeTheUserSeesIt() throws Exception {
        signIn("first");
        offer(false);
        String forgotten = "client-1";
        server.on("/par", r -> {
            boolean known = !r.form().value("client_id").orElse("").equals(forgotten);
            return known
                    ? Answer.json(
                            201,
                            JsonObject.builder().put("request_uri", "urn:x").build())
                    : ScriptedServer.error("invalid_client");
        });
        server.on("/authorize", r -> Answer.empty(200));
        assertThatThrownBy(() -> signInBriefly("second"));
        assertThat(server.received("/register")).hasSize(2);
        assertThat(browser.opened()).hasSize(2);
    }

    private void signInBriefly(String subject) throws Exception {
        OAuthClient.forUsers(
                        LoopbackUserAgent.of(browser, LoginPrompt.NONE),
                        RegistrationSettings.builder("test client").build())
                .store(store)
                .loginPatience(Duration.ofMillis(200))
                .build()
                .session(server.mcp(), subject)
                .signIn();
    }
}
