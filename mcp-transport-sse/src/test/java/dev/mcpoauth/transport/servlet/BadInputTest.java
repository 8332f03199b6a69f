package dev.mcpoauth.transport.servlet;

import static dev.mcpoauth.transport.servlet.TestServer.initializeBody;
import static dev.mcpoauth.transport.servlet.TestServer.rpc;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.ResourceContents;
import dev.mcpoauth.transport.server.ResourceTemplateDefinition;
import dev.mcpoauth.transport.server.ToolResult;
import dev.mcpoauth.transport.shared.MemoryEventStore;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Floods of everything that a client can do wrong: each is refused with a JSON-RPC error and its status, nothing of it is
 * left afterwards, neither in the counters nor on the heap, and a client that behaves notices nothing.
 */
class BadInputTest {

    private static final String PADDING = "x".repeat(1 << 16);
    /** Refused unread, so that it must be there by then: a container closes a connection on which more is to come. */
    private static final String SHORT = PADDING.substring(0, 1000);

    private static final String[] STATELESS = {"MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call"};
    private static final int WARM_UP = 10;
    private static final int FLOOD = 100;

    private static TestServer server;
    private static String session;
    private static BufferedReader stream;
    private static String sealed;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer(
                builder -> Fixtures.application(builder)
                        .tool(Fixtures.tool("hang"), (arguments, context) -> {
                            context.progress(1, "begun");
                            new CountDownLatch(1).await();
                            return ToolResult.text("never");
                        })
                        .tool(Fixtures.tool("huge"), (arguments, context) -> ToolResult.text("x".repeat(8 << 20)))
                        .resourceTemplate(
                                ResourceTemplateDefinition.builder("any://{name}", "any")
                                        .build(),
                                (request, context) -> List.of(ResourceContents.text(request.uri(), "text/plain", "x"))),
                settings -> settings.maxBodyBytes(1 << 20)
                        .heartbeat(Duration.ofMillis(100))
                        .allowedHosts(List.of("mcp.example"))
                        .events(new MemoryEventStore(1 << 16, 1 << 20)),
                0);
        session = server.initialize("2025-11-25", "X-Test-Caller", "ada");
        server.post(rpc(1, "resources/subscribe", "{\"uri\":\"test://text\"}"), own());
        HttpResponse<InputStream> response =
                server.http.send(server.request(own()).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        stream = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        Json asked =
                TestServer.result(server.callStateless("tools/call", "{\"name\":\"ask\"}", "X-Test-Caller", "ada"));
        sealed = asked.string("requestState").orElseThrow();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String[] own() {
        return new String[] {"Mcp-Session-Id", session, "X-Test-Caller", "ada"};
    }

    /** One wrong request, made so that it would be noticed on the heap if the server kept it. */
    private interface Mistake {
        void make(int number) throws Exception;
    }

    enum Bad {
        MALFORMED_JSON(i -> refused(400, -32700, server.post("{\"jsonrpc\":\"2.0\",\"" + PADDING + i + "\":"))),
        TRAILING_CONTENT(i -> refused(400, -32700, server.post("{} " + PADDING + i))),
        REPEATED_NAME(i -> refused(400, -32700, server.post("{\"a\":1,\"a\":\"" + PADDING + i + "\"}"))),
        DEEP_NESTING(i -> refused(400, -32700, server.post("[".repeat(1 << 16) + i))),
        DEEP_NESTING_IN_PARAMS(i -> refused(
                400,
                -32700,
                server.post(rpc(i, "tools/call", "{\"a\":".repeat(70) + "1" + "}".repeat(70)), STATELESS))),
        LONG_NUMBER(i -> refused(400, -32700, server.post("{\"id\":" + "1".repeat(1 << 16) + i + "}"))),
        LONG_NAME(i -> refused(400, -32700, server.post("{\"" + PADDING + i + "\":1}"))),
        NO_OBJECT(i -> refused(400, -32600, server.post("\"" + PADDING + i + "\""))),
        PARAMS_OF_ANOTHER_TYPE(i ->
                refused(400, -32600, server.post(rpc(i, "tools/call", "[\"" + PADDING + i + "\"]"), STATELESS))),
        METHOD_OF_ANOTHER_TYPE(i -> refused(
                400, -32600, server.post("{\"jsonrpc\":\"2.0\",\"id\":" + i + ",\"method\":[\"" + PADDING + "\"]}"))),
        LONG_ID(i -> refused(
                400,
                -32600,
                server.post("{\"jsonrpc\":\"2.0\",\"id\":\"" + PADDING + i + "\",\"method\":\"ping\"}", own()))),
        ARGUMENTS_OF_ANOTHER_TYPE(i -> refused(
                200,
                -32602,
                server.callStateless("tools/call", "{\"name\":\"echo\",\"arguments\":\"" + PADDING + "\"}"))),
        LONG_TOOL_NAME(i -> refused(
                400, -32020, server.callStateless("tools/call", "{\"name\":\"" + PADDING + "\"}", "Mcp-Name", "echo"))),
        LONG_URI(i -> refused(
                200,
                -32602,
                server.post(rpc(i, "resources/subscribe", "{\"uri\":\"any://" + PADDING + i + "\"}"), own()))),
        OVERSIZED_BODY(i -> {
            try (RawClient client = RawClient.connect(server)) {
                client.send(RawClient.head(call("tools/list", "{}"), (1 << 20) + i));
                assertThat(client.line()).startsWith("HTTP/1.1 413");
            }
        }),
        OVERSIZED_BODY_IN_CHUNKS(i -> {
            String head = RawClient.head(call("tools/list", "{}"), 0);
            try (RawClient client = RawClient.connect(server)) {
                client.send(head.replace("Content-Length: 0", "Transfer-Encoding: chunked"));
                for (int chunk = 0; chunk < 16; chunk++) client.send("10000\r\n" + PADDING + "\r\n");
                client.send("1\r\nx\r\n");
                assertThat(client.line()).startsWith("HTTP/1.1 413");
            }
        }),
        OVERSIZED_CAPABILITIES(i -> refused(
                413,
                -32602,
                server.post(initializeBody("2025-11-25").replace("\"sampling\":{}", "\"x\":\"" + PADDING + "\"")))),
        OVERSIZED_HEADERS(i -> {
            String head = RawClient.head(call("tools/list", "{}"), 0).replace("\r\n\r\n", "\r\n");
            try (RawClient client = RawClient.connect(server)) {
                client.send(head + "X-Long: " + PADDING + "\r\n\r\n");
                // The container's answer: the request never gets to the servlet.
                assertThat(client.line()).matches("HTTP/1.1 (431|400) .*");
            }
        }),
        WRONG_CONTENT_TYPE(i -> refused(415, -32600, server.post(SHORT, "Content-Type", "text/plain"))),
        WRONG_ACCEPT(i -> refused(406, -32600, server.post(SHORT, "Accept", "text/html"))),
        MISSING_HEADERS(i -> refused(400, -32020, server.post(modern("{\"a\":\"" + PADDING + "\""), "A", "b"))),
        CONTRADICTING_HEADERS(i -> refused(
                400, -32020, server.callStateless("tools/call", "{\"name\":\"echo\"}", "Mcp-Name", "x".repeat(4000)))),
        MISSING_METADATA(i ->
                refused(400, -32602, server.post(rpc(i, "tools/call", "{\"a\":\"" + PADDING + "\"}"), STATELESS))),
        FOREIGN_ORIGIN(i -> refused(403, -32600, server.post(SHORT, "Origin", "https://evil.example"))),
        FOREIGN_HOST(i -> {
            String answer = server.raw("POST /mcp HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
            assertThat(answer).startsWith("HTTP/1.1 403").contains("\"code\":-32600");
        }),
        UNKNOWN_VERSION(i -> refused(
                400,
                -32022,
                server.post(rpc(i, "ping", "{\"a\":\"" + PADDING + "\"}"), "MCP-Protocol-Version", "1900-01-" + i))),
        UNKNOWN_METHOD(i -> refused(404, -32601, server.callStateless("no/such/" + i, "{\"a\":\"" + PADDING + "\"}"))),
        UNKNOWN_SESSION(i -> refused(
                404, -32600, server.post(rpc(i, "ping", "{\"a\":\"" + PADDING + "\"}"), "Mcp-Session-Id", "s" + i))),
        STOLEN_SESSION(i -> refused(
                404,
                -32600,
                server.post(
                        rpc(i, "ping", "{}"),
                        "Mcp-Session-Id",
                        session,
                        "X-Test-Caller",
                        "eve" + PADDING.substring(0, 4000)))),
        STOLEN_SESSION_ENDED(i -> refused(
                404,
                -32600,
                server.send(server.request("Mcp-Session-Id", session, "X-Test-Caller", "eve")
                        .DELETE()))),
        EVENT_OF_NO_STREAM(i -> refused(
                400,
                -32600,
                server.send(
                        server.request(own()).header("Last-Event-ID", "zz." + i).GET()))),
        ANSWER_TO_NO_QUESTION(i -> refused(
                400,
                -32600,
                server.post("{\"jsonrpc\":\"2.0\",\"id\":" + i + ",\"result\":{\"a\":\"" + PADDING + "\"}}", own()))),
        CANCELLATION_OF_NO_CALL(i -> assertThat(server.post(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
                                        + i + ",\"reason\":\"" + PADDING + "\"}}",
                                own())
                        .statusCode())
                .isEqualTo(202)),
        BATCH_OF_RUBBISH(i -> refused(400, -32600, server.post("[" + "1,".repeat(1 << 15) + i + "]", STATELESS))),
        TAMPERED_STATE(i -> refused(200, -32602, state(sealed.substring(0, sealed.length() - 4) + "AAAA", "ada"))),
        REPLAYED_STATE_OF_ANOTHER(i -> refused(200, -32602, state(sealed, "eve"))),
        HUGE_STATE(i -> refused(200, -32602, state(PADDING + i, "ada"))),
        HALF_A_BODY(i -> {
            try (RawClient client = RawClient.connect(server)) {
                client.send(RawClient.head(call("tools/list", "{}"), 1 << 18)).send(PADDING);
            }
        }),
        NEVER_READS(i -> {
            // Each answer is 8 MiB, so a few of them would show.
            if (i % 10 != 0) return;
            try (RawClient client = RawClient.connectWithSmallBuffer(server)) {
                client.send(call("tools/call", "{\"name\":\"huge\"}"));
                Awaitility.await().until(() -> server.servlet.bufferedBytes() > 0);
            }
        }),
        VANISHES_IN_A_CALL(i -> {
            try (RawClient client = RawClient.connect(server)) {
                client.send(call("tools/call", "{\"name\":\"hang\",\"_meta\":{\"progressToken\":1}}"));
                if (i % 10 == 0) assertThat(client.line()).contains("200");
            }
        }),
        VANISHES_WHILE_LISTENING(i -> {
            try (RawClient client = RawClient.connect(server)) {
                client.send(call("subscriptions/listen", "{\"notifications\":{\"toolsListChanged\":true}}"));
            }
        });

        private final Mistake mistake;

        Bad(Mistake mistake) {
            this.mistake = mistake;
        }
    }

    @ParameterizedTest
    @EnumSource(Bad.class)
    void isRefusedAndLeavesNothing(Bad bad) throws Exception {
        make(bad, WARM_UP);
        long before = Heap.usedAfterCollection();
        make(bad, FLOOD);
        // The container lets go of a connection's buffers a little after it told us that the connection is gone.
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(Heap.usedAfterCollection() - before).isLessThan(3 * Heap.MIB));
        HttpResponse<String> good =
                server.callStateless("tools/call", "{\"name\":\"echo\",\"arguments\":{\"text\":\"hi\"}}");
        assertThat(TestServer.text(TestServer.result(good))).isEqualTo("hi");
        server.mcp.resourceUpdated("test://text");
        assertThat(nextData()).contains("notifications/resources/updated");
    }

    private static void make(Bad bad, int times) throws Exception {
        for (int i = 1; i <= times; i++) bad.mistake.make(i);
        Awaitility.await()
                .untilAsserted(() -> assertThat(List.of(
                                (long) server.servlet.streamCount(),
                                (long) server.servlet.sessionCount(),
                                (long) server.servlet.callCount(),
                                (long) server.servlet.lateBodyCount(),
                                server.servlet.bufferedBytes()))
                        .as("streams, sessions, calls, late bodies, buffered bytes")
                        .containsExactly(1L, 1L, 0L, 0L, 0L));
        server.refusals.clear();
    }

    private static void refused(int status, long code, HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(TestServer.errorCode(response)).isEqualTo(code);
        assertThat(response.body()).hasSizeLessThan(1000).doesNotContain("Exception", "\tat ");
    }

    private static HttpRequest call(String method, String params) {
        return server.stateless(method, params).build();
    }

    private static String modern(String params) {
        return rpc(
                1,
                "tools/call",
                params
                        + ",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}}");
    }

    private static HttpResponse<String> state(String state, String caller) throws Exception {
        Json params = Json.object()
                .put("name", "ask")
                .put("requestState", state)
                .put("inputResponses", Json.EMPTY_OBJECT)
                .build();
        return server.send(server.stateless("tools/call", params, TestServer.CAPABILITIES, "X-Test-Caller", caller));
    }

    private static String nextData() throws Exception {
        String line = stream.readLine();
        while (!line.startsWith("data: {")) line = stream.readLine();
        return line;
    }
}
