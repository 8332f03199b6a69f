package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.json;
import static dev.mcpoauth.server.TestServer.parameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.settings.ErrorUris;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("error_uri (RFC 6749 §4.1.2.1, §5.2)")
class ErrorUriTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://help.example/oauth#",
                "https://help.example/oauth?reason=",
                "https://help.example/oauth/",
                "http://127.0.0.1:8080/help#",
                "http://localhost/help#"
            })
    void leadsToThePagesOfTheOperator(String prefix) {
        TestServer as = new TestServer(settings -> settings.errorUris(ErrorUris.startingWith(prefix)));

        assertThat(json(as.redeem("x")).string("error_uri")).contains(prefix + "code.unknown");
        assertThat(parameters(as.get(authorize("response_type", "token"))).value("error_uri"))
                .contains(prefix + "authorize.response-type-unsupported");
        assertThat(as.get("/reasons").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/reasons#",
                "help.example/oauth#",
                "http://help.example/#",
                "https://user@help.example/#",
                "https:///#",
                "javascript:alert(1)//",
                "https://help.example/\\",
                "https://help.example/ #",
                "https://help.example/é#",
                "https://help.example/\"#"
            })
    void leadsNowhereElse(String prefix) {
        assertThatIllegalArgumentException().isThrownBy(() -> ErrorUris.startingWith(prefix));
    }

    @Test
    void leadsToAPageThatRunsNothingAndKnowsNothingOfARequest() {
        TestServer as = new TestServer(settings -> settings.errorUris(ErrorUris.ownPage()));

        WebResponse all = as.get("/reasons");
        WebResponse one = as.get("/reasons?id=pkce.verifier-mismatch");

        assertThat(all.text()).contains("<a href=\"https://as.example/reasons?id=pkce.verifier-mismatch\">");
        assertThat(one.text()).contains("<dt>Cause</dt>", "<dt>Remedy</dt>", "RFC 7636");
        assertThat(one.header("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'")
                .doesNotContain("script-src");
        assertThat(one.header("Cache-Control")).contains("public, max-age=3600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "nobody.knows-this", "%3Cscript%3Ealert(1)%3C/script%3E", "..%2F..%2Fetc"})
    void ofAReasonThatIsNoneShowsNothingOfTheQuestion(String id) {
        TestServer as = new TestServer(settings -> settings.errorUris(ErrorUris.ownPage()));

        WebResponse page = as.get("/reasons?id=" + id);

        assertThat(page.status()).isEqualTo(404);
        assertThat(page.text()).contains("not known here").doesNotContain("<script", "nobody.knows");
    }
}
