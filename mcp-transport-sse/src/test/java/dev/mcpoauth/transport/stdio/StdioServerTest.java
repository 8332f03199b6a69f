package dev.mcpoauth.transport.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.server.LogLevel;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.Question;
import dev.mcpoauth.transport.server.ResourceContents;
import dev.mcpoauth.transport.server.ResourceDefinition;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("stdio, server")
class StdioServerTest {

    private static final Json FORM =
            StdioClient.json("{'type':'object','properties':{'name':{'type':'string'}},'required':['name']}");

    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final AtomicInteger spoken = new AtomicInteger();
    private final McpServer mcp = application(McpServer.builder("peer", "1")).build();

    @AfterEach
    void letGo() {
        release.countDown();
    }

    private McpServer.Builder application(McpServer.Builder builder) {
        return builder.tool(
                        ToolDefinition.builder("echo")
                                .inputSchema("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}")
                                .build(),
                        (arguments, context) ->
                                ToolResult.text(arguments.string("text").orElse("")))
                .tool(ToolDefinition.builder("talk").build(), (arguments, context) -> {
                    context.progress(1, 2, "half");
                    context.log(LogLevel.WARNING, "careful");
                    return ToolResult.text("talked");
                })
                .tool(
                        ToolDefinition.builder("ask").build(),
                        (arguments, context) -> ToolResult.text("Hello "
                                + context.ask(Question.form("who", "Who?", FORM))
                                        .form("who")
                                        .flatMap(form -> form.string("name"))
                                        .orElse("?")))
                .tool(ToolDefinition.builder("wait").build(), (arguments, context) -> {
                    context.progress(1, "begun");
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        if (context.cancelled()) interrupted.countDown();
                        throw e;
                    }
                    return ToolResult.text("waited");
                })
                .tool(ToolDefinition.builder("stubborn").build(), (arguments, context) -> {
                    while (release.getCount() > 0) LockSupport.parkNanos(1_000_000);
                    return ToolResult.text("never");
                })
                .tool(ToolDefinition.builder("flood").build(), (arguments, context) -> {
                    String text = "x".repeat(10_000);
                    while (!context.cancelled() && release.getCount() > 0) {
                        context.progress(spoken.incrementAndGet(), text);
                    }
                    return ToolResult.text("flooded");
                })
                .resource(
                        ResourceDefinition.builder("test://text", "text").build(),
                        (request, context) -> List.of(ResourceContents.text(request.uri(), "text/plain", "content")));
    }

    private StdioServer.Builder server() {
        return StdioServer.of(mcp).exitTimeout(Duration.ofMillis(300)).refusals(event -> refusals.add(event.refusal()));
    }

    @Test
    @DisplayName("IO-S1, IO-S7: both eras are served over one channel, a line for each message")
    void servesBothEras() throws Exception {
        try (StdioClient client = new StdioClient(server())) {
            client.stateless("d", "server/discover", "{}");
            assertThat(client.next()
                            .at("result", "supportedVersions")
                            .orElseThrow()
                            .elements())
                    .contains(Json.of("2026-07-28"), Json.of("2025-11-25"));
            client.initialize("2025-11-25");
            client.session(1, "tools/call", "{'name':'echo','arguments':{'text':'a\\nb\\u2028c'}}");
            assertThat(text(client.next())).isEqualTo("a\nb\u2028c");
            client.stateless("m", "tools/call", "{'name':'echo','arguments':{'text':'modern'}}");
            Json modern = client.next();
            assertThat(text(modern)).isEqualTo("modern");
            assertThat(modern.at("result", "resultType")).contains(Json.of("complete"));
            client.session(2, "ping", "{}");
            assertThat(client.next().get("result")).contains(Json.EMPTY_OBJECT);
            assertThat(client.end()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
    @DisplayName("IO-S7: a session speaks the revision that its client asked for")
    void negotiates(String version) throws Exception {
        try (StdioClient client = new StdioClient(server())) {
            client.session(7, "ping", "{}");
            assertThat(client.next().get("result"))
                    .as("a ping before anything else")
                    .isPresent();
            client.initialize(version);
            client.session(1, "tools/call", "{'name':'talk','_meta':{'progressToken':'p'}}");
            assertThat(client.next().string("method")).contains("notifications/progress");
            assertThat(client.next().string("method")).contains("notifications/message");
            assertThat(text(client.next())).isEqualTo("talked");
            client.session(2, "initialize", "{'protocolVersion':'" + version + "'}");
            assertThat(code(client.next())).isEqualTo(-32600);
        }
    }

    @Test
    @DisplayName("IO-S4: a question of the stateless era is a result, and of the session era a request")
    void asksAsTheEraDoes() throws Exception {
        try (StdioClient client = new StdioClient(server())) {
            client.stateless(1, "tools/call", "{'name':'ask'}");
            Json asked = client.next();
            assertThat(asked.has("method")).isFalse();
            assertThat(asked.at("result", "resultType")).contains(Json.of("input_required"));
            String state =
                    asked.at("result", "requestState").orElseThrow().asString().orElseThrow();
            client.stateless(
                    2,
                    "tools/call",
                    "{'name':'ask','requestState':'" + state
                            + "','inputResponses':{'who':{'action':'accept','content':{'name':'Ada'}}}}");
            assertThat(text(client.next())).isEqualTo("Hello Ada");
            client.initialize("2025-11-25");
            client.session(3, "tools/call", "{'name':'ask'}");
            Json question = client.next();
            assertThat(question.string("method")).contains("elicitation/create");
            client.send("{\"jsonrpc\":\"2.0\",\"id\":" + question.get("id").orElseThrow()
                    + ",\"result\":{\"action\":\"accept\",\"content\":{\"name\":\"Eve\"}}}");
            assertThat(text(client.next())).isEqualTo("Hello Eve");
            client.send("{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}");
            Awaitility.await().until(() -> refusals.contains(Refusal.RESPONSE_NOT_EXPECTED));
            assertThat(client.end()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stateless", "session"})
    @DisplayName("IO-S5: a cancelled call is interrupted, and nothing more is said about it")
    void cancelsByNotification(String era) throws Exception {
        try (StdioClient client = new StdioClient(server())) {
            String call = "{'name':'wait','_meta':{'progressToken':'p'}}";
            if (era.equals("session")) client.initialize("2025-11-25").session(5, "tools/call", call);
            else client.stateless(5, "tools/call", call);
            assertThat(client.next().at("params", "message")).contains(Json.of("begun"));
            client.notify("notifications/cancelled", "{'requestId':'5'}");
            client.notify("notifications/cancelled", "{'requestId':[5]}");
            client.notify("notifications/cancelled", "{}");
            client.notify("notifications/cancelled", "{'requestId':5,'reason':'enough'}");
            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(client.end()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "IO-S6, E3-S23: a subscription is acknowledged, told what it asked for, and ended by result and cancellation")
    void tellsSubscribers() throws Exception {
        try (StdioClient client = new StdioClient(server().maxSubscriptions(2))) {
            client.stateless("lists", "subscriptions/listen", "{'notifications':{'toolsListChanged':true}}");
            assertThat(subscription(client.next())).isEqualTo("lists");
            client.stateless(
                    "text", "subscriptions/listen", "{'notifications':{'resourceSubscriptions':['test://text']}}");
            Json acknowledged = client.next();
            assertThat(acknowledged.string("method")).contains("notifications/subscriptions/acknowledged");
            assertThat(subscription(acknowledged)).isEqualTo("text");
            client.stateless("third", "subscriptions/listen", "{'notifications':{}}");
            assertThat(code(client.next())).isEqualTo(-32603);
            client.stateless("text", "tools/list", "{}");
            assertThat(code(client.next()))
                    .as("the id of a subscription is in flight")
                    .isEqualTo(-32600);
            mcp.resourceUpdated("test://other");
            mcp.resourceUpdated("test://text");
            Json updated = client.next();
            assertThat(updated.at("params", "uri")).contains(Json.of("test://text"));
            assertThat(subscription(updated)).isEqualTo("text");
            client.notify("notifications/cancelled", "{'requestId':'text'}");
            client.stateless("text", "server/discover", "{}");
            assertThat(client.next().get("id")).contains(Json.of("text"));
            mcp.resourceUpdated("test://text");
            mcp.removeTool("ask");
            Json changed = client.next();
            assertThat(changed.string("method")).contains("notifications/tools/list_changed");
            assertThat(subscription(changed)).isEqualTo("lists");
            List<Json> end = client.end();
            assertThat(end).hasSize(2);
            assertThat(end.get(0).get("id")).contains(Json.of("lists"));
            assertThat(end.get(0).at("result", "resultType")).contains(Json.of("complete"));
            assertThat(end.get(0).at("result", "_meta", "io.modelcontextprotocol/subscriptionId"))
                    .contains(Json.of("lists"));
            assertThat(end.get(1).string("method")).contains("notifications/cancelled");
            assertThat(end.get(1).at("params", "requestId")).contains(Json.of("lists"));
        }
    }

    private static String subscription(Json notification) {
        return notification
                .at("params", "_meta", "io.modelcontextprotocol/subscriptionId")
                .flatMap(Json::asString)
                .orElse("none");
    }

    @Test
    void tellsASessionOfChangesOnceItIsInitialized() throws Exception {
        try (StdioClient client = new StdioClient(server())) {
            client.session(0, "initialize", "{'protocolVersion':'2025-11-25','capabilities':{}}");
            client.next();
            mcp.removeTool("ask");
            client.notify("notifications/initialized", "{}").session(1, "ping", "{}");
            assertThat(client.next().get("id")).contains(Json.of(1));
            mcp.removeTool("talk");
            assertThat(client.next().string("method")).contains("notifications/tools/list_changed");
            mcp.resourceUpdated("test://text");
            client.session(2, "resources/subscribe", "{'uri':'test://text'}");
            client.next();
            mcp.resourceUpdated("test://text");
            assertThat(client.next().at("params", "uri")).contains(Json.of("test://text"));
            assertThat(client.end()).isEmpty();
        }
    }

    @Test
    @DisplayName("IO-S3: at the end of the input what runs may end, within a bound")
    void letsRunningCallsEnd() throws Exception {
        try (StdioClient client = new StdioClient(server().exitTimeout(Duration.ofSeconds(20)))) {
            client.stateless(1, "tools/call", "{'name':'wait'}");
            client.stateless(2, "tools/call", "{'name':'echo'}");
            client.next();
            release.countDown();
            assertThat(client.end())
                    .singleElement()
                    .satisfies(last -> assertThat(text(last)).isEqualTo("waited"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait", "stubborn"})
    @DisplayName("IO-S3: at the end of the input what goes on is cancelled, and waited for no longer")
    void cancelsWhatDoesNotEnd(String tool) throws Exception {
        try (StdioClient client = new StdioClient(server())) {
            client.stateless(1, "tools/call", "{'name':'" + tool + "'}");
            client.stateless(2, "tools/call", "{'name':'echo'}");
            client.next();
            assertThat(client.end()).isEmpty();
            if (tool.equals("wait"))
                assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    @DisplayName("IO-S3: a question that nobody can answer any more does not hold up the end")
    void givesUpOnQuestionsAtTheEnd() throws Exception {
        try (StdioClient client = new StdioClient(server().exitTimeout(Duration.ofMinutes(1)))) {
            client.initialize("2025-11-25").session(1, "tools/call", "{'name':'ask'}");
            client.next();
            assertThat(client.end())
                    .singleElement()
                    .satisfies(last -> assertThat(last.at("result", "isError")).contains(Json.of(true)));
        }
    }

    @Test
    void blockedHandlersHoldUpNeitherReadingNorCancelling() throws Exception {
        try (StdioClient client = new StdioClient(server().maxConcurrentCalls(2))) {
            client.stateless(1, "tools/call", "{'name':'wait','_meta':{'progressToken':1}}");
            client.stateless(2, "tools/call", "{'name':'wait','_meta':{'progressToken':2}}");
            client.next();
            client.next();
            client.stateless(3, "tools/list", "{}");
            Json busy = client.next();
            assertThat(busy.get("id")).contains(Json.of(3));
            assertThat(code(busy)).isEqualTo(-32603);
            client.stateless(1, "tools/list", "{}");
            assertThat(code(client.next())).as("id in flight").isEqualTo(-32600);
            client.notify("notifications/cancelled", "{'requestId':1}");
            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
            Awaitility.await().until(() -> {
                client.stateless(4, "server/discover", "{}");
                return client.next().has("result");
            });
            assertThat(refusals).contains(Refusal.SERVER_BUSY, Refusal.REQUEST_IN_FLIGHT);
        }
    }

    @Test
    void aClientThatDoesNotReadSlowsHandlersDownAndCanStillCancel() throws Exception {
        try (StdioClient client = new StdioClient(server().maxQueuedBytes(100_000))) {
            client.stateless(1, "tools/call", "{'name':'flood','_meta':{'progressToken':1}}");
            Awaitility.await().until(() -> spoken.get() > 10);
            int[] before = {-1};
            Awaitility.await().pollInterval(Duration.ofMillis(300)).until(() -> {
                boolean stands = before[0] == spoken.get();
                before[0] = spoken.get();
                return stands;
            });
            client.notify("notifications/cancelled", "{'requestId':1}");
            List<Json> read = client.end();
            assertThat(read.size()).isLessThanOrEqualTo(spoken.get());
            assertThat(read).noneMatch(message -> message.has("result"));
            assertThat(refusals).isEmpty();
        }
    }

    @Test
    void aClientThatDoesNotReadChangesIsGivenUp() throws Exception {
        try (StdioClient client = new StdioClient(server().maxQueuedBytes(100_000))) {
            String uris = "'test://" + "x".repeat(4000) + "'";
            client.stateless(1, "subscriptions/listen", "{'notifications':{'resourceSubscriptions':[" + uris + "]}}");
            client.next();
            Awaitility.await().until(() -> {
                for (int i = 0; i < 100; i++) mcp.resourceUpdated("test://" + "x".repeat(4000));
                return client.hasEnded();
            });
            assertThat(refusals).contains(Refusal.STREAM_SLOW_READER);
        }
    }

    @ParameterizedTest
    @DisplayName("IO-S1: a line that is refused is answered, and the next one is read")
    @CsvSource(
            delimiter = '|',
            value = {
                "oops                                                              | -32700",
                "{'jsonrpc':'2.0'                                                  | -32700",
                "{}                                                                | -32600",
                "{'jsonrpc':'2.0','id':null,'method':'ping'}                       | -32600",
                "[{'jsonrpc':'2.0','id':1,'method':'ping'}]                        | -32600",
                "{'jsonrpc':'2.0','id':1,'method':'tools/list'}                    | -32602",
                "{'jsonrpc':'2.0','id':1,'method':'initialize','params':{}}        | -32602",
                "{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'2025-11-25','capabilities':[]}} | -32602",
                "{'jsonrpc':'2.0','id':1,'method':'tools/list','params':{'_meta':{'io.modelcontextprotocol/protocolVersion':'1900-01-01'}}} | -32022",
                "{'jsonrpc':'2.0','id':1,'method':'tools/list','params':{'_meta':{'io.modelcontextprotocol/protocolVersion':'2025-11-25','io.modelcontextprotocol/clientCapabilities':{}}}} | -32022",
                "{'jsonrpc':'2.0','id':1,'method':'tools/list','params':{'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28'}}} | -32602",
                "{'jsonrpc':'2.0','id':1,'method':'ping','params':{'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28','io.modelcontextprotocol/clientCapabilities':{}}}} | -32601",
                "{'jsonrpc':'2.0','id':1,'method':'subscriptions/listen','params':{'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28','io.modelcontextprotocol/clientCapabilities':{}}}} | -32602"
            })
    void answersWhatItRefuses(String line, long code) throws Exception {
        try (StdioClient client = new StdioClient(server())) {
            client.send(line.replace('\'', '"'));
            Json refused = client.next();
            assertThat(code(refused)).isEqualTo(code);
            assertThat(refused.toString()).doesNotContain("Exception");
            if (line.contains("'id':1") && !line.startsWith("["))
                assertThat(refused.get("id")).contains(Json.of(1));
            client.stateless(2, "server/discover", "{}");
            assertThat(client.next().get("id")).contains(Json.of(2));
        }
    }

    @Test
    void refusesALineThatIsTooLongAndSkipsIt() throws Exception {
        try (StdioClient client = new StdioClient(server().maxLineBytes(10_000))) {
            for (int i = 0; i < 3; i++) client.send("x".repeat(1_000_000));
            client.stateless(1, "server/discover", "{}");
            for (int i = 0; i < 3; i++) assertThat(code(client.next())).isEqualTo(-32600);
            assertThat(client.next().get("id")).contains(Json.of(1));
            assertThat(refusals).containsOnly(Refusal.BODY_TOO_LARGE);
        }
    }

    @Test
    @DisplayName("E2-S4: batches are answered in 2025-03-26, by one array")
    void answersBatches() throws Exception {
        String batch = "[{'jsonrpc':'2.0','id':1,'method':'ping'},{'jsonrpc':'2.0','method':'notifications/x'},"
                + "{'jsonrpc':'2.0','id':2,'method':'no/such'},{'jsonrpc':'2.0','id':3,'method':'initialize'}]";
        try (StdioClient client = new StdioClient(server())) {
            client.initialize("2025-03-26").send(batch.replace('\'', '"'));
            List<Json> answers = client.next().elements();
            assertThat(answers.stream().map(answer -> answer.get("id").orElseThrow()))
                    .containsExactlyInAnyOrder(Json.of(1), Json.of(2), Json.of(3));
            client.send("[]");
            assertThat(code(client.next())).isEqualTo(-32600);
        }
        try (StdioClient client = new StdioClient(server())) {
            client.initialize("2025-06-18").send(batch.replace('\'', '"'));
            assertThat(code(client.next())).isEqualTo(-32600);
        }
    }

    @Test
    @DisplayName("E3-S25: a server of the stateless era alone tells older clients what it speaks")
    void namesItsVersionsToOlderClients() throws Exception {
        McpServer modern = application(McpServer.builder("modern", "1"))
                .versions(ProtocolVersion.V2026_07_28)
                .build();
        try (StdioClient client = new StdioClient(StdioServer.of(modern))) {
            client.session(1, "initialize", "{'protocolVersion':'2025-11-25','capabilities':{}}");
            Json error = client.next().get("error").orElseThrow();
            assertThat(error.get("code")).contains(Json.of(-32022));
            assertThat(error.string("message").orElseThrow()).contains("2026-07-28");
            client.session(2, "ping", "{}");
            assertThat(code(client.next())).isEqualTo(-32602);
        }
    }

    @Test
    void endsWhenTheClientReadsNoMore() throws Exception {
        try (StdioClient client = new StdioClient(server())) {
            client.stateless(1, "tools/call", "{'name':'flood','_meta':{'progressToken':1}}");
            client.next();
            client.vanish();
            client.awaitEnd();
        }
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StdioServer.of(mcp).maxLineBytes(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StdioServer.of(mcp).maxConcurrentCalls(-1));
    }

    private static long code(Json response) {
        return response.at("error", "code")
                .flatMap(Json::asLong)
                .orElseThrow(() -> new AssertionError(response.toString()));
    }

    private static String text(Json response) {
        return Optional.of(response)
                .flatMap(r -> r.at("result", "content"))
                .map(content -> content.elements().get(0))
                .flatMap(content -> content.string("text"))
                .orElseThrow(() -> new AssertionError(response.toString()));
    }
}
