package dev.mcpoauth.transport.servlet;

import static dev.mcpoauth.transport.servlet.TestServer.initializeBody;
import static dev.mcpoauth.transport.servlet.TestServer.rpc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mcpoauth.transport.SettableClock;
import dev.mcpoauth.transport.server.ToolResult;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients leave behind is gone within a heartbeat or its limit. The heart beats twice in a heartbeat, by hand. */
class AbandonedTest {

    private static final List<Path> SOCKETS = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String CLOSE_WAIT = "08";

    private final Beats beats = new Beats();
    private final SettableClock clock = new SettableClock();

    @ParameterizedTest
    @ValueSource(strings = {"listen", "GET", "SSE", "call", "session call"})
    void aHundredDroppedConnectionsAreGoneWithinOneHeartbeat(String kind) throws Exception {
        assumeThat(SOCKETS).as("a system that lists its sockets").allMatch(Files::exists);
        try (TestServer server = server()) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                RawClient client = RawClient.connect(server).send(request(server, kind));
                clients.add(client);
            }
            Awaitility.await().until(() -> server.servlet.streamCount() == 100);
            // A call begins its stream at the first beat, and clients of any kind have something to read then.
            beats.beat();
            for (RawClient client : clients) {
                while (client.line().isEmpty()) continue;
                client.close();
            }
            beats.beat();
            Awaitility.await().until(() -> halfClosed(server.port()) == 0);
            beats.beat();
            // Without a further beat: the container tells of the failed writes on threads of its own.
            Awaitility.await().until(() -> server.servlet.streamCount() == 0);
            if (kind.equals("call")) Awaitility.await().until(() -> server.servlet.callCount() == 0);
            if (kind.equals("SSE")) Awaitility.await().until(() -> server.servlet.sessionCount() == 0);
        }
    }

    @Test
    void beatsTwiceInAHeartbeat() {
        try (TestServer server = server()) {
            Awaitility.await().until(() -> server.servlet.streamCount() == 0);
            assertThat(beats.interval()).isEqualTo(Duration.ofMillis(7500));
        }
    }

    /** Connections that the client has closed and the server has not been told of by a reset. */
    private static long halfClosed(int port) throws Exception {
        String local = String.format(Locale.ROOT, ":%04X", port);
        long count = 0;
        for (Path table : SOCKETS) {
            try (Stream<String> lines = Files.lines(table)) {
                count += lines.map(line -> line.trim().split(" +"))
                        .filter(columns -> columns[1].endsWith(local) && columns[3].equals(CLOSE_WAIT))
                        .count();
            }
        }
        return count;
    }

    private static HttpRequest request(TestServer server, String kind) throws Exception {
        String hang = "{\"name\":\"hang\"}";
        HttpRequest.Builder request = switch (kind) {
            case "listen" -> server.stateless("subscriptions/listen", "{\"notifications\":{}}");
            case "GET" ->
                server.request("Mcp-Session-Id", server.initialize("2025-11-25"))
                        .GET();
            case "SSE" -> server.request().GET();
            case "call" -> server.stateless("tools/call", hang);
            default ->
                server.request("Mcp-Session-Id", server.initialize("2025-11-25"))
                        .POST(HttpRequest.BodyPublishers.ofString(rpc(1, "tools/call", hang)));
        };
        return request.build();
    }

    private TestServer server() {
        return new TestServer(
                builder -> Fixtures.application(builder).tool(Fixtures.tool("hang"), (arguments, context) -> {
                    new CountDownLatch(1).await();
                    return ToolResult.text("never");
                }),
                settings -> settings.ticker(beats).clock(clock).serveSseEra(),
                0);
    }

    @Test
    void fiveThousandAbandonedSessionsAreGoneWithTheirHandshakeTime() throws Exception {
        try (TestServer server = server()) {
            initializeMany(server, 5000);
            String used = server.initialize("2025-11-25");
            server.post(rpc(1, "ping", "{}"), "Mcp-Session-Id", used);
            assertThat(server.servlet.sessionCount()).isEqualTo(5001);
            beats.beat();
            assertThat(server.servlet.sessionCount()).isEqualTo(5001);
            clock.advance(Duration.ofSeconds(61));
            beats.beat();
            assertThat(server.servlet.sessionCount()).isEqualTo(1);
            clock.advance(Duration.ofMinutes(30));
            beats.beat();
            assertThat(server.servlet.sessionCount()).isZero();
        }
    }

    @Test
    void neverAreThereMoreSessionsThanTheLimit() throws Exception {
        try (TestServer server = new TestServer(
                Fixtures::application, settings -> settings.ticker(beats).maxSessions(500), 0)) {
            List<Integer> answers = initializeMany(server, 700);
            assertThat(answers.stream().filter(status -> status == 200)).hasSize(500);
            assertThat(answers.stream().filter(status -> status == 503)).hasSize(200);
            assertThat(server.servlet.sessionCount()).isEqualTo(500);
        }
    }

    private static List<Integer> initializeMany(TestServer server, int sessions) {
        List<Integer> answers = new ArrayList<>();
        List<CompletableFuture<HttpResponse<String>>> pending = new ArrayList<>();
        for (int i = 1; i <= sessions; i++) {
            HttpRequest initialize = server.request()
                    .POST(HttpRequest.BodyPublishers.ofString(initializeBody("2025-11-25")))
                    .build();
            pending.add(server.http.sendAsync(initialize, HttpResponse.BodyHandlers.ofString()));
            if (i % 50 != 0 && i != sessions) continue;
            pending.forEach(answer -> answers.add(answer.join().statusCode()));
            pending.clear();
        }
        return answers;
    }

    @Test
    void aMebibyteOfClientInfoPinsNothing() throws Exception {
        try (TestServer server = server()) {
            String huge =
                    initializeBody("2025-11-25").replace("\"name\":\"t\"", "\"name\":\"" + "n".repeat(1 << 20) + "\"");
            assertThat(server.post(huge).statusCode()).isEqualTo(200);
            long before = Heap.usedAfterCollection();
            for (int i = 0; i < 40; i++) server.post(huge);
            assertThat(server.servlet.sessionCount()).isEqualTo(41);
            assertThat(Heap.usedAfterCollection() - before).isLessThan(4 * Heap.MIB);
        }
    }
}
