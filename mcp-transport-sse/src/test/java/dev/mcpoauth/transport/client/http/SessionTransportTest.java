package dev.mcpoauth.transport.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.CallOptions;
import dev.mcpoauth.transport.client.CallTimeoutException;
import dev.mcpoauth.transport.client.HttpRefusalException;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.McpClientBuilder;
import dev.mcpoauth.transport.client.McpErrorException;
import dev.mcpoauth.transport.client.http.ScriptedServer.Received;
import dev.mcpoauth.transport.client.http.ScriptedServer.Reply;
import dev.mcpoauth.transport.client.http.ScriptedServer.Script;
import dev.mcpoauth.transport.client.http.ScriptedServer.Stream;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Session era, client: B.3 rows E2-C*")
class SessionTransportTest {

    private static final Reconnection FAST = new Reconnection(3, Duration.ofMillis(5), Duration.ofMillis(20));
    private static final String DONE = "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}";

    private final CountDownLatch release = new CountDownLatch(1);
    private ScriptedServer server;

    @AfterEach
    void stop() {
        release.countDown();
        if (server != null) server.close();
    }

    @Test
    @DisplayName("E2-C1, E2-C3, E2-C6: each message is a POST that accepts both types and names session and version")
    void postsEachMessageWithSessionAndVersion() throws Exception {
        serve((request, reply) -> reply.result(request.id(), DONE));
        try (McpClient client = connect()) {
            client.callTool("t", Json.EMPTY_OBJECT);
        }
        Received initialize = server.calls("initialize").get(0);
        assertThat(initialize.has("mcp-session-id")).isFalse();
        assertThat(initialize.has("mcp-protocol-version")).isFalse();
        for (String method : List.of("notifications/initialized", "tools/call")) {
            Received message = server.calls(method).get(0);
            assertThat(message.header("accept")).isEqualTo("application/json, text/event-stream");
            assertThat(message.header("content-type")).isEqualTo("application/json");
            assertThat(message.header("mcp-session-id")).isEqualTo("s1");
            assertThat(message.header("mcp-protocol-version")).isEqualTo("2025-11-25");
        }
    }

