package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.ISSUER;
import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.json;
import static dev.mcpoauth.server.TestServer.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.settings.ClientSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Response modes (OAuth 2.0 Form Post Response Mode)")
class ResponseModeTest {
    private static final Pattern FIELD =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

    private final TestServer as = new TestServer(settings -> settings.rememberConsent(true)
            .client(ClientSettings.publicClient("native", "com.example.app:/oauth"))
            .client(ClientSettings.publicClient("local", "http://127.0.0.1/cb")));
    private final Browser browser = as.browser();

    /** What a browser would post from this page. */
    private static Map<String, String> fields(WebResponse page) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher field = FIELD.matcher(page.text());
        while (field.find()) {
            fields.put(field.group(1), unescape(field.group(2)));
        }
        return fields;
    }

    private static String unescape(String html) {
        return html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    @Test
    void aCodeComesInAFormWhoseButtonSaysWhereItGoes() {
        WebResponse page = browser.signInAndApprove(authorize("response_mode", "form_post"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Location")).isEmpty();
        assertThat(page.text())
                .contains("<form method=\"post\" action=\"" + REDIRECT + "\">", "Continue to client.example</button>");
        assertThat(fields(page)).containsOnlyKeys("code", "state", "iss");
        assertThat(fields(page)).containsEntry("state", "s t/a+te").containsEntry("iss", ISSUER);
        assertThat(json(as.redeem(fields(page).get("code"))).string("access_token"))
                .isPresent();
    }

    @Test
    void theFormIsAsStrictAsTheOtherPagesAndNamesItsOriginToTheClient() {
        WebResponse page = browser.signInAndApprove(authorize("response_mode", "form_post"));

        assertThat(page.header("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; style-src 'sha256-")
                .contains("frame-ancestors 'none'")
                .endsWith("form-action 'self' https:")
                .doesNotContain("script", "unsafe");
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.headers().stream().filter(line -> line.name().equals("Referrer-Policy")))
                .extracting(WebResponse.Header::value)
                .containsExactly("strict-origin");
        assertThat(page.text()).doesNotContain("<script", " on");
    }

    @Test
    void aRememberedConsentComesInAFormToo() {
        browser.signInAndApprove(authorize());

        assertThat(fields(browser.open(authorize("response_mode", "form_post"))))
                .containsKey("code");
    }

    @Test
    void aDenialComesInAForm() {
        WebResponse denied = browser.submit(browser.open(authorize("response_mode", "form_post")), "action", "deny");

        assertThat(denied.text())
                .contains("<p role=\"alert\">The application&#39;s request was refused (access_denied)");
        assertThat(fields(denied)).containsEntry("error", "access_denied").containsEntry("iss", ISSUER);
        assertThat(fields(denied)).doesNotContainKey("code").containsEntry("state", "s t/a+te");
    }

    @ParameterizedTest
    @CsvSource({
        "scope, a\"b, invalid_scope",
        "prompt, none, login_required",
        "response_type, token, unsupported_response_type"
    })
    void aRefusalComesInAForm(String name, String value, String error) {
        WebResponse refused = browser.open(authorize("response_mode", "form_post", name, value));

        assertThat(refused.status()).isEqualTo(200);
        assertThat(fields(refused)).containsEntry("error", error).containsEntry("state", "s t/a+te");
    }

    @Test
    @DisplayName("a stranger's form warns (RFC 9700 §4.11.2)")
    void aRefusalForAClientThatNobodyVouchesForSaysSo() {
        String id = json(as.register("{\"redirect_uris\":[\"https://evil.example/cb\"]}"))
                .string("client_id")
                .orElseThrow();

        WebResponse refused = as.get(authorize(
                "client_id",
                id,
                "redirect_uri",
                "https://evil.example/cb",
                "response_mode",
                "form_post",
                "prompt",
                "none"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("Nobody has checked this application", "Continue to evil.example");
        assertThat(as.reasons()).contains("authorize.login-required", "authorize.redirect-withheld");
    }

    @Test
    void whatTheClientSentIsEscapedAndArrivesAsItWas() {
        String state = "\"><script>alert('x')</script>&amp;";

        WebResponse page = browser.signInAndApprove(authorize("response_mode", "form_post", "state", state));

        assertThat(page.text()).doesNotContain("<script");
        assertThat(fields(page)).containsEntry("state", state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fragment", "FORM_POST", "form_post.jwt", "query form_post", "jwt", "web_message"})
    void anotherModeIsRefusedInTheQuery(String mode) {
        WebResponse refused = as.get(authorize("response_mode", mode));

        assertThat(refused.status()).isEqualTo(303);
        assertThat(parameters(refused).value("error")).contains("invalid_request");
        assertThat(as.lastReason()).isEqualTo("authorize.response-mode-unsupported");
    }

    @Test
    void twoModesAreAnErrorPage() {
        WebResponse page = as.get(authorize("response_mode", "query") + "&response_mode=form_post");

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.header("Location")).isEmpty();
    }

    @Test
    void aProgramThatGetsNoMoreThanAUrlIsToldSoThere() {
        WebResponse refused = as.get(authorize(
                "client_id", "native", "redirect_uri", "com.example.app:/oauth", "response_mode", "form_post"));

        assertThat(refused.header("Location").orElseThrow()).startsWith("com.example.app:/oauth?error=invalid_request");
    }

    @Test
    void aLoopbackAddressTakesForms() {
        WebResponse page = browser.signInAndApprove(authorize(
                "client_id", "local", "redirect_uri", "http://127.0.0.1:7777/cb", "response_mode", "form_post"));

        assertThat(page.text()).contains("action=\"http://127.0.0.1:7777/cb\"");
        assertThat(page.header("Content-Security-Policy").orElseThrow()).endsWith("form-action 'self' https: http:");
    }

    @Test
    void aPushedRequestKeepsItsMode() {
        String body = authorize("response_mode", "form_post").substring("/authorize?".length());
        String uri = json(as.post("/par", Map.of(), TestServer.FORM, body))
                .string("request_uri")
                .orElseThrow();

        WebResponse page = browser.signInAndApprove(
                "/authorize?" + TestServer.encode("client_id", "app", "request_uri", uri, "response_mode", "query"));

        assertThat(fields(page)).containsKey("code");
    }

    @Test
    void theMetadataListsEachModeThatWorks() {
        assertThat(json(as.get("/.well-known/oauth-authorization-server")).strings("response_modes_supported"))
                .contains(List.of("query", "form_post"));
    }
}
