package dev.mcpoauth.transport.servlet;

import static dev.mcpoauth.transport.servlet.TestServer.errorCode;
import static dev.mcpoauth.transport.servlet.TestServer.last;
import static dev.mcpoauth.transport.servlet.TestServer.messages;
import static dev.mcpoauth.transport.servlet.TestServer.result;
import static dev.mcpoauth.transport.servlet.TestServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.HeaderValue;
import dev.mcpoauth.transport.json.Json;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("E3: the stateless era (2026-07-28)")
class StatelessEraTest {

    private static final CountDownLatch STARTED = new CountDownLatch(1);
    private static final CountDownLatch CANCELLED = new CountDownLatch(1);
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(
                builder -> Fixtures.application(builder).tool(Fixtures.tool("endless"), (arguments, context) -> {
                    context.progress(1, "begun");
                    STARTED.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        if (context.cancelled()) CANCELLED.countDown();
                        throw e;
                    }
                    throw new AssertionError("unreachable");
                }),
                settings -> settings.heartbeat(Duration.ofMillis(100)),
                0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @DisplayName("E3-S1: GET and DELETE are answered 405 and session ids ignored")
    void knowsOnlyPost() throws Exception {
        HttpResponse<String> get =
                server.send(server.request("MCP-Protocol-Version", "2026-07-28").GET());
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).isPresent();
        HttpResponse<String> call =
                server.callStateless("tools/list", "{}", "Mcp-Session-Id", "stale", "Last-Event-ID", "1.1");
        assertThat(call.statusCode()).isEqualTo(200);
        assertThat(call.headers().firstValue("Mcp-Session-Id")).isEmpty();
    }

    @Test
    @DisplayName("E3-S2, S3: batches and responses are refused, notifications accepted")
    void takesOneRequestOrNotification() throws Exception {
        String[] headers = {"MCP-Protocol-Version", "2026-07-28"};
        assertThat(server.post("[]", headers).statusCode()).isEqualTo(400);
        assertThat(server.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", headers)
                        .statusCode())
                .isEqualTo(400);
        HttpResponse<String> accepted = server.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}", headers);
        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.body()).isEmpty();
    }

    @Test
    @DisplayName("E3-S4, S5, S6: progress comes first on the request's own stream, then the result ends it")
    void streamsProgressBeforeTheResult() throws Exception {
        HttpResponse<String> response =
                server.callStateless("tools/call", "{\"name\":\"talk\",\"_meta\":{\"progressToken\":\"p\"}}");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(response.headers().firstValue("X-Accel-Buffering")).contains("no");
        List<Json> messages = messages(response);
        assertThat(messages).hasSize(3);
        assertThat(messages.get(0).at("params", "progressToken")).contains(Json.of("p"));
        assertThat(messages.get(1).at("params", "progress")).contains(Json.of(2));
        assertThat(text(result(response))).isEqualTo("talked");
    }

    @Test
    @DisplayName("E3-S4: an answer that nothing precedes is plain JSON")
    void answersJsonWhenNothingPrecedes() throws Exception {
        HttpResponse<String> response = server.callStateless("tools/call", "{\"name\":\"echo\"}");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
    }

    @Test
    @DisplayName("E3-S8: closing the stream cancels the call")
    void cancelsWhenTheStreamCloses() throws Exception {
        var response = server.http.send(
                server.stateless("tools/call", "{\"name\":\"endless\",\"_meta\":{\"progressToken\":1}}")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(STARTED.await(10, TimeUnit.SECONDS)).isTrue();
        response.body().close();
        assertThat(CANCELLED.await(10, TimeUnit.SECONDS)).isTrue();
        Awaitility.await().until(() -> server.servlet.streamCount() == 0);
    }

    @ParameterizedTest
    @DisplayName("E3-S9, S10: the version is required twice, equal, and spoken here")
    @CsvSource({
        "2026-07-28, 2026-07-28, 200, 0",
        "2026-07-28, v999.0.0,   400, -32020",
        "v999.0.0,   v999.0.0,   400, -32022",
        "2025-11-25, 2025-11-25, 400, -32022",
        ",           2026-07-28, 400, -32020"
    })
    void checksTheVersion(String header, String meta, int status, long code) throws Exception {
        Json params = Json.object()
                .put("_meta", Json.object().put("io.modelcontextprotocol/protocolVersion", meta))
                .build();
        HttpRequest.Builder request = server.stateless("server/discover", params, "{}");
        HttpRequest built = request.build();
        HttpRequest.Builder changed =
                HttpRequest.newBuilder(built, (name, value) -> !name.equals("MCP-Protocol-Version"));
        if (header != null) changed.header("MCP-Protocol-Version", header);
        HttpResponse<String> response = server.send(changed);
        assertThat(response.statusCode()).isEqualTo(status);
        if (code != 0) assertThat(errorCode(response)).isEqualTo(code);
        assertThat(last(response).get("id")).contains(Json.of(1));
    }

    @Test
    @DisplayName("E3-S10: the refusal names what is spoken and what was asked")
    void namesTheSupportedVersions() throws Exception {
        Json params = Json.object()
                .put("_meta", Json.object().put("io.modelcontextprotocol/protocolVersion", "1900-01-01"))
                .build();
        Json error = last(server.send(
                        server.stateless("server/discover", params, "{}", "MCP-Protocol-Version", "1900-01-01")))
                .get("error")
                .orElseThrow();
        assertThat(error.at("data", "requested")).contains(Json.of("1900-01-01"));
        assertThat(error.at("data", "supported").orElseThrow().elements()).contains(Json.of("2026-07-28"));
    }

    @ParameterizedTest
    @DisplayName("E3-S11: methods that this era does not know are 404 and -32601")
    @ValueSource(
            strings = {
                "initialize",
                "ping",
                "logging/setLevel",
                "resources/subscribe",
                "resources/unsubscribe",
                "tasks/result",
                "no/such"
            })
    void refusesUnknownMethods(String method) throws Exception {
        HttpResponse<String> response = server.callStateless(method, "{}");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(errorCode(response)).isEqualTo(-32601);
    }

    @ParameterizedTest
    @DisplayName("E3-S12, S13, S14: mirrored headers must be there and say what the body says")
    @CsvSource(
            delimiter = '|',
            value = {
                "Mcp-Method  | TOOLS/CALL                | {}              | 400",
                "Mcp-Method  | tools/list                | {}              | 400",
                "Mcp-Name    | other                     | {}              | 400",
                "Mcp-Name    | ECHO                      | {}              | 400",
                "Mcp-Name    | =?base64?ZWNobw==?=       | {}              | 200",
                "Mcp-Name    | =?base64?ZWNobw?=         | {}              | 400",
                "mcp-name    | echo                      | {}              | 200",
                "Mcp-Param-N | 7                         | {\"n\":7}       | 200",
                "MCP-PARAM-N | 7.0                       | {\"n\":7}       | 200",
                "Mcp-Param-N | =?base64?Nw==?=           | {\"n\":7}       | 200",
                "Mcp-Param-N | =?base64?Nw=?=            | {\"n\":7}       | 400",
                "Mcp-Param-N | 8                         | {\"n\":7}       | 400",
                "Mcp-Param-N | 7                         | {}              | 400",
                "Mcp-Param-N | 7                         | {\"n\":null}    | 400",
                "X-Nothing   | 1                         | {\"n\":7}       | 400",
            })
    void comparesMirroredHeaders(String header, String value, String arguments, int status) throws Exception {
        HttpResponse<String> response = server.callStateless(
                "tools/call", "{\"name\":\"echo\",\"arguments\":" + arguments + "}", header, value);
        assertThat(response.statusCode()).isEqualTo(status);
        if (status == 400) assertThat(errorCode(response)).isEqualTo(-32020);
    }

    @Test
    @DisplayName("E3-S12: a header that comes twice contradicts itself")
    void refusesARepeatedHeader() throws Exception {
        HttpRequest request = server.stateless("tools/call", "{\"name\":\"echo\"}")
                .header("Mcp-Name", "echo")
                .build();
        assertThat(server.http
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @DisplayName("E3-S15: required metadata that is missing is 400 and -32602")
    @ValueSource(
            strings = {
                "{}",
                "{\"io.modelcontextprotocol/clientCapabilities\":{}}",
                "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}",
                "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":1}"
            })
    void requiresMetadata(String meta) throws Exception {
        HttpResponse<String> response = server.post(
                TestServer.rpc(1, "server/discover", "{\"_meta\":" + meta + "}"),
                "MCP-Protocol-Version",
                "2026-07-28",
                "Mcp-Method",
                "server/discover");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(errorCode(response)).isEqualTo(-32602);
    }

    @Test
    @DisplayName("E3-S16: a capability that the client lacks is 400 and -32021")
    void requiresCapabilities() throws Exception {
        HttpResponse<String> response =
                server.send(server.stateless("tools/call", Json.parse("{\"name\":\"ask\"}"), "{}"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(errorCode(response)).isEqualTo(-32021);
        assertThat(last(response).at("error", "data", "requiredCapabilities"))
                .contains(Json.parse("{\"elicitation\":{}}"));
    }

    @Test
    @DisplayName("E3-S17, S18: discovery names versions, capabilities, identity and caching hints")
    void canBeDiscovered() throws Exception {
        Json result = result(server.callStateless("server/discover", "{}"));
        assertThat(result.get("supportedVersions").orElseThrow().elements()).contains(Json.of("2026-07-28"));
        assertThat(result.get("capabilities").orElseThrow().members()).containsKeys("tools", "resources", "prompts");
        assertThat(result.string("resultType")).contains("complete");
        assertThat(result.get("ttlMs")).contains(Json.of(0));
        assertThat(result.string("cacheScope")).contains("private");
        assertThat(result.at("_meta", "io.modelcontextprotocol/serverInfo", "name"))
                .contains(Json.of("test"));
    }

    @Test
    @DisplayName("E3-S20: log messages come only when asked for, from the level asked for")
    void logsOnlyWhenAsked() throws Exception {
        assertThat(messages(server.callStateless("tools/call", "{\"name\":\"talk\"}")))
                .hasSize(1);
        List<Json> messages = messages(server.callStateless(
                "tools/call", "{\"name\":\"talk\",\"_meta\":{\"io.modelcontextprotocol/logLevel\":\"warning\"}}"));
        assertThat(messages).hasSize(2);
        assertThat(messages.get(0).at("params", "data")).contains(Json.of("warning"));
        assertThat(errorCode(server.callStateless(
                        "tools/call", "{\"name\":\"talk\",\"_meta\":{\"io.modelcontextprotocol/logLevel\":\"loud\"}}")))
                .isEqualTo(-32602);
    }

    @Test
    @DisplayName("E3-S21, S22: a question becomes input_required, and its answer completes the call")
    void asksInRoundTrips() throws Exception {
        Json first = result(server.callStateless("tools/call", "{\"name\":\"ask\"}"));
        assertThat(first.string("resultType")).contains("input_required");
        assertThat(first.at("inputRequests", "who", "method")).contains(Json.of("elicitation/create"));
        assertThat(first.has("ttlMs")).isFalse();
        Json second =
                result(server.send(retry("ask", first, "{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}")));
        assertThat(second.string("resultType")).contains("complete");
        assertThat(text(second)).isEqualTo("Hello Ada");
    }

    @ParameterizedTest
    @DisplayName("E3-S21: an answer that does not fit is asked for again")
    @ValueSource(
            strings = {
                "12345",
                "{}",
                "{\"action\":\"accept\"}",
                "{\"action\":\"accept\",\"content\":{\"name\":1}}",
                "{\"action\":\"maybe\"}"
            })
    void asksAgain(String answer) throws Exception {
        Json first = result(server.callStateless("tools/call", "{\"name\":\"ask\"}"));
        assertThat(result(server.send(retry("ask", first, answer))).string("resultType"))
                .contains("input_required");
    }

    @Test
    @DisplayName("E3-S21: state that was changed, belongs to another caller or to another request is refused")
    void refusesForeignState() throws Exception {
        Json first = result(server.callStateless("tools/call", "{\"name\":\"ask\"}", "X-Test-Caller", "ada"));
        String answer = "{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}";
        Json tampered =
                first.with("requestState", Json.of(first.string("requestState").orElseThrow() + "AAAA"));
        HttpRequest.Builder changed = retry("ask", tampered, answer).setHeader("X-Test-Caller", "ada");
        assertThat(errorCode(server.send(changed))).isEqualTo(-32602);
        HttpRequest.Builder other = retry("ask", first, answer).setHeader("X-Test-Caller", "eve");
        assertThat(errorCode(server.send(other))).isEqualTo(-32602);
        HttpRequest.Builder elsewhere = retry("talk", first, answer).setHeader("X-Test-Caller", "ada");
        assertThat(errorCode(server.send(elsewhere))).isEqualTo(-32602);
        HttpRequest.Builder own = retry("ask", first, answer).setHeader("X-Test-Caller", "ada");
        assertThat(text(result(server.send(own)))).isEqualTo("Hello Ada");
    }

    private HttpRequest.Builder retry(String tool, Json inputRequired, String answer) {
        Json params = Json.object()
                .put("name", tool)
                .put("inputResponses", Json.object().put("who", Json.parse(answer)))
                .put("requestState", inputRequired.string("requestState").orElseThrow())
                .build();
        return server.stateless("tools/call", params, TestServer.CAPABILITIES);
    }

    @Test
    @DisplayName("E3-S23: a subscription is acknowledged first, gets what it asked for, and ends gracefully")
    void tellsSubscribers() throws Exception {
        TestServer own = new TestServer(Fixtures::application);
        var response = own.http.send(
                own.stateless(
                                "subscriptions/listen",
                                "{\"notifications\":{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"test://text\"],\"unknown\":true}}")
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        Json acknowledged = next(lines);
        assertThat(acknowledged.string("method")).contains("notifications/subscriptions/acknowledged");
        assertThat(acknowledged.at("params", "notifications"))
                .contains(Json.parse("{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"test://text\"]}"));
        own.mcp.removePrompt("greet");
        own.mcp.resourceUpdated("test://other");
        own.mcp.removeTool("explode");
        own.mcp.resourceUpdated("test://text");
        Json first = next(lines);
        assertThat(first.string("method")).contains("notifications/tools/list_changed");
        Json second = next(lines);
        assertThat(second.at("params", "uri")).contains(Json.of("test://text"));
        own.servlet.destroy();
        Json end = next(lines);
        own.close();
        assertThat(end.at("result", "resultType")).contains(Json.of("complete"));
        for (Json params : List.of(
                acknowledged.get("params").orElseThrow(),
                first.get("params").orElseThrow(),
                second.get("params").orElseThrow(),
                end.get("result").orElseThrow())) {
            assertThat(params.at("_meta", "io.modelcontextprotocol/subscriptionId"))
                    .contains(Json.of(1));
        }
    }

    private static Json next(BufferedReader lines) throws Exception {
        String line = lines.readLine();
        while (line != null && !line.startsWith("data: {")) line = lines.readLine();
        return Json.parse(Optional.ofNullable(line).orElseThrow().substring("data: ".length()));
    }

    @Test
    @DisplayName("E3-S24: an unknown resource is -32602 with its URI, not the code of older revisions")
    void refusesAnUnknownResource() throws Exception {
        HttpResponse<String> response = server.callStateless("resources/read", "{\"uri\":\"test://none\"}");
        assertThat(errorCode(response)).isEqualTo(-32602);
        assertThat(last(response).at("error", "data", "uri")).contains(Json.of("test://none"));
    }

    @Test
    void encodesNamesThatAHeaderCannotCarry() throws Exception {
        String uri = "test://caf\u00e9";
        HttpResponse<String> response = server.callStateless(
                "resources/read", "{\"uri\":\"" + uri + "\"}", "Mcp-Name", HeaderValue.encode(uri));
        assertThat(last(response).at("error", "data", "uri")).contains(Json.of(uri));
    }

    @Test
    void servesPromptsAndCompletions() throws Exception {
        Json prompt =
                result(server.callStateless("prompts/get", "{\"name\":\"greet\",\"arguments\":{\"who\":\"Ada\"}}"));
        assertThat(prompt.get("messages").orElseThrow().elements().get(0).at("content", "text"))
                .contains(Json.of("Greet Ada"));
        assertThat(errorCode(server.callStateless("prompts/get", "{\"name\":\"greet\"}")))
                .isEqualTo(-32602);
        Json completion = result(
                server.callStateless(
                        "completion/complete",
                        "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"greet\"},\"argument\":{\"name\":\"who\",\"value\":\"x\"}}"));
        assertThat(completion.at("completion", "values")).contains(Json.parse("[\"xa\",\"xb\"]"));
    }
}
