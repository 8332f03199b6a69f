package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.ISSUER;
import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.json;
import static dev.mcpoauth.server.TestServer.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.resource.Verification;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Authorization code flow (RFC 6749 §4.1)")
class AuthorizationCodeFlowTest {
    private final TestServer as = new TestServer();

    @Test
    void aPersonSignsInConsentsAndTheClientGetsTokens() {
        WebResponse answer = as.browser().signInAndApprove(authorize("scope", "db:read db:write"));

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location").orElseThrow()).startsWith(REDIRECT + "?");
        Parameters response = parameters(answer);
        assertThat(response.names()).containsExactlyInAnyOrder("code", "state", "iss");
        assertThat(response.value("state")).contains("s t/a+te");
        assertThat(response.value("iss")).contains(ISSUER);

        WebResponse token = as.redeem(response.value("code").orElseThrow());
        assertThat(token.status()).isEqualTo(200);
        assertThat(token.header("Cache-Control")).contains("no-store");
        assertThat(token.header("Content-Type")).contains("application/json");
        JsonObject tokens = json(token);
        assertThat(tokens.string("token_type")).contains("Bearer");
        assertThat(tokens.integer("expires_in")).contains(3600L);
        assertThat(tokens.string("scope")).contains("db:read db:write");
        assertThat(tokens.string("refresh_token")).isPresent();
        assertThat(verify(tokens)).isInstanceOfSatisfying(Verification.Active.class, active -> {
            assertThat(active.caller().subject()).isEqualTo("alice-id");
            assertThat(active.caller().clientId()).isEqualTo("app");
            assertThat(active.caller().scope()).isEqualTo(Scope.of("db:read", "db:write"));
            assertThat(active.caller().issuer().value()).isEqualTo(ISSUER);
        });
    }

    private Verification verify(JsonObject tokens) {
        return as.server
                .tokenVerifier()
                .verify(tokens.string("access_token").orElseThrow(), new ResourceIndicator(RESOURCE));
    }

    @Test
    void refreshRotatesBothTokensAndKeepsTheScope() {
        JsonObject first = as.tokens();
        JsonObject second = json(as.refresh(first.string("refresh_token").orElseThrow()));

        assertThat(second.string("refresh_token")).isPresent().isNotEqualTo(first.string("refresh_token"));
        assertThat(second.string("access_token")).isPresent().isNotEqualTo(first.string("access_token"));
        assertThat(second.string("scope")).contains("db:read");
        assertThat(verify(second)).isInstanceOf(Verification.Active.class);
    }

    @Test
    void aStepUpInTheSameBrowserAsksForConsentOnly() {
        Browser browser = as.browser();
        browser.signInAndApprove(authorize("scope", "db:read"));

        WebResponse page = browser.open(authorize("scope", "db:read db:write"));

        assertThat(page.text()).contains("value=\"approve\"").doesNotContain("type=\"password\"");
        assertThat(parameters(browser.submit(page, "action", "approve")).has("code"))
                .isTrue();
    }

    @Test
    void aSignInEndsWithItsLifetime() {
        Browser browser = as.browser();
        browser.signInAndApprove(authorize());

        as.advance(Duration.ofMinutes(61));

        assertThat(browser.open(authorize()).text()).contains("type=\"password\"");
    }

    @Test
    void absentScopeAndResourceGetTheDefaults() {
        JsonObject tokens = json(as.redeem(as.code("scope", "", "resource", "")));

        assertThat(tokens.string("scope")).contains("db:read");
        assertThat(verify(tokens)).isInstanceOf(Verification.Active.class);
    }

    @Test
    void denyingTellsTheClientAndNothingIsGranted() {
        Browser browser = as.browser();
        WebResponse answer = browser.submit(browser.signIn(browser.open(authorize())), "action", "deny");

        assertThat(parameters(answer).value("error")).contains("access_denied");
        assertThat(parameters(answer).value("state")).contains("s t/a+te");
        assertThat(parameters(answer).value("iss")).contains(ISSUER);
        assertThat(as.reasons()).contains("authorize.denied").doesNotContain("authorize.granted");
    }
}
