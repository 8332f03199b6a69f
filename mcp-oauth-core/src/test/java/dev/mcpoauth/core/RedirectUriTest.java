package dev.mcpoauth.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectUriTest {

    @Nested
    @DisplayName("RFC 6749 §3.1.2, RFC 8252 §7: what a redirection endpoint may be")
    class Shape {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://claude.ai/api/mcp/auth_callback",
                    "https://app.example/cb?tenant=1",
                    "http://localhost:3334/oauth/callback",
                    "http://127.0.0.1/",
                    "http://127.0.0.1:33418",
                    "http://[::1]:8080/cb",
                    "http://dev.localhost/cb",
                    "cursor://anysphere.cursor-mcp/oauth/callback",
                    "com.example.app:/oauth2redirect",
                    "windsurf://oauth"
                })
        void acceptsWhatRealClientsRegister(String uri) {
            assertThat(new RedirectUri(uri).value()).isEqualTo(uri);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "/callback",
                    "callback",
                    "//evil.example/cb",
                    "https://app.example/cb#",
                    "https://app.example/cb#token",
                    "https://user@app.example/cb",
                    "https://user:pw@app.example/cb",
                    "https://good.example@evil.example/cb",
                    "https://a@b@evil.example/cb",
                    "myapp://user@host/cb",
                    "http://app.example/cb",
                    "http://127.0.0.1.evil.example/cb",
                    "http://localhost.evil.example/cb",
                    "http://127.0.0.256/cb",
                    "http://0.0.0.0/cb",
                    "https:///cb",
                    "https:cb",
                    "https://app.example:0/cb",
                    "https://app.example:99999/cb",
                    "javascript:alert(1)",
                    "JavaScript:alert(1)",
                    " javascript:alert(1)",
                    "java\tscript:alert(1)",
                    "java\nscript:alert(1)",
                    "javascript://app.example/%0aalert(1)",
                    "data:text/html,x",
                    "DATA:text/html;base64,eA==",
                    "vbscript:x",
                    "blob:https://app.example/1",
                    "file:///etc/passwd",
                    "about:blank",
                    "view-source:https://app.example/",
                    "https://app.example/c b",
                    "https://app.example/\u0000",
                    "https://app.example/\r\nSet-Cookie:x",
                    "https://app.example/ü",
                    "https://app.example/%zz",
                    "https://app.example\\@evil.example/"
                })
        void refusesWhatCouldLeadElsewhere(String uri) {
            assertThatIllegalArgumentException().isThrownBy(() -> new RedirectUri(uri));
        }

        @Test
        void refusesMoreThan2048Characters() {
            String uri = "https://app.example/" + "a".repeat(2048);
            assertThatIllegalArgumentException().isThrownBy(() -> new RedirectUri(uri));
        }
    }

    @Nested
    @DisplayName("RFC 8252 §7.3: the port of a loopback redirect may vary, nothing else")
    class Matching {
        @ParameterizedTest
        @CsvSource({
            "https://app.example/cb, https://app.example/cb",
            "http://localhost/callback, http://localhost:51234/callback",
            "http://127.0.0.1:33418/, http://127.0.0.1:50000",
            "http://127.0.0.1/cb, http://127.0.0.1:1/cb",
            "http://[::1]/cb, http://[::1]:99/cb",
            "http://LOCALHOST/cb, http://localhost:1/cb",
            "cursor://anysphere.cursor-mcp/oauth/callback, cursor://anysphere.cursor-mcp/oauth/callback"
        })
        void permits(String registered, String requested) {
            assertThat(new RedirectUri(registered).permits(new RedirectUri(requested)))
                    .isTrue();
        }

        @ParameterizedTest
        @CsvSource({
            "https://app.example/cb, https://app.example/cb/",
            "https://app.example/cb, https://app.example/CB",
            "https://app.example/cb, https://app.example/cb?x=1",
            "https://app.example/cb, https://app.example:8443/cb",
            "https://app.example/cb, https://app.example:443/cb",
            "https://app.example/cb, https://sub.app.example/cb",
            "https://app.example/cb, https://app.example/cb/../other",
            "https://localhost/cb, https://localhost:8443/cb",
            "https://localhost/cb, http://localhost/cb",
            "http://localhost/cb, https://localhost/cb",
            "http://localhost/cb, http://127.0.0.1/cb",
            "http://127.0.0.1/cb, http://127.0.0.2/cb",
            "http://localhost/cb, http://localhost/other",
            "http://localhost/cb, http://localhost/cb?x=1",
            "http://localhost/cb?x=1, http://localhost:1/cb?x=2",
            "http://localhost/cb, http://localhost/cb/",
            "cursor://a/cb, cursor://b/cb"
        })
        void doesNotPermit(String registered, String requested) {
            assertThat(new RedirectUri(registered).permits(new RedirectUri(requested)))
                    .isFalse();
        }

        @Test
        void letsLoopbackHostsStandForEachOtherOnlyWhenAsked() {
            RedirectUri registered = new RedirectUri("http://localhost/cb");
            assertThat(registered.permitsOnAnyLoopbackHost(new RedirectUri("http://127.0.0.1:4711/cb")))
                    .isTrue();
            assertThat(registered.permitsOnAnyLoopbackHost(new RedirectUri("https://app.example/cb")))
                    .isFalse();
            assertThat(registered.permitsOnAnyLoopbackHost(new RedirectUri("http://127.0.0.1:4711/other")))
                    .isFalse();
        }
    }
}
