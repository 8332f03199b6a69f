package dev.mcpoauth.transport.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.EraCache;
import dev.mcpoauth.transport.client.HttpRefusalException;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.McpErrorException;
import dev.mcpoauth.transport.client.MemoryEraCache;
import dev.mcpoauth.transport.client.ProtocolViolationException;
import dev.mcpoauth.transport.client.http.ScriptedServer.Received;
import dev.mcpoauth.transport.client.http.ScriptedServer.Reply;
import dev.mcpoauth.transport.client.http.ScriptedServer.Script;
import dev.mcpoauth.transport.client.http.ScriptedServer.Stream;
import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Era detection over HTTP (B.3), and the SSE era behind it")
class AutoTransportTest {

    private static final String TOOLS = "{\"resultType\":\"complete\",\"tools\":[]}";

    private final EraCache cache = new MemoryEraCache(Clock.systemUTC());
    private final CountDownLatch release = new CountDownLatch(1);
    private ScriptedServer server;

    @AfterEach
    void stop() {
        release.countDown();
        if (server != null) server.close();
    }

    @Test
    @DisplayName("ERA-C1: a DiscoverResult means stateless, and the result is used")
    void staysModernOnADiscoverResult() throws Exception {
        server = new ScriptedServer((request, reply) -> reply.result(
                request.id(),
                request.rpcMethod().equals("server/discover")
                        ? "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{},\"serverInfo\":{\"name\":\"m\"}}"
                        : TOOLS));
        try (McpClient client = connect()) {
            assertThat(client.protocolVersion()).isEqualTo(ProtocolVersion.V2026_07_28);
            assertThat(client.listTools()).isEmpty();
            assertThat(client.serverInfo().string("name")).contains("m");
        }
        assertThat(server.received()).hasSize(2);
        assertThat(cache.find(server.uri("/mcp"))).contains(Era.STATELESS);
    }

