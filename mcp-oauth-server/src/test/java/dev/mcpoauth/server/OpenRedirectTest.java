package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.ISSUER;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.json;
import static dev.mcpoauth.server.TestServer.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.server.http.WebResponse;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Nobody is redirected to a stranger's web site unasked (RFC 9700 §4.11.2)")
class OpenRedirectTest {
    private static final String EVIL = "https://evil.example:8443/cb?a=1&b=2";
    private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]+)\">([^<]+)</a>");

    private final TestServer as = new TestServer();
    private final Browser browser = as.browser();

    private String register(String redirect) {
        return json(as.register("{\"redirect_uris\":[\"" + redirect + "\"],\"token_endpoint_auth_method\":\"none\"}"))
                .string("client_id")
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "response_type, x, unsupported_response_type",
        "prompt, none, login_required",
        "scope, a\"b, invalid_scope",
        "code_challenge, '', invalid_request",
    })
    void aRefusalBeforeSignInIsAPageWithALink(String name, String value, String error) {
        String id = register(EVIL);

        WebResponse page = browser.open(authorize("client_id", id, "redirect_uri", EVIL, name, value));

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.header("Location")).isEmpty();
        assertThat(page.header("Content-Security-Policy").orElseThrow()).startsWith("default-src 'none'");
        assertThat(as.reasons()).contains("authorize.redirect-withheld");
        Matcher link = LINK.matcher(page.text());
        assertThat(link.find()).isTrue();
        assertThat(link.group(2)).isEqualTo("Return to evil.example:8443");
        String url = link.group(1).replace("&amp;", "&");
        assertThat(url).startsWith(EVIL + "&");
        Parameters answer = Parameters.parse(URI.create(url).getRawQuery());
        assertThat(answer.value("error")).contains(error);
        assertThat(answer.value("state")).contains("s t/a+te");
        assertThat(answer.value("iss")).contains(ISSUER);
    }

    @Test
    void beingSignedInDoesNotMakeAStrangerTrusted() {
        browser.signInAndApprove(authorize());

        WebResponse page = browser.open(authorize("client_id", register(EVIL), "redirect_uri", EVIL, "prompt", "none"));

        assertThat(page.status()).isEqualTo(400);
        assertThat(as.reasons()).contains("authorize.consent-required", "authorize.redirect-withheld");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:5555/cb", "http://localhost:1/cb", "com.example.app:/oauth"})
    void aProgramOfTheDeviceIsRedirectedTo(String redirect) {
        WebResponse response =
                as.get(authorize("client_id", register(redirect), "redirect_uri", redirect, "prompt", "none"));

        assertThat(response.status()).isEqualTo(303);
        assertThat(parameters(response).value("error")).contains("login_required");
        assertThat(as.reasons()).doesNotContain("authorize.redirect-withheld");
    }

    @Test
    void aClientOfTheOperatorIsRedirectedTo() {
        WebResponse response = as.get(authorize("response_type", "x"));

        assertThat(response.status()).isEqualTo(303);
        assertThat(as.reasons()).doesNotContain("authorize.redirect-withheld");
    }

    @Test
    void aPersonWhoDeniesIsReturnedAtOnce() {
        String id = register(EVIL);

        WebResponse denied = browser.submit(
                browser.signIn(browser.open(authorize("client_id", id, "redirect_uri", EVIL))), "action", "deny");

        assertThat(denied.status()).isEqualTo(303);
        assertThat(parameters(denied).value("error")).contains("access_denied");
    }
}
