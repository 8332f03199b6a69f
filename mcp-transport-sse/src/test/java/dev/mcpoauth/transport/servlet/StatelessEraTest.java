package dev.mcpoauth.transport.servlet;

import static dev.mcpoauth.transport.servlet.TestServer.errorCode;
import static dev.mcpoauth.transport.servlet.TestServer.last;
import static dev.mcpoauth.transport.servlet.TestServer.messages;
import static dev.mcpoauth.transport.servlet.TestServer.result;
import static dev.mcpoauth.transport.servlet.TestServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.HeaderValue;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.server.Answers;
import dev.mcpoauth.transport.server.PromptDefinition;
import dev.mcpoauth.transport.server.PromptResult;
import dev.mcpoauth.transport.server.Question;
import dev.mcpoauth.transport.server.ResourceContents;
import dev.mcpoauth.transport.server.ResourceDefinition;
import dev.mcpoauth.transport.server.ToolResult;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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
    @DisplayName("E3-S1, ERA-S1: GET and DELETE are answered 405 and session ids ignored")
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
    @DisplayName("E3-S2, E3-S3: batches and responses are refused, notifications accepted")
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
    @DisplayName("E3-S4, E3-S5, E3-S6: progress comes first on the request's own stream, then the result ends it")
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
    @DisplayName("E3-S5: concurrent calls with the same id share nothing, and none gets a request of the server")
    void keepsCallsApart() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            HttpRequest talk = server.stateless(
                            "tools/call", "{\"name\":\"talk\",\"_meta\":{\"progressToken\":\"p" + i + "\"}}")
                    .build();
            calls.add(server.http.sendAsync(talk, HttpResponse.BodyHandlers.ofString()));
        }
        for (int i = 0; i < 20; i++) {
            List<Json> messages = messages(calls.get(i).get(20, TimeUnit.SECONDS));
            assertThat(messages).hasSize(3).noneMatch(message -> message.has("method") && message.has("id"));
            assertThat(messages.get(0).at("params", "progressToken")).contains(Json.of("p" + i));
            assertThat(messages.get(1).at("params", "progressToken")).contains(Json.of("p" + i));
        }
        assertThat(messages(server.callStateless("tools/call", "{\"name\":\"ask\"}")))
                .as("a question is a result, not a request")
                .singleElement()
                .satisfies(message -> assertThat(message.has("method")).isFalse());
    }

    @Test
    @DisplayName("E3-S4: an answer that nothing precedes is plain JSON")
    void answersJsonWhenNothingPrecedes() throws Exception {
        // No heartbeat either, however slow the machine is.
        try (TestServer quiet =
                new TestServer(Fixtures::application, settings -> settings.heartbeat(Duration.ofHours(1)), 0)) {
            HttpResponse<String> response = quiet.callStateless("tools/call", "{\"name\":\"echo\"}");
            assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/json");
        }
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

    @Test
    @DisplayName("E3-S8: a handler that goes on regardless is not heard any more, and harms nobody")
    void ignoresAHandlerThatGoesOn() throws Exception {
        CountDownLatch lost = new CountDownLatch(1);
        CompletableFuture<Boolean> wentOn = new CompletableFuture<>();
        try (TestServer own = new TestServer(
                builder -> builder.tool(Fixtures.tool("stubborn"), (arguments, context) -> {
                    context.progress(1, "begun");
                    for (int i = 2; !context.cancelled(); i++) context.progress(i, "on");
                    lost.countDown();
                    for (int i = 0; i < 1000; i++) context.progress(1_000_000 + i, "on and on");
                    wentOn.complete(Thread.currentThread().isInterrupted());
                    return ToolResult.text("never read");
                }),
                settings -> settings.heartbeat(Duration.ofMillis(100)),
                0)) {
            var response = own.http.send(
                    own.stateless("tools/call", "{\"name\":\"stubborn\",\"_meta\":{\"progressToken\":1}}")
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            response.body().close();
            assertThat(lost.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(wentOn.get(10, TimeUnit.SECONDS)).isTrue();
            Awaitility.await().until(() -> own.servlet.streamCount() == 0);
            assertThat(own.callStateless("tools/list", "{}").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @DisplayName("E3-S9, E3-S10: the version is required twice, equal, and spoken here")
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
    @DisplayName("E3-S12, E3-S13, E3-S14: mirrored headers must be there and say what the body says")
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
    @DisplayName("E3-S17, E3-S18: discovery names versions, capabilities, identity and caching hints")
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

    @ParameterizedTest
    @DisplayName(
            "E3-S18: every result has a type and names the server; lists, reads and discovery say how long they keep")
    @CsvSource(
            delimiter = '|',
            value = {
                "server/discover          | {}                                                  | true",
                "tools/list               | {}                                                  | true",
                "prompts/list             | {}                                                  | true",
                "resources/list           | {}                                                  | true",
                "resources/templates/list | {}                                                  | true",
                "resources/read           | {\"uri\":\"test://text\"}                           | true",
                "tools/call               | {\"name\":\"echo\"}                                 | false",
                "tools/call               | {\"name\":\"refuse\"}                               | false",
                "tools/call               | {\"name\":\"ask\"}                                  | false",
                "prompts/get              | {\"name\":\"greet\",\"arguments\":{\"who\":\"x\"}}  | false",
                "completion/complete      | {\"ref\":{\"type\":\"ref/prompt\",\"name\":\"greet\"},\"argument\":{\"name\":\"who\",\"value\":\"\"}} | false"
            })
    void decoratesEveryResult(String method, String params, boolean cacheable) throws Exception {
        Json result = result(server.callStateless(method, params));
        assertThat(result.string("resultType")).isPresent();
        assertThat(result.at("_meta", "io.modelcontextprotocol/serverInfo", "version"))
                .contains(Json.of("1"));
        assertThat(result.has("ttlMs")).isEqualTo(cacheable);
        assertThat(result.has("cacheScope")).isEqualTo(cacheable);
    }

    @Test
    @DisplayName("E3-S19: neither capability, log level, subscription nor session of an earlier request has any effect")
    void remembersNothing() throws Exception {
        String session = server.initialize("2025-11-25");
        server.post(TestServer.rpc(1, "logging/setLevel", "{\"level\":\"debug\"}"), "Mcp-Session-Id", session);
        server.callStateless(
                "tools/call", "{\"name\":\"talk\",\"_meta\":{\"io.modelcontextprotocol/logLevel\":\"debug\"}}");
        assertThat(messages(server.callStateless("tools/call", "{\"name\":\"talk\"}", "Mcp-Session-Id", session)))
                .hasSize(1);
        assertThat(result(server.callStateless("tools/call", "{\"name\":\"ask\"}"))
                        .string("resultType"))
                .contains("input_required");
        HttpResponse<String> incapable =
                server.send(server.stateless("tools/call", Json.parse("{\"name\":\"ask\"}"), "{}"));
        assertThat(errorCode(incapable)).isEqualTo(-32021);
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
    @DisplayName("E3-S21, E3-S22: a question becomes input_required, and its answer completes the call")
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

    @Test
    @DisplayName("E3-S22: prompts and resources ask as tools do, and only what the client can answer")
    void asksFromPromptsAndResources() throws Exception {
        try (TestServer asking = new TestServer(builder -> builder.resource(
                        ResourceDefinition.builder("test://who", "who").build(), (request, context) -> {
                            String name = name(context.ask(Question.form("who", "Who?", Fixtures.NAME_FORM)));
                            return List.of(ResourceContents.text(request.uri(), "text/plain", name));
                        })
                .prompt(
                        PromptDefinition.builder("who").build(),
                        (arguments, context) -> PromptResult.user(
                                name(context.ask(Question.form("who", "Who?", Fixtures.NAME_FORM))))))) {
            for (String[] request : new String[][] {
                {"resources/read", "{\"uri\":\"test://who\"}"}, {"prompts/get", "{\"name\":\"who\"}"}
            }) {
                Json asked = result(asking.callStateless(request[0], request[1]));
                assertThat(asked.string("resultType")).contains("input_required");
                assertThat(asked.has("ttlMs")).isFalse();
                Json again = Json.parse(request[1])
                        .with(
                                "inputResponses",
                                Json.parse("{\"who\":{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}}"))
                        .with("requestState", asked.get("requestState").orElseThrow());
                HttpResponse<String> answered =
                        asking.send(asking.stateless(request[0], again, TestServer.CAPABILITIES));
                assertThat(answered.body()).contains("Ada");
                HttpResponse<String> incapable =
                        asking.send(asking.stateless(request[0], Json.parse(request[1]), "{\"sampling\":{}}"));
                assertThat(incapable.statusCode()).isEqualTo(400);
                assertThat(errorCode(incapable)).isEqualTo(-32021);
            }
        }
    }

    private static String name(Answers answers) {
        return answers.form("who").flatMap(form -> form.string("name")).orElse("?");
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
        assertThat(end.at("result", "_meta", "io.modelcontextprotocol/serverInfo", "name"))
                .contains(Json.of("test"));
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

    @ParameterizedTest
    @EnumSource(Refusal.class)
    @DisplayName("E3-S24: no reason of the catalog has a code that the protocol took back or did not define")
    void sendsDefinedCodesOnly(Refusal refusal) {
        assertThat(refusal.code()).isNotIn(-32002, -32042);
        if (refusal.code() <= -32020 && refusal.code() >= -32099) {
            assertThat(refusal.code()).isBetween(-32022, -32020);
        }
    }

    @Test
    @DisplayName("E3-S24: an unknown resource is -32602 with its URI, not the code of older revisions")
    void refusesAnUnknownResource() throws Exception {
        HttpResponse<String> response = server.callStateless("resources/read", "{\"uri\":\"test://none\"}");
        assertThat(errorCode(response)).isEqualTo(-32602);
        assertThat(last(response).at("error", "data", "uri")).contains(Json.of("test://none"));
    }

    @Test
    @DisplayName(
            "E3-S1, E3-S25, E2-S9: a server of this era alone has no sessions and tells older clients what it speaks")
    void namesItsVersionsToOlderClients() throws Exception {
        try (TestServer modern =
                new TestServer(builder -> Fixtures.application(builder).versions(ProtocolVersion.V2026_07_28))) {
            HttpResponse<String> initialize = modern.post(TestServer.initializeBody("2025-11-25"));
            assertThat(initialize.statusCode()).isEqualTo(400);
            Json error = last(initialize).get("error").orElseThrow();
            assertThat(error.get("code")).contains(Json.of(-32022));
            assertThat(error.string("message").orElseThrow()).contains("2026-07-28");
            assertThat(error.at("data", "supported")).contains(Json.parse("[\"2026-07-28\"]"));
            assertThat(error.at("data", "requested")).contains(Json.of("2025-11-25"));
            assertThat(modern.send(modern.request().GET()).statusCode()).isEqualTo(405);
            assertThat(modern.send(modern.request("Mcp-Session-Id", "x").DELETE())
                            .statusCode())
                    .isEqualTo(405);
            HttpResponse<String> older = modern.post(TestServer.rpc(1, "tools/list", "{}"), "Mcp-Session-Id", "x");
            assertThat(older.statusCode()).isEqualTo(400);
            assertThat(errorCode(older)).isEqualTo(-32020);
            assertThat(modern.post("[]", "Mcp-Session-Id", "x").statusCode()).isEqualTo(400);
            HttpResponse<String> call = modern.callStateless("tools/list", "{}", "Mcp-Session-Id", "x");
            assertThat(call.statusCode()).isEqualTo(200);
            assertThat(call.headers().firstValue("Mcp-Session-Id")).isEmpty();
            assertThat(result(modern.callStateless("server/discover", "{}")).get("supportedVersions"))
                    .contains(Json.parse("[\"2026-07-28\"]"));
        }
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