    @Test
    @DisplayName("E2-C2: JSON and event streams are both understood")
    void takesTheResponseFromAnEventStream() throws Exception {
        serve((request, reply) -> {
            try (Stream stream = reply.stream()) {
                stream.raw(": hello\n\n").event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}");
                stream.result(request.id(), DONE);
            }
        });
        List<String> notifications = new CopyOnWriteArrayList<>();
        try (McpClient client =
                client().onNotification(n -> notifications.add(n.method())).connect()) {
            assertThat(client.callTool("t", Json.EMPTY_OBJECT).text()).isEqualTo("done");
        }
        assertThat(notifications).containsExactly("notifications/x");
    }

    @Test
    @DisplayName("E2-C2: an event may be cut anywhere")
    void takesAResponseThatDripsInByteByByte() throws Exception {
        serve((request, reply) -> {
            try (Stream stream = reply.stream()) {
                String event =
                        "data: {\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":" + DONE + "}\r\n\r\n";
                for (char c : event.toCharArray()) stream.raw(String.valueOf(c));
            }
        });
        try (McpClient client = connect()) {
            assertThat(client.callTool("t", Json.EMPTY_OBJECT).text()).isEqualTo("done");
        }
    }

    @Test
    @DisplayName("E2-C4: 404 opens one new session and sends the message again")
    void initializesAgainWhenTheSessionIsGone() throws Exception {
        serve((request, reply) -> {
            if (request.header("mcp-session-id").equals("s1")) reply.status(404);
            else reply.result(request.id(), DONE);
        });
        try (McpClient client = connect()) {
            assertThat(client.callTool("t", Json.EMPTY_OBJECT).text()).isEqualTo("done");
        }
        List<Received> initializations = server.calls("initialize");
        assertThat(initializations).hasSize(2);
        assertThat(initializations.get(1).has("mcp-session-id")).isFalse();
        assertThat(initializations.get(1).json().get("params"))
                .isEqualTo(initializations.get(0).json().get("params"));
        assertThat(server.calls("notifications/initialized").get(1).header("mcp-session-id"))
                .isEqualTo("s2");
    }

    @Test
    @DisplayName("E2-C4: calls that find the session gone together share one new session")
    void initializesOnceForAllThatFindTheSessionGone() throws Exception {
        int threads = 8;
        CountDownLatch allThere = new CountDownLatch(threads);
        serve((request, reply) -> {
            if (request.header("mcp-session-id").equals("s1")) {
                allThere.countDown();
                allThere.await();
                reply.status(404);
            } else reply.result(request.id(), DONE);
        });
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (McpClient client = connect()) {
            List<Future<String>> texts = IntStream.range(0, threads)
                    .mapToObj(i -> pool.submit(
                            () -> client.callTool("t", Json.EMPTY_OBJECT).text()))
                    .toList();
            for (Future<String> text : texts) assertThat(text.get()).isEqualTo("done");
        } finally {
            pool.shutdownNow();
        }
        assertThat(server.calls("initialize")).hasSize(2);
    }

    @Test
    @DisplayName("E2-C4: a server that ends every session is not asked for ever")
    void givesUpWhenTheNewSessionIsGoneToo() throws Exception {
        serve((request, reply) -> reply.status(404));
        try (McpClient client = connect()) {
            assertThatThrownBy(() -> client.callTool("t", Json.EMPTY_OBJECT))
                    .isInstanceOfSatisfying(
                            HttpRefusalException.class,
                            refusal -> assertThat(refusal.status()).isEqualTo(404));
        }
        assertThat(server.calls("initialize")).hasSize(2);
        assertThat(server.calls("tools/call")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 405, 500})
    @DisplayName("E2-C5: the session is deleted in the end, whatever the server thinks of it")
    void deletesTheSession(int status) throws Exception {
        server = new ScriptedServer(new SessionPeer((request, reply) -> reply.status(status)));
        client().connect().close();
        assertThat(server.received("DELETE")).singleElement().satisfies(delete -> {
            assertThat(delete.header("mcp-session-id")).isEqualTo("s1");
            assertThat(delete.header("mcp-protocol-version")).isEqualTo("2025-11-25");
        });
    }

    @Test
    @DisplayName("E2-C7, E2-C8: a stream that ended is resumed after its last event, not before the server's retry")
    void resumesAfterTheLastEvent() throws Exception {
        AtomicInteger resumptions = new AtomicInteger();
        long[] closed = new long[1];
        long[] reopened = new long[1];
        server = new ScriptedServer(new SessionPeer((request, reply) -> {
            if (request.method().equals("GET") && request.has("last-event-id")) {
                reopened[0] = System.nanoTime();
                resumptions.incrementAndGet();
                try (Stream stream = reply.stream()) {
                    stream.result(Json.of(2), DONE);
                }
            } else if (!SessionPeer.handledGetOrDelete(request, reply)) {
                try (Stream stream = reply.stream()) {
                    stream.raw("id: e1\nretry: 200\ndata:\n\n");
                }
                closed[0] = System.nanoTime();
            }
        }));
        try (McpClient client = connect()) {
            assertThat(client.callTool("t", Json.EMPTY_OBJECT).text()).isEqualTo("done");
        }
        assertThat(resumptions).hasValue(1);
        assertThat(Duration.ofNanos(reopened[0] - closed[0])).isGreaterThanOrEqualTo(Duration.ofMillis(190));
        Received resumption = server.received("GET").stream()
                .filter(get -> get.has("last-event-id"))
                .findFirst()
                .orElseThrow();
        assertThat(resumption.header("last-event-id")).isEqualTo("e1");
        assertThat(resumption.header("mcp-session-id")).isEqualTo("s1");
    }

    @Test
    @DisplayName("E2-C8: a stream that breaks off is resumed like one that was closed")
    void resumesAStreamThatBreaksOff() throws Exception {
        server = new ScriptedServer(new SessionPeer((request, reply) -> {
            if (request.method().equals("GET") && request.has("last-event-id")) {
                try (Stream stream = reply.stream()) {
                    stream.result(Json.of(2), DONE);
                }
            } else if (!SessionPeer.handledGetOrDelete(request, reply)) {
                reply.stream().raw("id: e1\ndata:\n\ndata: {\"half");
                throw new IOException("the connection breaks");
            }
        }));
        try (McpClient client = connect()) {
            assertThat(client.callTool("t", Json.EMPTY_OBJECT).text()).isEqualTo("done");
        }
    }

    @Test
    @DisplayName("E2-C8: a server that closes the stream gracefully again and again is given up (no endless loop)")
    void givesUpOnAStreamThatNeverBringsAnything() throws Exception {
        AtomicInteger streams = new AtomicInteger();
        server = new ScriptedServer(new SessionPeer((request, reply) -> {
            if (request.method().equals("DELETE")) reply.status(200);
            else if (request.method().equals("GET") && !request.has("last-event-id")) reply.status(405);
            else
                try (Stream stream = reply.stream()) {
                    stream.raw("id: e" + streams.incrementAndGet() + "\ndata:\n\n");
                }
        }));
        try (McpClient client = connect()) {
            assertThatThrownBy(() -> client.callTool("t", Json.EMPTY_OBJECT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("silent");
        }
        assertThat(streams).hasValue(1 + FAST.attempts());
    }

    @Test
    @DisplayName("E2-C8: progress starts the count of attempts over")
    void goesOnResumingAsLongAsSomethingComes() throws Exception {
        AtomicInteger streams = new AtomicInteger();
        int needed = FAST.attempts() * 3;
        server = new ScriptedServer(new SessionPeer((request, reply) -> {
            if (request.method().equals("DELETE")) reply.status(200);
            else if (request.method().equals("GET") && !request.has("last-event-id")) reply.status(405);
            else
                try (Stream stream = reply.stream()) {
                    int n = streams.incrementAndGet();
                    if (n == needed) stream.result(Json.of(2), DONE);
                    else stream.raw("id: e" + n + "\n").event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}");
                }
        }));
        try (McpClient client = connect()) {
            assertThat(client.callTool("t", Json.EMPTY_OBJECT).text()).isEqualTo("done");
        }
    }

    @Test
    @DisplayName("E2-C8: a stream without ids cannot be resumed, and its call is lost")
    void reportsALostResponse() throws Exception {
        serve((request, reply) -> {
            try (Stream stream = reply.stream()) {
                stream.raw(": nothing\n\n");
            }
        });
        try (McpClient client = connect()) {
            assertThatThrownBy(() -> client.callTool("t", Json.EMPTY_OBJECT)).isInstanceOf(IOException.class);
        }
        assertThat(server.calls("tools/call")).hasSize(1);
    }

    @Test
    @DisplayName("E2-C9: a call that takes too long is cancelled by a notification")
    void cancelsACallThatTimesOut() throws Exception {
        serve((request, reply) -> {
            if (request.rpcMethod().equals("notifications/cancelled")) reply.status(202);
            else release.await();
        });
        try (McpClient client = connect()) {
            CallOptions hasty = CallOptions.DEFAULT.within(Duration.ofMillis(100), Duration.ofSeconds(10));
            assertThatThrownBy(() -> client.callTool("t", Json.EMPTY_OBJECT, hasty))
                    .isInstanceOf(CallTimeoutException.class)
                    .hasMessageContaining("tools/call");
            await().untilAsserted(() ->
                    assertThat(server.calls("notifications/cancelled")).hasSize(1));
        }
        Json requestId = server.calls("notifications/cancelled")
                .get(0)
                .json()
                .at("params", "requestId")
                .orElseThrow();
        assertThat(requestId).isEqualTo(server.calls("tools/call").get(0).id());
    }

    @Test
    @DisplayName("The GET stream brings what the server says unasked, and its requests are answered")
    void answersTheRequestsOfTheServer() throws Exception {
        AtomicBoolean opened = new AtomicBoolean();
        server = new ScriptedServer(new SessionPeer((request, reply) -> {
            switch (request.method()) {
                case "DELETE" -> reply.status(200);
                case "GET" -> {
                    Stream stream = reply.stream();
                    if (opened.compareAndSet(false, true)) {
                        stream.event(
                                "{\"jsonrpc\":\"2.0\",\"id\":\"q1\",\"method\":\"elicitation/create\",\"params\":{}}");
                        stream.event("{\"jsonrpc\":\"2.0\",\"id\":\"q2\",\"method\":\"ping\"}");
                        stream.event("{\"jsonrpc\":\"2.0\",\"id\":\"q3\",\"method\":\"no/such\"}");
                    }
                    release.await();
                }
                default -> reply.status(202);
            }
        }));
        try (McpClient client = client().elicitation(
                        params -> Json.object().put("action", "decline").build())
                .connect()) {
            await().untilAsserted(() -> assertThat(server.received("POST")).hasSize(5));
            assertThat(client.protocolVersion().era()).isEqualTo(Era.SESSION);
        }
        assertThat(answer("q1").at("result", "action")).contains(Json.of("decline"));
        assertThat(answer("q2").get("result")).contains(Json.EMPTY_OBJECT);
        assertThat(answer("q3").at("error", "code")).contains(Json.of(-32601));
        Json capabilities = server.calls("initialize")
                .get(0)
                .json()
                .at("params", "capabilities")
                .orElseThrow();
        assertThat(capabilities.has("elicitation")).isTrue();
        assertThat(capabilities.has("sampling")).isFalse();
    }

    private Json answer(String id) {
        return server.received("POST").stream()
                .map(Received::json)
                .filter(json -> json.string("id").orElse("").equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("The GET stream of a server that closes it at once is not opened for ever")
    void leavesAServerAloneThatKeepsClosingItsStream() throws Exception {
        AtomicInteger gets = new AtomicInteger();
        server = new ScriptedServer(new SessionPeer((request, reply) -> {
            if (request.method().equals("GET")) {
                gets.incrementAndGet();
                reply.stream().close();
            } else if (request.method().equals("DELETE")) reply.status(200);
            else reply.result(request.id(), DONE);
        }));
        try (McpClient client = connect()) {
            await().until(() -> gets.get() == 1 + FAST.attempts());
            assertThat(client.callTool("t", Json.EMPTY_OBJECT).text()).isEqualTo("done");
            assertThat(gets).hasValue(1 + FAST.attempts());
        }
    }

    @Test
    @DisplayName("E2-C4, E2-S13: the GET stream of a session that is over does not go on in the next session")
    void keepsAStreamInItsSession() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        server = new ScriptedServer(new SessionPeer((request, reply) -> {
            boolean over = request.header("mcp-session-id").equals("s1");
            if (request.method().equals("DELETE")) reply.status(200);
            else if (request.method().equals("POST") && !over) reply.result(request.id(), DONE);
            else if (request.method().equals("POST")) {
                opened.await();
                reply.status(404);
            } else if (!over) reply.status(405);
            else if (request.has("last-event-id")) reply.status(404);
            else {
                try (Stream stream = reply.stream()) {
                    stream.raw("id: of-s1\ndata:\n\n");
                    opened.countDown();
                    release.await();
                }
            }
        }));
        try (McpClient client = connect()) {
            client.callTool("t", Json.EMPTY_OBJECT);
            release.countDown();
            await().until(() -> server.received("GET").stream().anyMatch(get -> get.has("last-event-id")));
        }
        assertThat(server.received("GET"))
                .filteredOn(get -> get.has("last-event-id"))
                .extracting(get -> get.header("mcp-session-id"))
                .containsExactly("s1");
    }

    @Test
    @DisplayName("A JSON-RPC error in a refused request answers the call")
    void takesAnErrorBodyAsTheResponse() throws Exception {
        serve((request, reply) -> reply.error(400, Json.NULL, -32602, "{\"why\":\"x\"}"));
        try (McpClient client = connect()) {
            assertThatThrownBy(() -> client.callTool("t", Json.EMPTY_OBJECT))
                    .isInstanceOfSatisfying(McpErrorException.class, failure -> {
                        assertThat(failure.code()).isEqualTo(-32602);
                        assertThat(failure.error().data().string("why")).contains("x");
                    });
        }
    }

    @Test
    @DisplayName("Whatever is no JSON-RPC response loses the call, not the client")
    void survivesAnswersThatAreNoResponse() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        serve((request, reply) -> {
            switch (calls.getAndIncrement()) {
                case 0 -> reply.body(200, "text/html", "<html>");
                case 1 -> reply.json(200, "{\"jsonrpc\":\"2.0\",");
                case 2 -> reply.json(200, "[]");
                case 3 -> reply.result(Json.of("other"), DONE);
                case 4 -> reply.status(202);
                default -> reply.result(request.id(), DONE);
            }
        });
        try (McpClient client = connect()) {
            for (int i = 0; i < 5; i++)
                assertThatThrownBy(() -> client.callTool("t", Json.EMPTY_OBJECT))
                        .isInstanceOf(IOException.class);
            assertThat(client.callTool("t", Json.EMPTY_OBJECT).text()).isEqualTo("done");
        }
    }

    @Test
    @DisplayName("2025-03-26: the response may come in a batch")
    void takesTheResponseFromABatch() throws Exception {
        serve((request, reply) -> reply.json(
                200,
                "[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"},{\"jsonrpc\":\"2.0\",\"id\":" + request.id()
                        + ",\"result\":" + DONE + "}]"));
        try (McpClient client = connect()) {
            assertThat(client.callTool("t", Json.EMPTY_OBJECT).text()).isEqualTo("done");
        }
    }

    @Test
    @DisplayName("A log level survives the session")
    void setsTheLogLevelAgainInANewSession() throws Exception {
        serve((request, reply) -> {
            boolean old = request.header("mcp-session-id").equals("s1");
            if (old && request.rpcMethod().equals("tools/call")) reply.status(404);
            else reply.result(request.id(), DONE);
        });
        try (McpClient client = connect()) {
            client.setLogLevel("warning");
            client.callTool("t", Json.EMPTY_OBJECT);
            await().untilAsserted(
                            () -> assertThat(server.calls("logging/setLevel")).hasSize(2));
        }
        assertThat(server.calls("logging/setLevel").get(1).header("mcp-session-id"))
                .isEqualTo("s2");
    }

    @Test
    @DisplayName("A raw transport forwards what it does not understand")
    void forwardsUnknownMessages() throws Exception {
        server = new ScriptedServer((request, reply) -> reply.status(202));
        try (var transport =
                HttpTransport.to(server.uri("/mcp")).era(Era.SESSION).build()) {
            transport.open(dev.mcpoauth.transport.client.ClientProfile.of("raw", "1"), RecordingListener.create());
            transport
                    .send(new Notification(
                            "x/unknown", Json.object().put("a", 1).build()))
                    .toCompletableFuture()
                    .get();
        }
        assertThat(server.calls("x/unknown").get(0).json().at("params", "a")).contains(Json.of(1));
    }

    private void serve(Script calls) throws IOException {
        server = new ScriptedServer(new SessionPeer((Received request, Reply reply) -> {
            if (!SessionPeer.handledGetOrDelete(request, reply)) calls.answer(request, reply);
        }));
    }

    private McpClient connect() throws Exception {
        return client().connect();
    }

    private McpClientBuilder client() {
        return McpClient.over(HttpTransport.to(server.uri("/mcp"))
                .era(Era.SESSION)
                .reconnection(FAST)
                .build());
    }
}
