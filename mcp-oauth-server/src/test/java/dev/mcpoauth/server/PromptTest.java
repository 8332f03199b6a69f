package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.json;
import static dev.mcpoauth.server.TestServer.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.server.http.WebResponse;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("prompt and login_hint (OpenID Connect Core §3.1.2.1)")
class PromptTest {
    private static final String PASSWORD = "type=\"password\"";
    private static final String CONSENT = "value=\"approve\"";

    private final TestServer as = new TestServer(settings -> settings.rememberConsent(true));
    private final Browser browser = as.browser();

    private String pushed(String... changes) {
        String body = authorize(changes).substring("/authorize?".length());
        String uri = json(as.post("/par", Map.of(), TestServer.FORM, body))
                .string("request_uri")
                .orElseThrow();
        return "/authorize?" + TestServer.encode("client_id", "app", "request_uri", uri);
    }

    @ParameterizedTest
    @CsvSource({
        "login, PASSWORD",
        "select_account, PASSWORD",
        "login consent, PASSWORD",
        "consent, CONSENT",
        "create, CODE",
        "LOGIN, CODE",
        "' ', CODE",
    })
    void asksAsMuchAsTheClientWants(String prompt, String expected) {
        browser.signInAndApprove(authorize());

        for (String url : new String[] {authorize("prompt", prompt), pushed("prompt", prompt)}) {
            WebResponse page = browser.open(url);

            String shown = page.status() == 303 ? "CODE" : page.text().contains(PASSWORD) ? "PASSWORD" : "CONSENT";
            assertThat(shown).isEqualTo(expected);
        }
    }

    @Test
    void consentIsStillAskedAfterSigningInAgain() {
        browser.signInAndApprove(authorize());

        assertThat(browser.signIn(browser.open(authorize("prompt", "login consent")))
                        .text())
                .contains(CONSENT);
        assertThat(parameters(browser.signIn(browser.open(authorize("prompt", "login"))))
                        .has("code"))
                .as("without the wish it is remembered")
                .isTrue();
    }

    @Nested
    @DisplayName("none (§3.1.2.6)")
    class None {

        @Test
        void asksNobodyAndSaysWhatIsMissing() {
            assertThat(parameters(browser.open(authorize("prompt", "none"))).value("error"))
                    .contains("login_required");
            browser.signInAndApprove(authorize());
            assertThat(parameters(browser.open(authorize("prompt", "none", "scope", "db:write")))
                            .value("error"))
                    .contains("consent_required");
            assertThat(parameters(browser.open(authorize("prompt", "none"))).has("code"))
                    .isTrue();
            assertThat(parameters(browser.open(pushed("prompt", "none"))).has("code"))
                    .isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"none login", "login none", "none consent", "none select_account", "none none x", "none x"})
        void standsAlone(String prompt) {
            browser.signInAndApprove(authorize());

            WebResponse refused = browser.open(authorize("prompt", prompt));

            assertThat(parameters(refused).value("error")).contains("invalid_request");
            assertThat(as.lastReason()).isEqualTo("authorize.prompt-invalid");
            String body = authorize("prompt", prompt).substring("/authorize?".length());
            assertThat(as.post("/par", Map.of(), TestServer.FORM, body).status())
                    .isEqualTo(400);
        }
    }

    @Nested
    @DisplayName("login_hint")
    class LoginHint {

        @Test
        void isTheNameToStartWith() {
            String hint = "a.person.with.quite.a.long.name@department.of.administrative.affairs.example.com";

            assertThat(browser.open(authorize("login_hint", hint)).text()).contains("value=\"" + hint + "\"");
            assertThat(browser.open(pushed("login_hint", hint)).text()).contains("value=\"" + hint + "\"");
        }

        @Test
        void isEscapedAndHasNothingInvisible() {
            WebResponse page = browser.open(authorize("login_hint", "\"><img src=x>\u202eal ice"));

            assertThat(page.text())
                    .contains("value=\"&quot;&gt;&lt;img src=x&gt;al ice\"")
                    .doesNotContain("<img", "\u202e");
        }

        @Test
        void thatNoAccountCanHaveIsNone() {
            WebResponse page = browser.open(authorize("login_hint", "x".repeat(201)));

            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text()).contains("value=\"\"").doesNotContain("xxx");
        }
    }
}
