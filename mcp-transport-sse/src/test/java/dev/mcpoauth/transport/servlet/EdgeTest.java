package dev.mcpoauth.transport.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is decided before a message is looked at. */
class EdgeTest {

    @ParameterizedTest
    @DisplayName("X1: hosts are known names or addresses, never any other name")
    @CsvSource({
        "localhost,              true",
        "LOCALHOST:8080,         true",
        "127.0.0.1:1,            true",
        "192.168.0.7:8080,       true",
        "[::1]:8080,             true",
        "mcp.example,            true",
        "mcp.example:443,        true",
        "other.example:8443,     true",
        "other.example,          false",
        "evil.example,           false",
        "mcp.example.evil.com,   false",
        "localhost.evil.com,     false",
        "127.0.0.1.evil.com,     false",
        "evil@localhost:1@x,     false",
        "a b,                    false"
    })
    void checksHosts(String host, boolean allowed) {
        OriginPolicy policy = new OriginPolicy(Set.of("mcp.example", "other.example:8443"), Set.of(), false);
        assertThat(policy.allowsHost(host)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @DisplayName("X1: origins are listed, local, or the host itself")
    @CsvSource({
        "https://app.example,        true",
        "HTTPS://APP.EXAMPLE,        true",
        "https://mcp.example,        true",
        "http://localhost:3000,      true",
        "http://127.0.0.1,           true",
        "http://[::1]:6274,          true",
        "https://app.example.evil,   false",
        "https://evil.example,       false",
        "http://localhost.evil.com,  false",
        "https://mcp.example:444,    false",
        "null,                       false",
        "file://,                    false",
        "chrome-extension://localhost, false",
        "http://local host,          false"
    })
    void checksOrigins(String origin, boolean allowed) {
        OriginPolicy policy = new OriginPolicy(Set.of("mcp.example"), Set.of("https://app.example"), false);
        assertThat(policy.allowsOrigin(origin, "mcp.example")).isEqualTo(allowed);
    }

    @Test
    void answersPreflightsOfAllowedOrigins() throws Exception {
        try (TestServer server = new TestServer(
                Fixtures::application, settings -> settings.allowedOrigins(List.of("https://app.example")), 0)) {
            HttpResponse<String> preflight = server.send(server.request(
                            "Origin",
                            "https://app.example",
                            "Access-Control-Request-Method",
                            "POST",
                            "Access-Control-Request-Headers",
                            "mcp-param-region, x-evil")
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
            assertThat(preflight.statusCode()).isEqualTo(204);
            assertThat(header(preflight, "Access-Control-Allow-Origin")).isEqualTo("https://app.example");
            assertThat(header(preflight, "Access-Control-Allow-Headers"))
                    .contains("Authorization", "Mcp-Session-Id", "Mcp-Method", "mcp-param-region")
                    .doesNotContain("x-evil");
            HttpResponse<String> call = server.callStateless("tools/list", "{}", "Origin", "https://app.example");
            assertThat(header(call, "Access-Control-Expose-Headers")).contains("WWW-Authenticate", "Mcp-Session-Id");
            HttpResponse<String> refused = server.post("{", "Origin", "https://app.example");
            assertThat(header(refused, "Access-Control-Allow-Origin")).isEqualTo("https://app.example");
            HttpResponse<String> foreign = server.callStateless("tools/list", "{}", "Origin", "https://evil.example");
            assertThat(foreign.statusCode()).isEqualTo(403);
            assertThat(header(foreign, "Access-Control-Allow-Origin")).isEmpty();
        }
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json, text/event-stream       | 200",
                "*/*                                       | 200",
                "application/*, text/*                     | 200",
                "text/event-stream;q=0.5,APPLICATION/JSON  | 200",
                "application/json                          | 406",
                "text/event-stream                         | 406",
                "application/json, text/event-stream;q=0   | 406",
                "text/html                                 | 406"
            })
    void negotiatesTheContentType(String accept, int status) throws Exception {
        try (TestServer server = new TestServer(Fixtures::application)) {
            assertThat(server.callStateless("tools/list", "{}", "Accept", accept)
                            .statusCode())
                    .isEqualTo(status);
        }
    }
}
