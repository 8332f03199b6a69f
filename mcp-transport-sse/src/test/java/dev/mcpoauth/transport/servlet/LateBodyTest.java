package dev.mcpoauth.transport.servlet;

import static dev.mcpoauth.transport.servlet.TestServer.initializeBody;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.SettableClock;
import dev.mcpoauth.transport.refusal.Refusal;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body that comes slowly, or never, holds neither a thread nor much else, and in the end gets the usual answer. */
class LateBodyTest {

    private final Beats beats = new Beats();
    private final SettableClock clock = new SettableClock();
    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(
                Fixtures::application,
                settings -> settings.ticker(beats)
                        .clock(clock)
                        .maxBodyBytes(1 << 20)
                        .maxLateBodyBytesInAll(4 << 20)
                        .maxStreams(100)
                        .maxStreamsPerCaller(3),
                8);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sixtyFourHalfSentBodiesLeaveEightThreadsFree() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            clients.add(
                    RawClient.connect(server).send(RawClient.head(call(), 1000)).send("{\"jsonrpc\":"));
        }
        Awaitility.await().until(() -> server.servlet.lateBodyCount() == 64);
        Awaitility.await().until(() -> server.busyThreads() == 0);
        assertThat(server.callStateless("tools/call", "{\"name\":\"echo\"}").statusCode())
                .isEqualTo(200);
        beats.beat();
        assertThat(server.servlet.lateBodyCount()).isEqualTo(64);
        clock.advance(Duration.ofSeconds(31));
        beats.beat();
        assertThat(server.servlet.lateBodyCount()).isZero();
        Awaitility.await().until(() -> server.servlet.bufferedBytes() == 0);
        for (RawClient client : clients) {
            assertThat(client.line()).startsWith("HTTP/1.1 400");
            client.close();
        }
        assertThat(server.refusals).containsOnly(Refusal.BODY_INCOMPLETE).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stateless", "initialize", "session", "notification", "malformed", "foreign version"})
    void aBodyInTwoHalvesIsServedLikeAWholeOne(String kind) throws Exception {
        HttpRequest request = request(kind);
        String body = RawClient.body(request);
        try (RawClient client = RawClient.connect(server)) {
            client.send(RawClient.head(request, body.length())).send(body.substring(0, body.length() / 2));
            Awaitility.await().until(() -> server.servlet.lateBodyCount() == 1);
            client.send(body.substring(body.length() / 2));
            int status = Integer.parseInt(client.line().split(" ", 3)[1]);
            // A session refuses an id whose call runs, and a stream has its status before that.
            Awaitility.await().until(() -> server.servlet.callCount() == 0);
            assertThat(status)
                    .isEqualTo(server.send(HttpRequest.newBuilder(request, (n, v) -> true))
                            .statusCode());
        }
        assertThat(server.servlet.lateBodyCount()).isZero();
        Awaitility.await().until(() -> server.servlet.bufferedBytes() == 0);
        Awaitility.await().until(() -> server.servlet.callCount() == 0);
    }

    private HttpRequest request(String kind) throws Exception {
        HttpRequest.Builder request = switch (kind) {
            case "stateless" -> server.stateless("tools/call", "{\"name\":\"talk\"}");
            case "initialize" -> post(initializeBody("2025-11-25"));
            case "session" ->
                post(TestServer.rpc(1, "tools/call", "{\"name\":\"talk\"}"))
                        .setHeader("Mcp-Session-Id", server.initialize("2025-11-25"));
            case "notification" ->
                post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                        .setHeader("Mcp-Session-Id", server.initialize("2025-11-25"));
            case "malformed" -> post("{\"jsonrpc\":\"2.0\",");
            default -> post(TestServer.rpc(1, "ping", "{}")).setHeader("MCP-Protocol-Version", "1900-01-01");
        };
        return request.build();
    }

    private HttpRequest.Builder post(String body) {
        return server.request().POST(HttpRequest.BodyPublishers.ofString(body));
    }

    @Test
    void aBodyInChunksIsServed() throws Exception {
        HttpRequest request = call();
        String head = RawClient.head(request, 0).replace("Content-Length: 0", "Transfer-Encoding: chunked");
        try (RawClient client = RawClient.connect(server)) {
            client.send(head);
            for (String part : RawClient.body(request).split("(?<=,)"))
                client.send(Integer.toHexString(part.length()) + "\r\n" + part + "\r\n");
            client.send("0\r\n\r\n");
            assertThat(client.line()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void chunksWithoutEndAreRefusedAtTheLimit() throws Exception {
        try (RawClient client = RawClient.connect(server)) {
            client.send(RawClient.head(call(), 0).replace("Content-Length: 0", "Transfer-Encoding: chunked"));
            String chunk = "10000\r\n" + " ".repeat(1 << 16) + "\r\n";
            for (int i = 0; i < 16; i++) client.send(chunk);
            client.send("1\r\n \r\n");
            assertThat(client.line()).startsWith("HTTP/1.1 413");
        }
        Awaitility.await().until(() -> server.servlet.bufferedBytes() == 0);
    }

    @Test
    void halfBodiesOfAllRequestsTogetherAreBounded() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            RawClient client = RawClient.connect(server).send(RawClient.head(call(), 1 << 20));
            clients.add(client.sendIfTaken(" ".repeat((1 << 20) - 10)));
        }
        Awaitility.await().until(() -> server.refusals.contains(Refusal.SERVER_BUSY));
        assertThat(server.servlet.bufferedBytes()).isLessThanOrEqualTo(4 << 20);
        for (RawClient client : clients) client.close();
        Awaitility.await().until(() -> server.servlet.lateBodyCount() == 0);
        Awaitility.await().until(() -> server.servlet.bufferedBytes() == 0);
    }

    @Test
    void halfBodiesOfOneCallerAreCounted() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            HttpRequest request =
                    server.stateless("tools/list", "{}", "X-Test-Caller", "ada").build();
            clients.add(RawClient.connect(server).send(RawClient.head(request, 100)));
            int sent = i + 1;
            Awaitility.await().until(() -> server.servlet.lateBodyCount() == Math.min(sent, 3));
        }
        assertThat(clients.get(3).line()).startsWith("HTTP/1.1 429");
        for (RawClient client : clients) client.close();
        Awaitility.await().until(() -> server.servlet.lateBodyCount() == 0);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aClientThatIsGoneHalfwayIsForgotten(boolean announced) throws Exception {
        for (int i = 0; i < 5; i++) {
            String head = RawClient.head(call(), 1000);
            if (!announced) head = head.replace("Content-Length: 1000", "Transfer-Encoding: chunked");
            RawClient client = RawClient.connect(server).send(head).send(announced ? "{" : "5\r\n{");
            Awaitility.await().until(() -> server.servlet.lateBodyCount() == 1);
            client.close();
            Awaitility.await().until(() -> server.servlet.lateBodyCount() == 0);
        }
        Awaitility.await().until(() -> server.servlet.bufferedBytes() == 0);
        Awaitility.await().until(() -> server.servlet.streamCount() == 0);
    }

    @Test
    void aClientThatEndsItsSideHalfwayIsRefusedOrCutOff() throws Exception {
        String answer = server.raw(RawClient.head(call(), 1000) + "{");
        // Some containers let nobody answer any more.
        assertThat(answer).matches(text -> text.isEmpty() || text.startsWith("HTTP/1.1 400"), "no or a 400 answer");
        assertThat(server.refusals).containsExactly(Refusal.BODY_INCOMPLETE);
        assertThat(server.servlet.lateBodyCount()).isZero();
        Awaitility.await().until(() -> server.servlet.bufferedBytes() == 0);
    }

    private HttpRequest call() {
        return server.stateless("tools/call", "{\"name\":\"echo\"}").build();
    }
}
