package dev.mcpoauth.transport.servlet;

import static dev.mcpoauth.transport.servlet.TestServer.errorCode;
import static dev.mcpoauth.transport.servlet.TestServer.initializeBody;
import static dev.mcpoauth.transport.servlet.TestServer.last;
import static dev.mcpoauth.transport.servlet.TestServer.messages;
import static dev.mcpoauth.transport.servlet.TestServer.result;
import static dev.mcpoauth.transport.servlet.TestServer.rpc;
import static dev.mcpoauth.transport.servlet.TestServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.ToolResult;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("E2: the session era (2025-03-26 to 2025-11-25)")
class SessionEraTest {

    private static final Semaphore GATE = new Semaphore(0);
    private static final BlockingQueue<String> EVENTS = new LinkedBlockingQueue<>();
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(builder -> Fixtures.application(builder)
                .tool(Fixtures.tool("gated"), (arguments, context) -> {
                    context.progress(1, "begun");
                    EVENTS.add("started");
                    try {
                        GATE.acquire();
                    } catch (InterruptedException e) {
                        EVENTS.add("cancelled=" + context.cancelled());
                        throw e;
                    }
                    return ToolResult.text("through the gate");
                })
                .tool(Fixtures.tool("letgo"), (arguments, context) -> {
                    context.releaseConnection(Duration.ofMillis(7));
                    GATE.acquire();
                    return ToolResult.text("later");
                }));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @DisplayName("E2-S14, ERA-S2: initialize negotiates the version and gives an id of visible ASCII")
    @CsvSource({
        "2025-11-25, 2025-11-25",
        "2025-06-18, 2025-06-18",
        "2025-03-26, 2025-03-26",
        "2024-11-05, 2024-11-05",
        "2026-07-28, 2025-11-25",
        "1900-01-01, 2025-11-25"
    })
    void negotiates(String requested, String answered) throws Exception {
        HttpResponse<String> response = server.post(initializeBody(requested));
        assertThat(result(response).string("protocolVersion")).contains(answered);
        assertThat(response.headers().firstValue("Mcp-Session-Id").orElseThrow())
                .matches("[!-~]{32}");
    }

    @Test
    @DisplayName("E2-S14: session ids are 192 random bits, and no two are alike")
    void drawsSessionIdsAtRandom() throws Exception {
        List<byte[]> ids = new ArrayList<>();
        for (int i = 0; i < 200; i++) ids.add(Base64.getUrlDecoder().decode(server.initialize("2025-11-25")));
        assertThat(ids.stream().map(HexFormat.of()::formatHex)).doesNotHaveDuplicates();
        for (int bit = 0; bit < 192; bit++) {
            int index = bit;
            // Two hundred fair coins stay within these bounds but once in ten to the twelve.
            assertThat(ids.stream().filter(id -> BitSet.valueOf(id).get(index)).count())
                    .as("how often bit %d is set", bit)
                    .isBetween(45L, 155L);
        }
    }

