package dev.mcpoauth.transport.servlet;

import static dev.mcpoauth.transport.servlet.TestServer.last;
import static dev.mcpoauth.transport.servlet.TestServer.messages;
import static dev.mcpoauth.transport.servlet.TestServer.result;
import static dev.mcpoauth.transport.servlet.TestServer.rpc;
import static dev.mcpoauth.transport.servlet.TestServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.ChangeBus;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ToolResult;
import dev.mcpoauth.transport.shared.SharedSessions;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client of the session era that reaches another node with each request. */
@Timeout(60)
@DisplayName("E2 on several nodes")
abstract class NodesContract {

    private static final String VERSION = "2025-11-25";

    private final Semaphore gate = new Semaphore(0);
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final Beats beatsOfOne = new Beats();
    private TestServer one;
    private TestServer two;

    /** What the nodes share, as the next node has it. */
    abstract SharedSessions newNode();

    @BeforeEach
    void start() {
        one = node(beatsOfOne);
        two = node(new Beats());
    }

    private TestServer node(Beats beats) {
        SharedSessions shared = newNode();
        return new TestServer(
                builder -> application(builder.changes(ChangeBus.over(shared.bus()))),
                settings -> settings.sharedSessions(shared).ticker(beats),
                0);
    }

    private McpServer.Builder application(McpServer.Builder builder) {
        return Fixtures.application(builder)
                .tool(Fixtures.tool("gated"), (arguments, context) -> {
                    context.progress(1, "begun");
                    events.add("started");
                    try {
                        gate.acquire();
                    } catch (InterruptedException e) {
                        events.add("cancelled=" + context.cancelled());
                        throw e;
                    }
                    return ToolResult.text("through the gate");
                })
                .tool(Fixtures.tool("letgo"), (arguments, context) -> {
                    context.releaseConnection(Duration.ofMillis(7));
                    gate.acquire();
                    context.progress(1, "later");
                    return ToolResult.text("at last");
                });
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    @Test
    @DisplayName("E2-C3: a session that one node opened is known to all")
    void isOneServer() throws Exception {
        String id = one.initialize(VERSION);
        assertThat(text(result(two.post(rpc(1, "tools/call", "{\"name\":\"echo\"}"), "Mcp-Session-Id", id))))
                .isEqualTo("nothing");
        assertThat(two.post(rpc(1, "ping", "{}"), "Mcp-Session-Id", id + "x").statusCode())
                .isEqualTo(404);
    }

    @Test
    void keepsASessionToItsCallerOnAllNodes() throws Exception {
        String id = one.initialize(VERSION, "X-Test-Caller", "ada");
        assertThat(two.post(rpc(1, "ping", "{}"), "Mcp-Session-Id", id, "X-Test-Caller", "eve")
                        .statusCode())
                .isEqualTo(404);
        assertThat(two.post(rpc(1, "ping", "{}"), "Mcp-Session-Id", id).statusCode())
                .isEqualTo(404);
        assertThat(two.post(rpc(1, "ping", "{}"), "Mcp-Session-Id", id, "X-Test-Caller", "ada")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("E2-S16: a session that ended on one node has ended on all")
    void endsOnAllNodes() throws Exception {
        String id = one.initialize(VERSION);
        BufferedReader stream = listen(one, id);
        assertThat(two.send(two.request("Mcp-Session-Id", id).DELETE()).statusCode())
                .isEqualTo(204);
        for (TestServer node : List.of(one, two)) {
            assertThat(node.post(rpc(1, "ping", "{}"), "Mcp-Session-Id", id).statusCode())
                    .isEqualTo(404);
        }
        assertThat(stream.lines().filter(line -> line.startsWith("data: {")))
                .as("the stream ends")
                .isEmpty();
    }

    @Test
    void theAnswerToAQuestionMayReachAnyNode() throws Exception {
        String id = one.initialize(VERSION);
        BufferedReader call = stream(two, id, rpc(1, "tools/call", "{\"name\":\"ask\"}"));
        Json question = Json.parse(nextData(call));
        Json answer = Json.object()
                .put("jsonrpc", "2.0")
                .put("id", question.get("id").orElseThrow())
                .put("result", Json.parse("{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}"))
                .build();
        assertThat(one.post(answer.toString(), "Mcp-Session-Id", id).statusCode())
                .isEqualTo(202);
        assertThat(nextData(call)).contains("Hello Ada");
    }

    @Test
    @DisplayName("E2-S8: a cancellation reaches the node that runs the call")
    void cancelsOnAnotherNode() throws Exception {
        String id = one.initialize(VERSION);
        BufferedReader call =
                stream(two, id, rpc(7, "tools/call", "{\"name\":\"gated\",\"_meta\":{\"progressToken\":1}}"));
        assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("started");
        one.post(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}",
                "Mcp-Session-Id",
                id);
        assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("cancelled=true");
        assertThat(nextData(call)).contains("progress");
        assertThat(call.lines().filter(line -> line.startsWith("data: {"))).isEmpty();
    }

    @Test
    @DisplayName("E2-S11: each change is told once, on the stream that was opened last, whichever node has it")
    void tellsEachChangeOnce() throws Exception {
        String id = one.initialize(VERSION);
        BufferedReader first = listen(one, id);
        two.mcp.addTool(Fixtures.tool("a"), (arguments, context) -> ToolResult.text("x"));
        assertThat(nextData(first)).contains("tools/list_changed");
        BufferedReader second = listen(two, id);
        assertThat(first.lines().filter(line -> line.startsWith("data: {")))
                .as("the stream that was replaced ends")
                .isEmpty();
        one.mcp.resourceUpdated("test://text");
        one.mcp.addTool(Fixtures.tool("b"), (arguments, context) -> ToolResult.text("x"));
        assertThat(nextData(second)).contains("tools/list_changed");
    }

    @Test
    void remembersOnAllNodesWhatTheClientAskedOne() throws Exception {
        String id = one.initialize(VERSION);
        BufferedReader stream = listen(one, id);
        String uri = "{\"uri\":\"test://text\"}";
        assertThat(two.post(rpc(1, "resources/subscribe", uri), "Mcp-Session-Id", id)
                        .statusCode())
                .isEqualTo(200);
        two.mcp.resourceUpdated("test://text");
        assertThat(nextData(stream)).contains("resources/updated");
        two.post(rpc(2, "logging/setLevel", "{\"level\":\"error\"}"), "Mcp-Session-Id", id);
        assertThat(messages(one.post(rpc(3, "tools/call", "{\"name\":\"talk\"}"), "Mcp-Session-Id", id)))
                .hasSize(1);
    }

    @Test
    void losesNoneOfManySubscriptionsMadeAtOnce() throws Exception {
        String id = one.initialize(VERSION);
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TestServer node = i % 2 == 0 ? one : two;
            String level = i % 3 == 0 ? "error" : "warning";
            String body = i == 10
                    ? rpc(i, "resources/subscribe", "{\"uri\":\"test://text\"}")
                    : rpc(i, "logging/setLevel", "{\"level\":\"" + level + "\"}");
            answers.add(node.http.sendAsync(
                    node.request("Mcp-Session-Id", id)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get(20, TimeUnit.SECONDS).body()).contains("\"result\"");
        }
        BufferedReader stream = listen(two, id);
        one.mcp.resourceUpdated("test://text");
        assertThat(nextData(stream)).contains("resources/updated");
    }

    @Test
    @DisplayName("E2-C8: the rest of a stream is to be had from another node, as it comes")
    void goesOnWithAStreamOfAnotherNode() throws Exception {
        String id = one.initialize(VERSION);
        String lastEvent = letGo(one, id, 31);
        BufferedReader rest = resume(two, id, lastEvent);
        gate.release();
        assertThat(nextData(rest)).contains("progress");
        assertThat(nextData(rest)).contains("at last");
        assertThat(rest.lines().filter(line -> line.startsWith("data:")))
                .as("the stream ends")
                .isEmpty();
    }

    @Test
    @DisplayName("E2-S13: what came while nobody listened is to be had from another node, once")
    void replaysFromAnotherNode() throws Exception {
        String id = one.initialize(VERSION);
        String lastEvent = letGo(one, id, 32);
        gate.release();
        for (TestServer node : List.of(two, one, two)) {
            HttpResponse<String> rest = node.send(node.request("Mcp-Session-Id", id, "Last-Event-ID", lastEvent)
                    .GET());
            assertThat(messages(rest)).hasSize(2);
            assertThat(last(rest).get("id")).contains(Json.of(32));
        }
    }

    @Test
    void aStreamMovesBackAndForth() throws Exception {
        String id = one.initialize(VERSION);
        String lastEvent = letGo(one, id, 33);
        BufferedReader there = resume(two, id, lastEvent);
        BufferedReader here = resume(one, id, lastEvent);
        assertThat(there.lines().filter(line -> line.startsWith("data: {")))
                .as("the connection that was replaced ends with nothing on it")
                .isEmpty();
        BufferedReader thereAgain = resume(two, id, lastEvent);
        assertThat(here.lines().filter(line -> line.startsWith("data: {"))).isEmpty();
        gate.release();
        assertThat(nextData(thereAgain)).contains("progress");
        assertThat(nextData(thereAgain)).contains("at last");
    }

    @Test
    void aFinishedAnswerOutlivesItsNode() throws Exception {
        String id = one.initialize(VERSION);
        String lastEvent = letGo(one, id, 34);
        gate.release();
        messages(one.send(
                one.request("Mcp-Session-Id", id, "Last-Event-ID", lastEvent).GET()));
        one.close();
        HttpResponse<String> rest = two.send(
                two.request("Mcp-Session-Id", id, "Last-Event-ID", lastEvent).GET());
        assertThat(text(result(rest))).isEqualTo("at last");
    }

    @Test
    void aListeningClientGoesOnAtAnotherNodeWhenItsOwnStops() throws Exception {
        String id = one.initialize(VERSION);
        BufferedReader first = listen(one, id);
        two.mcp.addTool(Fixtures.tool("a"), (arguments, context) -> ToolResult.text("x"));
        String lastEvent = "";
        String line = first.readLine();
        while (!line.startsWith("data: {")) {
            if (line.startsWith("id: ")) lastEvent = line.substring("id: ".length());
            line = first.readLine();
        }
        one.servlet.endListening();
        assertThat(first.lines().filter(more -> more.startsWith("data: {"))).isEmpty();
        one.close();
        BufferedReader second = resume(two, id, lastEvent);
        two.mcp.addTool(Fixtures.tool("b"), (arguments, context) -> ToolResult.text("x"));
        assertThat(nextData(second)).contains("tools/list_changed");
        assertThat(two.post(rpc(1, "ping", "{}"), "Mcp-Session-Id", id).statusCode())
                .as("the session lives on")
                .isEqualTo(200);
    }

    @Test
    void aNodeThatHeardNothingOfTheWriterEndsTheConnection() throws Exception {
        String id = two.initialize(VERSION);
        String lastEvent = letGo(two, id, 36);
        BufferedReader rest = resume(one, id, lastEvent);
        assertThat(rest.readLine()).startsWith("retry: ");
        assertThat(one.servlet.streamCount()).isEqualTo(1);
        for (int i = 0; i < 3; i++) beatsOfOne.beat();
        assertThat(one.servlet.streamCount()).as("the writer answers").isEqualTo(1);
        gate.release();
        assertThat(nextData(rest)).contains("progress");
    }

    /** A call whose connection was let go; answers what a client has to send to get the rest. */
    private static String letGo(TestServer node, String session, int call) throws Exception {
        HttpResponse<String> released = node.post(
                rpc(call, "tools/call", "{\"name\":\"letgo\",\"_meta\":{\"progressToken\":1}}"),
                "Mcp-Session-Id",
                session);
        return released.body()
                .lines()
                .filter(line -> line.startsWith("id: "))
                .reduce((first, second) -> second)
                .orElseThrow()
                .substring("id: ".length());
    }

    private static BufferedReader listen(TestServer node, String session) throws Exception {
        return read(node, node.request("Mcp-Session-Id", session).GET());
    }

    private static BufferedReader resume(TestServer node, String session, String lastEvent) throws Exception {
        return read(
                node,
                node.request("Mcp-Session-Id", session, "Last-Event-ID", lastEvent)
                        .GET());
    }

    private static BufferedReader stream(TestServer node, String session, String body) throws Exception {
        return read(node, node.request("Mcp-Session-Id", session).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static BufferedReader read(TestServer node, HttpRequest.Builder request) throws Exception {
        HttpResponse<InputStream> response = node.http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static String nextData(BufferedReader lines) throws Exception {
        String line = lines.readLine();
        while (line != null && !line.startsWith("data: {")) line = lines.readLine();
        assertThat(line).isNotNull();
        return line.substring("data: ".length());
    }
}
