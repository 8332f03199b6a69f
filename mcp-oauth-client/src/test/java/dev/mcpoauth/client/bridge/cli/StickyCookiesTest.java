package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.testing.MutableClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StickyCookiesTest {
    private static final URI SERVER = URI.create("https://a.example/v1/mcp");

    private final MutableClock clock = new MutableClock();
    private final StickyCookies cookies = new StickyCookies(SERVER, clock);

    private void set(String... values) {
        cookies.put(SERVER, Map.of("Set-Cookie", List.of(values)));
    }

    private String sent(String url) {
        return cookies.get(URI.create(url), Map.of())
                .getOrDefault("Cookie", List.of(""))
                .get(0);
    }

    @Test
    void goBackToTheirOriginOnly() {
        set("lb=node-1");
        assertThat(sent("https://a.example/v1/mcp")).isEqualTo("lb=node-1");
        assertThat(sent("https://a.example:443/v1/other")).isEqualTo("lb=node-1");
        assertThat(sent("https://a.example:8443/v1/mcp")).isEmpty();
        assertThat(sent("http://a.example/v1/mcp")).isEmpty();
        assertThat(sent("https://b.a.example/v1/mcp")).isEmpty();
        cookies.put(URI.create("https://evil.example/v1/mcp"), Map.of("set-cookie", List.of("x=1")));
        set("y=1; Domain=example");
        assertThat(sent("https://evil.example/v1/mcp")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "x=1, /v1/mcp, true",
        "x=1, /v1, true",
        "x=1, /v2, false",
        "x=1; Path=/, /v2, true",
        "x=1; Path=/v1/mcp, /v1/mcp/sub, true",
        "x=1; Path=/v1/mcp, /v1/mcpx, false",
        "x=1; path=relative, /v1/mcp, true"
    })
    void goToTheirPath(String cookie, String path, boolean expected) {
        set(cookie);
        assertThat(sent("https://a.example" + path).isEmpty()).isEqualTo(!expected);
    }

    @Test
    void endWhenTheyAreToldTo() {
        set(
                "a=1; Max-Age=60",
                "b=1; Expires=Wed, 21 Oct 2099 07:28:00 GMT",
                "c=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
        assertThat(sent(SERVER.toString())).isEqualTo("a=1; b=1; c=1");
        clock.advance(Duration.ofSeconds(60));
        assertThat(sent(SERVER.toString())).isEqualTo("b=1");
        set("b=2; Expires=Thu, 01-Jan-1970 00:00:00 GMT");
        assertThat(sent(SERVER.toString())).isEmpty();
    }

    @Test
    void replaceThoseOfTheSameNameAndPath() {
        set("lb=1", "lb=2", "lb=3; Path=/");
        assertThat(sent(SERVER.toString())).isEqualTo("lb=2; lb=3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "novalue", "=1", "a=1\tb", ";a=1"})
    void whatIsNoCookieIsNotKept(String text) {
        set(text);
        assertThat(sent(SERVER.toString())).isEmpty();
    }

    @Test
    void areBounded() {
        for (int i = 0; i < 200; i++) {
            set("c" + i + "=1");
        }
        set("long=" + "x".repeat(5000));
        assertThat(sent(SERVER.toString()).split("; "))
                .hasSize(50)
                .contains("c199=1")
                .doesNotContain("c149=1");
    }
}