    @Test
    @DisplayName("E2-S1: one path takes POST, GET and DELETE, and nothing else is needed")
    void servesOnePath() throws Exception {
        String id = server.initialize("2025-11-25");
        assertThat(server.post(rpc(1, "ping", "{}"), "Mcp-Session-Id", id).statusCode())
                .isEqualTo(200);
        HttpResponse<InputStream> stream = listen(new String[] {"Mcp-Session-Id", id});
        assertThat(stream.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(server.send(server.request("Mcp-Session-Id", id).DELETE()).statusCode())
                .isEqualTo(204);
        assertThat(new String(stream.body().readAllBytes(), StandardCharsets.UTF_8))
                .as("the stream ends with its session")
                .doesNotContain("data: {");
    }

    @Test
    @DisplayName("E2-S10, E2-S11: what belongs to a call is on its own stream, and on no other nor on the GET stream")
    void keepsCallsApart() throws Exception {
        String id = server.initialize("2025-11-25");
        BufferedReader unasked = listen(id);
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            String call = rpc(i, "tools/call", "{\"name\":\"talk\",\"_meta\":{\"progressToken\":\"p" + i + "\"}}");
            calls.add(server.http.sendAsync(
                    server.request("Mcp-Session-Id", id)
                            .POST(HttpRequest.BodyPublishers.ofString(call))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        for (int i = 1; i <= 20; i++) {
            List<Json> messages = messages(calls.get(i - 1).get(20, TimeUnit.SECONDS));
            assertThat(messages).hasSize(4);
            assertThat(messages.get(0).at("params", "progressToken")).contains(Json.of("p" + i));
            assertThat(messages.get(2).at("params", "progressToken")).contains(Json.of("p" + i));
            assertThat(messages.get(3).get("id")).contains(Json.of(i));
        }
        server.mcp.addTool(Fixtures.tool("fresh"), (arguments, context) -> ToolResult.text("x"));
        assertThat(nextData(unasked)).contains("notifications/tools/list_changed");
        server.mcp.removeTool("fresh");
    }

    @Test
    @DisplayName("E2-S13: of two broken streams each gets its own rest, and an id of no stream is refused")
    void replaysEachStreamByItself() throws Exception {
        String id = server.initialize("2025-11-25");
        List<String> lastEvents = new ArrayList<>();
        for (int call = 31; call <= 32; call++) {
            HttpResponse<String> released =
                    server.post(rpc(call, "tools/call", "{\"name\":\"letgo\"}"), "Mcp-Session-Id", id);
            lastEvents.add(lastEventId(released.body()));
        }
        GATE.release(2);
        for (int call = 31; call <= 32; call++) {
            HttpResponse<String> resumed =
                    server.send(server.request("Mcp-Session-Id", id, "Last-Event-ID", lastEvents.get(call - 31))
                            .GET());
            assertThat(messages(resumed))
                    .singleElement()
                    .satisfies(message -> assertThat(message.get("id")).isPresent());
            assertThat(last(resumed).get("id")).contains(Json.of(call));
        }
        for (String foreign : List.of("99.1", "1.999999", "x", "1.1; drop", "1.1" + "0".repeat(100))) {
            assertThat(server.send(server.request("Mcp-Session-Id", id, "Last-Event-ID", foreign)
                                    .GET())
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    @DisplayName("X5: an id that is in flight is refused, and free again after its answer")
    void refusesAnIdThatIsInFlight() throws Exception {
        String id = server.initialize("2025-11-25");
        var running = server.http.sendAsync(
                server.request("Mcp-Session-Id", id)
                        .POST(HttpRequest.BodyPublishers.ofString(rpc(5, "tools/call", "{\"name\":\"gated\"}")))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(EVENTS.poll(10, TimeUnit.SECONDS)).isEqualTo("started");
        HttpResponse<String> second = server.post(rpc(5, "ping", "{}"), "Mcp-Session-Id", id);
        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(errorCode(second)).isEqualTo(-32600);
        assertThat(server.post("{\"jsonrpc\":\"2.0\",\"id\":\"5\",\"method\":\"ping\"}", "Mcp-Session-Id", id)
                        .statusCode())
                .as("a text is another id than a number")
                .isEqualTo(200);
        GATE.release();
        assertThat(text(result(running.get(10, TimeUnit.SECONDS)))).isEqualTo("through the gate");
        assertThat(server.post(rpc(5, "ping", "{}"), "Mcp-Session-Id", id).statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("E2-S2: notifications and expected responses are 202 without a body, unexpected responses 400")
    void acceptsNotifications() throws Exception {
        String id = server.initialize("2025-11-25");
        HttpResponse<String> accepted =
                server.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", "Mcp-Session-Id", id);
        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.body()).isEmpty();
        assertThat(server.post("{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{}}", "Mcp-Session-Id", id)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("E2-S3, E2-S7: a stream ends after the response")
    void streamsAndEnds() throws Exception {
        HttpResponse<String> response = call("2025-11-25", "talk", ",\"_meta\":{\"progressToken\":5}");
        assertThat(messages(response).stream().map(m -> m.string("method").orElse("result")))
                .containsExactly("notifications/progress", "notifications/message", "notifications/progress", "result");
    }

    @Test
    @DisplayName("E2-S4: batches work in 2025-03-26 and nowhere else")
    void batchesInOneRevisionOnly() throws Exception {
        String batch = "[" + rpc(1, "ping", "{}") + "," + rpc(2, "tools/call", "{\"name\":\"echo\"}")
                + ",{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}]";
        HttpResponse<String> answer = server.post(batch, "Mcp-Session-Id", server.initialize("2025-03-26"));
        assertThat(Json.parse(answer.body()).elements().stream()
                        .map(m -> m.get("id").orElseThrow()))
                .containsExactlyInAnyOrder(Json.of(1), Json.of(2));
        assertThat(server.post(
                                "[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}]",
                                "Mcp-Session-Id",
                                server.initialize("2025-03-26"))
                        .statusCode())
                .isEqualTo(202);
        for (String version : List.of("2025-06-18", "2025-11-25")) {
            assertThat(server.post(batch, "Mcp-Session-Id", server.initialize(version))
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    @DisplayName("E2-S5: 2025-11-25 primes a stream with an id and retry, older revisions get no empty event")
    void primesStreams() throws Exception {
        String primed =
                call("2025-11-25", "talk", ",\"_meta\":{\"progressToken\":5}").body();
        assertThat(primed).startsWith("retry: 1000\n\nid: 1.0\ndata: \n\n");
        assertThat(call("2025-06-18", "talk", ",\"_meta\":{\"progressToken\":5}")
                        .body())
                .doesNotContain("data: \n")
                .contains("id: 1.1\n");
    }

    @Test
    @DisplayName("E2-S4: messages of a batch that share an id are answered one by one, while the first of them runs")
    void answersEachOfABatchThatRepeatsAnId() throws Exception {
        String id = server.initialize("2025-03-26");
        String call = rpc(77, "tools/call", "{\"name\":\"talk\",\"_meta\":{\"progressToken\":1}}");
        String batch = Collections.nCopies(10, call).toString();
        // Its first handler answers while the container's thread refuses the rest: neither may wait for the other.
        for (int i = 0; i < 20; i++) {
            HttpRequest request = server.request("Mcp-Session-Id", id)
                    .POST(HttpRequest.BodyPublishers.ofString(batch))
                    .build();
            String answer = server.http
                    .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .get(10, TimeUnit.SECONDS)
                    .body();
            assertThat(answer.split("\"id\":77", -1)).as(answer).hasSize(11);
        }
    }

    @Test
    @DisplayName("E2-S6, E2-S10, E2-S13: a released call is resumed by its event id, and only its own events come")
    void resumesAfterTheConnectionWasReleased() throws Exception {
        String id = server.initialize("2025-11-25");
        HttpResponse<String> released = server.post(rpc(3, "tools/call", "{\"name\":\"letgo\"}"), "Mcp-Session-Id", id);
        assertThat(released.body()).contains("retry: 7\n").doesNotContain("later");
        String lastEvent = lastEventId(released.body());
        GATE.release();
        HttpResponse<String> resumed = server.send(
                server.request("Mcp-Session-Id", id, "Last-Event-ID", lastEvent).GET());
        assertThat(last(resumed).get("id")).contains(Json.of(3));
        assertThat(text(result(resumed))).isEqualTo("later");
    }

    @Test
    @DisplayName("E2-S10: the stream of a listener is resumed however many calls came since")
    void resumesAListenerAfterManyCalls() throws Exception {
        String id = server.initialize("2025-11-25");
        String lastEvent;
        try (InputStream listening = listen("Mcp-Session-Id", id).body()) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(listening, StandardCharsets.UTF_8));
            String line = lines.readLine();
            while (!line.startsWith("id: ")) line = lines.readLine();
            lastEvent = line.substring(4);
        }
        for (int i = 0; i < 20; i++) server.post(rpc(i, "ping", "{}"), "Mcp-Session-Id", id);
        HttpResponse<InputStream> resumed = listen("Mcp-Session-Id", id, "Last-Event-ID", lastEvent);
        resumed.body().close();
        assertThat(resumed.statusCode()).isEqualTo(200);
    }

    private static HttpResponse<InputStream> listen(String... headers) throws Exception {
        return server.http.send(server.request(headers).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    @Test
    @DisplayName("E2-S8: a lost connection cancels nothing, and its events are replayed")
    void replaysWhatALostConnectionMissed() throws Exception {
        String id = server.initialize("2025-11-25");
        HttpResponse<InputStream> lost = server.http.send(
                server.request("Mcp-Session-Id", id)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                rpc(4, "tools/call", "{\"name\":\"gated\",\"_meta\":{\"progressToken\":1}}")))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        BufferedReader lines = new BufferedReader(new InputStreamReader(lost.body(), StandardCharsets.UTF_8));
        String eventId = "";
        for (String line = lines.readLine(); !line.contains("progressToken"); line = lines.readLine()) {
            if (line.startsWith("id: ")) eventId = line.substring(4);
        }
        assertThat(EVENTS.poll(10, TimeUnit.SECONDS)).isEqualTo("started");
        lost.body().close();
        GATE.release();
        HttpResponse<String> resumed = server.send(
                server.request("Mcp-Session-Id", id, "Last-Event-ID", eventId).GET());
        assertThat(messages(resumed)).hasSize(1);
        assertThat(text(result(resumed))).isEqualTo("through the gate");
    }

    @Test
    @DisplayName("E2-S8: cancelled by notification, the handler is interrupted and nothing is answered")
    void cancelsByNotification() throws Exception {
        String id = server.initialize("2025-11-25");
        var pending = server.http.sendAsync(
                server.request("Mcp-Session-Id", id)
                        .POST(HttpRequest.BodyPublishers.ofString(rpc(5, "tools/call", "{\"name\":\"gated\"}")))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(EVENTS.poll(10, TimeUnit.SECONDS)).isEqualTo("started");
        server.post(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":5}}",
                "Mcp-Session-Id",
                id);
        assertThat(EVENTS.poll(10, TimeUnit.SECONDS)).isEqualTo("cancelled=true");
        assertThat(TestServer.dataLines(pending.get(10, TimeUnit.SECONDS).body()))
                .isEmpty();
    }

    @Test
    @DisplayName("E2-S9, E2-S11: a GET stream gets list changes, each on the newest stream only")
    void tellsTheNewestStream() throws Exception {
        String id = server.initialize("2025-11-25");
        BufferedReader first = listen(id);
        BufferedReader second = listen(id);
        assertThat(first.lines().filter(line -> line.startsWith("data: {"))).isEmpty();
        server.mcp.addTool(Fixtures.tool("fresh"), (arguments, context) -> ToolResult.text("x"));
        assertThat(nextData(second)).contains("notifications/tools/list_changed");
        server.mcp.removeTool("fresh");
    }

    @Test
    @DisplayName("E2-S9: resource updates reach subscribers only")
    void tellsSubscribersOfAResource() throws Exception {
        String id = server.initialize("2025-11-25");
        BufferedReader stream = listen(id);
        server.mcp.resourceUpdated("test://text");
        server.post(rpc(1, "resources/subscribe", "{\"uri\":\"test://text\"}"), "Mcp-Session-Id", id);
        server.mcp.resourceUpdated("test://other");
        server.mcp.resourceUpdated("test://text");
        assertThat(nextData(stream)).contains("\"uri\":\"test://text\"");
    }

    @Test
    @DisplayName("E2-S12: event ids name their stream and never repeat in a session")
    void eventIdsAreUnique() throws Exception {
        String id = server.initialize("2025-11-25");
        String body = rpc(1, "tools/call", "{\"name\":\"talk\",\"_meta\":{\"progressToken\":5}}");
        List<String> ids = Stream.of(server.post(body, "Mcp-Session-Id", id), server.post(body, "Mcp-Session-Id", id))
                .flatMap(response -> response.body().lines())
                .filter(line -> line.startsWith("id: "))
                .toList();
        assertThat(ids).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("E2-S15, E2-S16, E2-S17: without a session 400, after DELETE 404, with a stolen id 404")
    void guardsSessions() throws Exception {
        assertThat(server.post(rpc(1, "ping", "{}")).statusCode()).isEqualTo(400);
        assertThat(server.post(rpc(1, "ping", "{}"), "Mcp-Session-Id", "nonsense")
                        .statusCode())
                .isEqualTo(404);
        String id = server.initialize("2025-11-25", "X-Test-Caller", "ada");
        assertThat(server.post(rpc(1, "ping", "{}"), "Mcp-Session-Id", id, "X-Test-Caller", "eve")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.post(rpc(1, "ping", "{}"), "Mcp-Session-Id", id).statusCode())
                .isEqualTo(404);
        String[] own = {"Mcp-Session-Id", id, "X-Test-Caller", "ada"};
        assertThat(server.post(rpc(1, "ping", "{}"), own).statusCode()).isEqualTo(200);
        assertThat(server.send(server.request(own).DELETE()).statusCode()).isEqualTo(204);
        assertThat(server.post(rpc(1, "ping", "{}"), own).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @DisplayName("E2-S18: an unknown version header is 400; none, or another one that is spoken, is not")
    @CsvSource({"1900-01-01, 400", "2025-11-25, 200", "2025-06-18, 200", ", 200"})
    void checksTheVersionHeader(String version, int status) throws Exception {
        String id = server.initialize("2025-11-25");
        HttpResponse<String> response = version == null
                ? server.post(rpc(1, "ping", "{}"), "Mcp-Session-Id", id)
                : server.post(rpc(1, "ping", "{}"), "Mcp-Session-Id", id, "MCP-Protocol-Version", version);
        assertThat(response.statusCode()).isEqualTo(status);
    }

    @Test
    @DisplayName("ERA-S3: a live session stays a session, whatever version the header names")
    void aLiveSessionWins() throws Exception {
        String id = server.initialize("2025-11-25");
        assertThat(server.post(rpc(1, "ping", "{}"), "Mcp-Session-Id", id, "MCP-Protocol-Version", "2026-07-28")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void asksOnTheCallsStreamAndWaitsForTheAnswer() throws Exception {
        String id = server.initialize("2025-11-25");
        HttpResponse<InputStream> call = server.http.send(
                server.request("Mcp-Session-Id", id)
                        .POST(HttpRequest.BodyPublishers.ofString(rpc(1, "tools/call", "{\"name\":\"ask\"}")))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        BufferedReader lines = new BufferedReader(new InputStreamReader(call.body(), StandardCharsets.UTF_8));
        Json question = Json.parse(nextData(lines));
        assertThat(question.string("method")).contains("elicitation/create");
        Json answer = Json.object()
                .put("jsonrpc", "2.0")
                .put("id", question.get("id").orElseThrow())
                .put("result", Json.parse("{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}"))
                .build();
        assertThat(server.post(answer.toString(), "Mcp-Session-Id", id).statusCode())
                .isEqualTo(202);
        assertThat(nextData(lines)).contains("Hello Ada");
    }

    @Test
    void keepsTheCodeOfItsTimeForUnknownResources() throws Exception {
        String id = server.initialize("2025-11-25");
        assertThat(errorCode(server.post(rpc(1, "resources/read", "{\"uri\":\"test://none\"}"), "Mcp-Session-Id", id)))
                .isEqualTo(-32002);
    }

    @Test
    void filtersLogMessagesByTheSessionsLevel() throws Exception {
        String id = server.initialize("2025-11-25");
        server.post(rpc(1, "logging/setLevel", "{\"level\":\"error\"}"), "Mcp-Session-Id", id);
        assertThat(messages(server.post(rpc(2, "tools/call", "{\"name\":\"talk\"}"), "Mcp-Session-Id", id)))
                .hasSize(1);
        server.post(rpc(3, "logging/setLevel", "{\"level\":\"debug\"}"), "Mcp-Session-Id", id);
        assertThat(messages(server.post(rpc(4, "tools/call", "{\"name\":\"talk\"}"), "Mcp-Session-Id", id)))
                .hasSize(3);
    }

    private static HttpResponse<String> call(String version, String tool, String more) throws Exception {
        return server.post(
                rpc(1, "tools/call", "{\"name\":\"" + tool + "\"" + more + "}"),
                "Mcp-Session-Id",
                server.initialize(version));
    }

    private static BufferedReader listen(String session) throws Exception {
        HttpResponse<InputStream> response = server.http.send(
                server.request("Mcp-Session-Id", session).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static String nextData(BufferedReader lines) throws Exception {
        String line = lines.readLine();
        while (line != null && !line.startsWith("data: {")) line = lines.readLine();
        return Optional.ofNullable(line).orElseThrow().substring("data: ".length());
    }

    private static String lastEventId(String body) {
        return body.lines()
                .filter(line -> line.startsWith("id: "))
                .reduce((first, second) -> second)
                .orElseThrow()
                .substring(4);
    }
}