    @ParameterizedTest(name = "{0} with error {1} {2}")
    @CsvSource({
        "400, -32020, null",
        "400, -32021, null",
        "400, -32022, null",
        "400, -32022, '{\"supported\":[\"2026-07-28\",\"2025-11-25\"]}'",
        "404, -32601, null",
        "200, -32022, null"
    })
    @DisplayName("ERA-C1: a modern error means stateless")
    void staysModernOnAModernError(int status, int code, String data) throws Exception {
        server = new ScriptedServer((request, reply) -> {
            if (request.rpcMethod().equals("server/discover")) reply.error(status, request.id(), code, data);
            else reply.result(request.id(), TOOLS);
        });
        try (McpClient client = connect()) {
            assertThat(client.listTools()).isEmpty();
        }
        assertThat(server.calls("initialize")).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "400, '', ''",
        "404, text/html, '<h1>Not Found</h1>'",
        "405, '', ''",
        "400, application/json, '{\"stackTrace\":[{\"fileName\":\"HttpServlet.java\"}],\"message\":\"x\"}'",
        "400, application/json, '{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,\"message\":\"x\"}}'",
        "400, application/json, '{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32601,\"message\":\"x\"}}'",
        "404, application/json, '{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32001,\"message\":\"x\"}}'",
        "400, application/json, '{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32022,\"message\":\"x\",\"data\":{\"supported\":[\"2025-11-25\"]}}}'"
    })
    @DisplayName("ERA-C2, ERA-C7: any other 400, 404 or 405 leads to initialize, the Java SDK's exception too")
    void fallsBackToInitialize(int status, String type, String body) throws Exception {
        server = new ScriptedServer(older((request, reply) -> reply.body(status, type, body)));
        try (McpClient client = connect()) {
            assertThat(client.protocolVersion()).isEqualTo(ProtocolVersion.V2025_11_25);
            assertThat(client.listTools()).isEmpty();
        }
        assertThat(server.calls("server/discover")).hasSize(1);
        assertThat(cache.find(server.uri("/mcp"))).contains(Era.SESSION);
    }

    @Test
    @DisplayName("ERA-C2: 200 with an error that is not modern leads to initialize")
    void fallsBackOnAnUnknownMethodWith200() throws Exception {
        server = new ScriptedServer(older((request, reply) -> reply.error(200, request.id(), -32601, "null")));
        try (McpClient client = connect()) {
            assertThat(client.protocolVersion().era()).isEqualTo(Era.SESSION);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 500, 502, 503})
    @DisplayName("ERA-C4: 401, 403, 5xx and the like are no evidence: the refusal is reported, and nothing remembered")
    void concludesNothingFromARefusalOrAFailure(int status) throws Exception {
        server = new ScriptedServer((request, reply) ->
                reply.header("WWW-Authenticate", "Bearer scope=\"x\"").body(status, "text/plain", "no"));
        assertThatThrownBy(this::connect).isInstanceOfSatisfying(HttpRefusalException.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(status);
            assertThat(refusal.header("WWW-Authenticate")).containsExactly("Bearer scope=\"x\"");
            assertThat(refusal).hasMessageNotContaining("Bearer");
        });
        assertThat(server.received()).hasSize(1);
        assertThat(cache.find(server.uri("/mcp"))).isEmpty();
    }

    @Test
    @DisplayName("ERA-C5: silence is an outage")
    void takesSilenceForAnOutage() throws Exception {
        server = new ScriptedServer((request, reply) -> release.await());
        assertThatThrownBy(this::connect).isInstanceOf(IOException.class).hasMessageContaining("no answer within");
        assertThat(server.received()).hasSize(1);
        assertThat(cache.find(server.uri("/mcp"))).isEmpty();
    }

    @Test
    @DisplayName("ERA-C6: a remembered era is not asked for again")
    void usesARememberedEra() throws Exception {
        server = new ScriptedServer(older((request, reply) -> reply.status(400)));
        cache.remember(server.uri("/mcp"), Era.SESSION);
        connect().close();
        assertThat(server.calls("server/discover")).isEmpty();
    }

    @Test
    @DisplayName("ERA-C6: a remembered era that turns out wrong is forgotten")
    void forgetsAWrongVerdict() throws Exception {
        server = new ScriptedServer(older((request, reply) -> reply.status(400)));
        cache.remember(server.uri("/mcp"), Era.STATELESS);
        try (McpClient client = connect()) {
            assertThatThrownBy(client::listTools).isInstanceOf(HttpRefusalException.class);
        }
        assertThat(cache.find(server.uri("/mcp"))).isEmpty();
        try (McpClient client = connect()) {
            assertThat(client.protocolVersion().era()).isEqualTo(Era.SESSION);
        }
    }

    @Test
    @DisplayName("ERA-C6: a server that answers initialize with an error is not remembered as one that knows it")
    void forgetsAServerThatKnowsNoInitialize() throws Exception {
        server = new ScriptedServer((request, reply) -> reply.error(200, request.id(), -32601, "null"));
        cache.remember(server.uri("/mcp"), Era.SESSION);
        assertThatThrownBy(() -> connect().close()).isInstanceOf(McpErrorException.class);
        assertThat(cache.find(server.uri("/mcp"))).isEmpty();
    }

    @Test
    @DisplayName("ERA-C6: a remembered SSE era is probed again when the stream cannot be opened")
    void probesAgainWhenTheRememberedStreamIsGone() throws Exception {
        server = new ScriptedServer(older((request, reply) -> reply.status(404)));
        cache.remember(server.uri("/mcp"), Era.SSE);
        try (McpClient client = connect()) {
            assertThat(client.listTools()).isEmpty();
        }
        assertThat(cache.find(server.uri("/mcp"))).contains(Era.SESSION);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 405})
    @DisplayName("E2-C10, ERA-C3: initialize refused with 400, 404 or 405 leads to the event stream of 2024-11-05")
    void fallsBackToTheSseEra(int status) throws Exception {
        server = new ScriptedServer(new SsePeer(status, "/messages?s=1"));
        try (McpClient client = connect()) {
            assertThat(client.protocolVersion()).isEqualTo(ProtocolVersion.V2024_11_05);
            assertThat(client.listTools()).isEmpty();
        }
        assertThat(cache.find(server.uri("/mcp"))).contains(Era.SSE);
        assertThat(server.calls("tools/list").get(0).uri()).hasToString("/messages?s=1");
    }

    @Test
    @DisplayName("E2-C10: a server that has no event stream either reports what initialize was told")
    void reportsTheRefusedInitialize() throws Exception {
        server = new ScriptedServer((request, reply) -> {
            if (request.method().equals("GET")) reply.status(405);
            else reply.error(400, request.id(), -32602, "null");
        });
        assertThatThrownBy(this::connect)
                .isInstanceOfSatisfying(
                        McpErrorException.class,
                        failure -> assertThat(failure.code()).isEqualTo(-32602));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/messages",
                "https://127.0.0.1/messages",
                "//evil.example/messages",
                "http://user@127.0.0.1/messages",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "http://[bad"
            })
    @DisplayName("E1-C1: an endpoint on another origin is refused, and nothing is sent there")
    void refusesAForeignEndpoint(String endpoint) throws Exception {
        server = new ScriptedServer(new SsePeer(405, endpoint));
        assertThatThrownBy(() -> McpClient.over(HttpTransport.to(server.uri("/mcp"))
                                .era(Era.SSE)
                                .build())
                        .connect())
                .isInstanceOf(ProtocolViolationException.class)
                .hasMessageContaining("origin");
        assertThat(server.received("POST")).isEmpty();
    }

    @Test
    @DisplayName("E1: a stream without endpoint event is not waited for for ever")
    void doesNotWaitForEverForTheEndpoint() throws Exception {
        server = new ScriptedServer((request, reply) -> {
            reply.stream().raw(": nothing\n\n");
            release.await();
        });
        assertThatThrownBy(() -> McpClient.over(HttpTransport.to(server.uri("/mcp"))
                                .era(Era.SSE)
                                .openTimeout(Duration.ofMillis(200))
                                .build())
                        .connect())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("endpoint");
    }

    @Test
    @DisplayName("E1: when the stream ends, the calls that wait for it fail")
    void failsPendingCallsWhenTheStreamEnds() throws Exception {
        SsePeer peer = new SsePeer(405, "/messages");
        server = new ScriptedServer(peer);
        try (McpClient client = McpClient.over(
                        HttpTransport.to(server.uri("/mcp")).era(Era.SSE).build())
                .connect()) {
            assertThatThrownBy(() -> client.callTool("hang up", Json.EMPTY_OBJECT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed the event stream");
        }
    }

    /** A session-era server that answers the probe like this. */
    private static Script older(Script probe) {
        return new SessionPeer((request, reply) -> {
            if (request.rpcMethod().equals("server/discover")) probe.answer(request, reply);
            else if (SessionPeer.handledGetOrDelete(request, reply)) return;
            else if (request.has("mcp-session-id")) reply.result(request.id(), TOOLS);
            else reply.status(400);
        });
    }

    /** A server of 2024-11-05, which refuses POST to the address of its stream. */
    private record SsePeer(int refusal, String endpoint, BlockingQueue<String> outgoing) implements Script {

        private static final String HANG_UP = "";

        SsePeer(int refusal, String endpoint) {
            this(refusal, endpoint, new LinkedBlockingQueue<>());
        }

        @Override
        public void answer(Received request, Reply reply) throws Exception {
            if (request.method().equals("GET")) stream(reply);
            else if (request.uri().getPath().equals("/mcp")) reply.status(refusal);
            else {
                reply.status(202);
                respond(request);
            }
        }

        private void stream(Reply reply) throws Exception {
            try (Stream stream = reply.stream()) {
                stream.raw("event: endpoint\ndata: " + endpoint + "\n\n");
                for (String next = outgoing.take(); !next.equals(HANG_UP); next = outgoing.take()) stream.event(next);
            }
        }

        private void respond(Received request) {
            switch (request.rpcMethod()) {
                case "initialize" ->
                    respond(request, SessionPeer.INITIALIZE_RESULT.replace("2025-11-25", "2024-11-05"));
                case "tools/list" -> respond(request, TOOLS);
                case "tools/call" -> outgoing.add(HANG_UP);
                default -> {
                    // A notification.
                }
            }
        }

        private void respond(Received request, String result) {
            outgoing.add("{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":" + result + "}");
        }
    }

    private McpClient connect() throws Exception {
        return McpClient.over(HttpTransport.to(server.uri("/mcp"))
                        .eraCache(cache)
                        .openTimeout(Duration.ofMillis(700))
                        .build())
                .connect();
    }
}
