package dev.mcpoauth.transport.servlet;

import static dev.mcpoauth.transport.servlet.TestServer.last;
import static dev.mcpoauth.transport.servlet.TestServer.messages;
import static dev.mcpoauth.transport.servlet.TestServer.result;
import static dev.mcpoauth.transport.servlet.TestServer.rpc;
import static dev.mcpoauth.transport.servlet.TestServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.Question;
import dev.mcpoauth.transport.server.TaskSupport;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolException;
import dev.mcpoauth.transport.server.ToolResult;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools that promise never to wait run where their call was read; whoever calls them sees no difference. */
class NonBlockingToolsTest {

    private static final int CONTAINER_THREADS = 8;
    /** Where threads are virtual they have no name. */
    private static final String HANDLER_THREAD = "|mcp-handler-.*";

    private static final AtomicLong SOME = new AtomicLong();

    private final TestServer server =
            new TestServer(NonBlockingToolsTest::application, settings -> settings, CONTAINER_THREADS);

    @AfterEach
    void stop() {
        server.close();
    }

    private static McpServer.Builder application(McpServer.Builder builder) {
        return builder.tool(tool("where"), (arguments, context) -> here())
                .tool(Fixtures.tool("elsewhere"), (arguments, context) -> here())
                .tool(tool("talk"), (arguments, context) -> {
                    context.progress(1, 2, "half");
                    return here();
                })
                .tool(tool("long"), (arguments, context) -> ToolResult.text("x".repeat(1_000_000)))
                .tool(tool("some"), (arguments, context) -> {
                    SOME.incrementAndGet();
                    return ToolResult.text("x".repeat(4_000));
                })
                .tool(tool("refuse"), (arguments, context) -> {
                    throw new ToolException("Not today");
                })
                .tool(tool("explode"), (arguments, context) -> {
                    throw new IllegalStateException("secret detail");
                })
                .tool(
                        tool("ask"),
                        (arguments, context) -> ToolResult.text("Hello "
                                + context.ask(Question.form("who", "Who?", Fixtures.NAME_FORM))
                                        .form("who")));
    }

    private static ToolDefinition tool(String name) {
        return ToolDefinition.builder(name).nonBlocking().build();
    }

    private static ToolResult here() {
        return ToolResult.text(Thread.currentThread().getName());
    }

    private HttpResponse<String> call(String tool) throws Exception {
        return server.callStateless("tools/call", "{\"name\":\"" + tool + "\"}");
    }

    @Test
    void runOnTheThreadThatReadTheCall() throws Exception {
        assertThat(text(result(call("where")))).doesNotMatch(HANDLER_THREAD);
        assertThat(text(result(call("elsewhere")))).matches(HANDLER_THREAD);
        Awaitility.await().until(() -> server.servlet.callCount() == 0 && server.servlet.streamCount() == 0);
    }

    @Test
    void answerAsOthersDo() throws Exception {
        var direct = call("where").headers().map();
        var others = call("elsewhere").headers().map();
        assertThat(direct.keySet()).containsExactlyInAnyOrderElementsOf(others.keySet());
        assertThat(direct.get("Content-Type")).isEqualTo(others.get("Content-Type"));
        assertThat(direct.get("Cache-Control")).isEqualTo(others.get("Cache-Control"));
    }

    @Test
    void sayWhatTheySayMeanwhileAsAStream() throws Exception {
        HttpResponse<String> response =
                server.callStateless("tools/call", "{\"name\":\"talk\",\"_meta\":{\"progressToken\":\"p\"}}");
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        assertThat(messages(response)).hasSize(2);
        assertThat(messages(response).get(0).at("params", "progressToken")).contains(Json.of("p"));
        assertThat(text(result(response))).doesNotMatch(HANDLER_THREAD);
    }

    @Test
    void haveLongResults() throws Exception {
        assertThat(text(result(call("long")))).hasSize(1_000_000);
        Awaitility.await().until(() -> server.servlet.streamCount() == 0);
    }

    @Test
    void mayAsk() throws Exception {
        Json asked = result(call("ask"));
        assertThat(asked.string("resultType")).contains("input_required");
        HttpResponse<String> again = server.callStateless(
                "tools/call",
                Json.object()
                        .put("name", "ask")
                        .putIfPresent("requestState", asked.get("requestState"))
                        .put(
                                "inputResponses",
                                Json.parse("{\"who\":{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}}"))
                        .build()
                        .toString());
        assertThat(text(result(again))).contains("Ada");
    }

    @Test
    void failAsOthersDo() throws Exception {
        assertThat(text(result(call("refuse")))).isEqualTo("Not today");
        assertThat(text(result(call("explode")))).startsWith("The tool failed").doesNotContain("secret");
        assertThat(server.refusals).containsExactly(Refusal.TOOL_FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"where", "talk", "long"})
    void mayBeCalledWithALateBody(String tool) throws Exception {
        HttpRequest request =
                server.stateless("tools/call", "{\"name\":\"" + tool + "\"}").build();
        String body = RawClient.body(request);
        try (RawClient client = RawClient.connect(server)) {
            String head = RawClient.head(request, body.length()).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            client.send(head).send(body.substring(0, 20));
            Awaitility.await().until(() -> server.servlet.lateBodyCount() == 1);
            client.send(body.substring(20));
            assertThat(client.rest()).startsWith("HTTP/1.1 200").contains("\"result\"");
        }
    }

    /** What fits the container's buffer is left there, and no thread waits until it is read. */
    @Test
    void holdNoThreadForClientsThatDoNotRead() throws Exception {
        HttpRequest request =
                server.stateless("tools/call", "{\"name\":\"some\"}").build();
        String body = RawClient.body(request);
        String many = (RawClient.head(request, body.length()) + body).repeat(3000);
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 2 * CONTAINER_THREADS; i++) {
            RawClient client = RawClient.connectWithSmallBuffer(server);
            clients.add(client);
            Thread sending = new Thread(() -> client.sendIfTaken(many), "sends-and-never-reads");
            sending.setDaemon(true);
            sending.start();
        }
        AtomicLong before = new AtomicLong();
        Awaitility.await().pollInterval(Duration.ofMillis(300)).until(() -> {
            long now = SOME.get();
            return now > clients.size() && now == before.getAndSet(now);
        });
        assertThat(SOME.get()).isLessThan(3000L * clients.size());
        assertThat(call("where").statusCode()).isEqualTo(200);
        Awaitility.await().until(() -> server.busyThreads() == 0);
        for (RawClient client : clients) client.close();
    }

    @Test
    void runAsEverInSessions() throws Exception {
        String session = server.initialize("2025-11-25");
        HttpResponse<String> response =
                server.post(rpc(1, "tools/call", "{\"name\":\"where\"}"), "Mcp-Session-Id", session);
        assertThat(text(last(response).get("result").orElseThrow())).matches(HANDLER_THREAD);
    }

    @Test
    void areNoTasks() {
        ToolDefinition.Builder both =
                ToolDefinition.builder("both").nonBlocking().task(TaskSupport.OPTIONAL);
        assertThatThrownBy(both::build).isInstanceOf(IllegalStateException.class);
    }
}
