package dev.mcpoauth.transport.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.container.Container;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
    @DisplayName("X1: any host is a choice, and says nothing about origins")
    void takesAnyHostOnlyWhenToldTo() {
        OriginPolicy usual = McpServletSettings.builder().build().origins;
        OriginPolicy open =
                McpServletSettings.builder().dangerouslyAllowAnyHost().build().origins;
        assertThat(usual.allowsHost("rebound.example")).isFalse();
        assertThat(open.allowsHost("rebound.example")).isTrue();
        assertThat(open.allowsOrigin("https://evil.example", "mcp.example")).isFalse();
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
                    .contains("Authorization", "DPoP", "Mcp-Session-Id", "Mcp-Method", "mcp-param-region")
                    .doesNotContain("x-evil");
            HttpResponse<String> call = server.callStateless("tools/list", "{}", "Origin", "https://app.example");
            assertThat(header(call, "Access-Control-Expose-Headers"))
                    .contains("WWW-Authenticate", "DPoP-Nonce", "Mcp-Session-Id");
            HttpResponse<String> refused = server.post("{", "Origin", "https://app.example");
            assertThat(header(refused, "Access-Control-Allow-Origin")).isEqualTo("https://app.example");
            HttpResponse<String> foreign = server.callStateless("tools/list", "{}", "Origin", "https://evil.example");
            assertThat(foreign.statusCode()).isEqualTo(403);
            assertThat(header(foreign, "Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @ParameterizedTest
    @DisplayName("X1: a foreign origin is answered 403 whatever it asks for, and nothing happens")
    @CsvSource({"POST", "GET", "DELETE", "OPTIONS", "initialize", "tools/call"})
    void refusesForeignOrigins(String what) throws Exception {
        try (TestServer server = new TestServer(Fixtures::application, settings -> settings.serveSseEra(), 0)) {
            String session = server.initialize("2025-11-25");
            String[] foreign = {"Origin", "https://evil.example", "Mcp-Session-Id", session};
            HttpResponse<String> refused = switch (what) {
                case "initialize" ->
                    server.post(TestServer.initializeBody("2025-11-25"), "Origin", "https://evil.example");
                case "tools/call" -> server.callStateless("tools/call", "{\"name\":\"echo\"}", foreign);
                default -> server.send(server.request(foreign).method(what, HttpRequest.BodyPublishers.noBody()));
            };
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(TestServer.errorCode(refused)).isEqualTo(-32600);
            assertThat(header(refused, "Access-Control-Allow-Origin")).isEmpty();
            assertThat(server.servlet.sessionCount()).isEqualTo(1);
            assertThat(server.servlet.streamCount()).isZero();
        }
    }

    @ParameterizedTest
    @DisplayName(
            "X2: wherever its container binds, a server answers to loopback names and addresses until it is told others")
    @CsvSource({"localhost, true", "127.0.0.1:1, true", "[::1], true", "rebound.example, false", "mcp.internal, false"})
    void answersToTheLoopbackByDefault(String host, boolean allowed) throws Exception {
        assertThat(McpServletSettings.defaults().origins.allowsHost(host)).isEqualTo(allowed);
        try (TestServer server = new TestServer(Fixtures::application)) {
            String answer = server.raw("POST /mcp HTTP/1.1\r\nHost: " + host
                    + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
            assertThat(answer).startsWith(allowed ? "HTTP/1.1 400" : "HTTP/1.1 403");
        }
    }

    @Test
    @DisplayName("X3: the caller that a filter verified is who handlers see and whom sessions belong to")
    void servesTheCallerThatAFilterVerified() throws Exception {
        try (TestServer server = new TestServer(Fixtures::application)) {
            HttpResponse<String> stateless =
                    server.callStateless("tools/call", "{\"name\":\"whoami\"}", "X-Test-Caller", "ada");
            assertThat(TestServer.text(TestServer.result(stateless))).isEqualTo("ada");
            String session = server.initialize("2025-11-25", "X-Test-Caller", "ada");
            String call = TestServer.rpc(1, "tools/call", "{\"name\":\"whoami\"}");
            HttpResponse<String> own = server.post(call, "Mcp-Session-Id", session, "X-Test-Caller", "ada");
            assertThat(TestServer.text(TestServer.result(own))).isEqualTo("ada");
            assertThat(server.post(call, "Mcp-Session-Id", session, "X-Test-Caller", "eve")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(server.post(call, "Mcp-Session-Id", session).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    @DisplayName("X4: messages are UTF-8 in both directions, and what is not is a parse error")
    void speaksUtf8() throws Exception {
        String text = "caf\u00e9 \u4e16\u754c \ud83d\ude80";
        try (TestServer server = new TestServer(Fixtures::application)) {
            HttpResponse<String> echoed =
                    server.callStateless("tools/call", "{\"name\":\"echo\",\"arguments\":{\"text\":\"" + text + "\"}}");
            assertThat(TestServer.text(TestServer.result(echoed))).isEqualTo(text);
            byte[] latin1 = TestServer.rpc(1, "ping", "{\"x\":\"\u00e9\"}").getBytes(StandardCharsets.ISO_8859_1);
            for (byte[] body : new byte[][] {latin1, "\ufeff{}".getBytes(StandardCharsets.UTF_16), {}}) {
                HttpResponse<String> refused =
                        server.send(server.request().POST(HttpRequest.BodyPublishers.ofByteArray(body)));
                assertThat(refused.statusCode()).isEqualTo(400);
                assertThat(TestServer.errorCode(refused)).isEqualTo(-32700);
            }
        }
    }

    @ParameterizedTest
    @DisplayName("X5: an id that is no text or whole number is refused over HTTP")
    @CsvSource(
            delimiter = '|',
            value = {"null", "1.5", "true", "[1]", "{}", "99999999999999999999"})
    void refusesOddIds(String id) throws Exception {
        try (TestServer server = new TestServer(Fixtures::application)) {
            HttpResponse<String> refused = server.post(
                    "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"ping\"}",
                    "Mcp-Session-Id",
                    server.initialize("2025-11-25"));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(TestServer.errorCode(refused)).isEqualTo(-32600);
            assertThat(TestServer.last(refused).has("id")).isFalse();
        }
    }

    @Test
    void failsWithoutHarmWhereAsyncIsNotSupported() throws Exception {
        McpServletSettings one = McpServletSettings.builder().maxStreams(1).build();
        try (TestServer usual = new TestServer(Fixtures::application)) {
            McpServlet servlet = new McpServlet(usual.mcp, one);
            try (Container container = Container.start(
                    context -> context.addServlet("mcp", servlet).addMapping("/mcp"))) {
                HttpRequest.Builder call = usual.stateless("tools/list", "{}").uri(container.uri("/mcp"));
                for (int i = 0; i < 3; i++) {
                    HttpResponse<String> answer = usual.send(call);
                    assertThat(TestServer.errorCode(answer)).isEqualTo(-32603);
                    assertThat(answer.body()).contains("reference").doesNotContain("Exception");
                }
                assertThat(servlet.callCount()).isZero();
            }
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
