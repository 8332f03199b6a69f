package dev.mcpoauth.transport.servlet;

import static dev.mcpoauth.transport.servlet.TestServer.errorCode;
import static dev.mcpoauth.transport.servlet.TestServer.last;
import static dev.mcpoauth.transport.servlet.TestServer.result;
import static dev.mcpoauth.transport.servlet.TestServer.rpc;
import static dev.mcpoauth.transport.servlet.TestServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.TaskSupport;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolResult;
import dev.mcpoauth.transport.servlet.OperationGuard.Permission;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Tasks extension (SEP-2663), over HTTP")
@Timeout(60)
class TasksOverHttpTest {

    private static final String[] ADA = {"X-Test-Caller", "ada"};

    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile boolean scoped = true;

    private final TestServer server = new TestServer(
            this::application,
            settings -> settings.guard((request, operation) -> {
                boolean job = operation.method().equals("tools/call")
                        && operation.name().equals("job");
                return job && !scoped
                        ? new Permission.Denied(403, Map.of("WWW-Authenticate", "Bearer scope=\"jobs\""), "No")
                        : Permission.PERMITTED;
            }),
            0);

    private McpServer.Builder application(McpServer.Builder builder) {
        return builder.tool(
                        ToolDefinition.builder("job").task(TaskSupport.REQUIRED).build(),
                        (arguments, context) -> work())
                .tool(
                        ToolDefinition.builder("patient")
                                .task(TaskSupport.OPTIONAL, Duration.ofMinutes(1))
                                .build(),
                        (arguments, context) -> work());
    }

    private ToolResult work() throws InterruptedException {
        running.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
        return ToolResult.text("done");
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.close();
    }

    private HttpResponse<String> call(String method, String params, String... headers) throws Exception {
        return server.send(server.withTasks(method, params, headers));
    }

    private String start(String... headers) throws Exception {
        return result(call("tools/call", "{\"name\":\"job\"}", headers))
                .string("taskId")
                .orElseThrow();
    }

    private static String task(String id) {
        return "{\"taskId\":\"" + id + "\",\"inputResponses\":{}}";
    }

    @Test
    void announcesTheExtensionInDiscoveryOnly() throws Exception {
        assertThat(result(server.callStateless("server/discover", "{}"))
                        .at("capabilities", "extensions", "io.modelcontextprotocol/tasks"))
                .contains(Json.EMPTY_OBJECT);
        assertThat(result(server.post(TestServer.initializeBody("2025-11-25"))).at("capabilities", "extensions"))
                .isEmpty();
    }

    @Test
    void answersAtOnceAndLaterWithTheResult() throws Exception {
        String id = start();
        assertThat(result(call("tasks/get", task(id))).string("status")).contains("working");
        release.countDown();
        Json task = await().until(
                        () -> result(call("tasks/get", task(id))),
                        now -> now.string("status").orElse("").equals("completed"));
        assertThat(text(task.get("result").orElseThrow())).isEqualTo("done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks/get", "tasks/update", "tasks/cancel"})
    @DisplayName("Streamable HTTP: Routing Headers: Mcp-Name is the task")
    void theHeaderNamesTheTask(String method) throws Exception {
        String id = start();
        HttpResponse<String> other = call(method, task(id), "Mcp-Name", "another");
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(errorCode(other)).isEqualTo(-32020);
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{\"taskId\":\"" + id
                + "\",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":" + TestServer.WITH_TASKS + "}}}";
        HttpResponse<String> missing = server.post(body, "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", method);
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(errorCode(missing)).isEqualTo(-32020);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks/get", "tasks/update", "tasks/cancel"})
    void tellsAClientWithoutTheExtensionWhatItLacks(String method) throws Exception {
        HttpResponse<String> response = server.callStateless(method, task(start()));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(errorCode(response)).isEqualTo(-32021);
        assertThat(last(response).at("error", "data"))
                .contains(Json.parse(
                        "{\"requiredCapabilities\":{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks/list", "tasks/result"})
    void theMethodsOfOlderTasksAreGone(String method) throws Exception {
        HttpResponse<String> response = call(method, task(start()));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(errorCode(response)).isEqualTo(-32601);
    }

    @Test
    void sessionsKnowNoTasks() throws Exception {
        String[] session = {"Mcp-Session-Id", server.initialize("2025-11-25")};
        assertThat(errorCode(server.post(rpc(1, "tools/call", "{\"name\":\"job\"}"), session)))
                .isEqualTo(-32021);
        assertThat(errorCode(server.post(rpc(2, "tasks/get", task(start())), session)))
                .isEqualTo(-32601);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks/get", "tasks/update", "tasks/cancel"})
    @DisplayName("Security Considerations: a task of another caller is answered like one that is not there")
    void aStolenIdIsWorthless(String method) throws Exception {
        String id = start(ADA);
        HttpResponse<String> stolen = call(method, task(id), "X-Test-Caller", "eve");
        HttpResponse<String> unknown = call(method, task("x".repeat(32)), "X-Test-Caller", "eve");
        assertThat(stolen.statusCode()).isEqualTo(unknown.statusCode());
        assertThat(last(stolen)).isEqualTo(last(unknown));
        assertThat(result(call("tasks/get", task(id), ADA)).string("status")).contains("working");
    }

    @Test
    void whoMayNotCallTheToolMayNotAskForItsTask() throws Exception {
        String id = start();
        scoped = false;
        for (String method : new String[] {"tasks/get", "tasks/update", "tasks/cancel"}) {
            HttpResponse<String> response = call(method, task(id));
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer scope=\"jobs\"");
        }
        assertThat(call("subscriptions/listen", "{\"notifications\":{\"taskIds\":[\"" + id + "\"]}}")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aClientThatLeavesBeforeItsCallIsATaskCancelsIt() throws Exception {
        // A container notices a closed connection when it writes to it.
        try (TestServer quick =
                new TestServer(this::application, settings -> settings.heartbeat(Duration.ofMillis(100)), 0)) {
            var call = quick.http.sendAsync(
                    quick.withTasks("tools/call", "{\"name\":\"patient\"}").build(),
                    HttpResponse.BodyHandlers.ofString());
            running.await();
            call.cancel(true);
            interrupted.await();
        }
    }

    @Test
    @DisplayName("Task Status Notifications")
    void tellsWhoListensAndNobodyElse() throws Exception {
        String own = start(ADA);
        String foreign = start("X-Test-Caller", "eve");
        BufferedReader lines = listen("{\"taskIds\":[\"" + own + "\",\"" + foreign + "\",\"none\"]}");
        Json acknowledged = next(lines);
        assertThat(acknowledged.at("params", "notifications")).contains(Json.parse("{\"taskIds\":[\"" + own + "\"]}"));
        Json first = next(lines);
        assertThat(first.string("method")).contains("notifications/tasks");
        assertThat(first.at("params", "status")).contains(Json.of("working"));
        assertThat(first.at("params", "_meta", "io.modelcontextprotocol/subscriptionId"))
                .contains(Json.of(1));
        call("tasks/cancel", task(foreign), "X-Test-Caller", "eve");
        release.countDown();
        Json second = next(lines);
        assertThat(second.at("params", "taskId")).contains(Json.of(own));
        assertThat(second.at("params", "status")).contains(Json.of("completed"));
        assertThat(text(second.at("params", "result").orElseThrow())).isEqualTo("done");
        Json got = result(call("tasks/get", task(own), ADA));
        Json told = second.get("params").orElseThrow();
        assertThat(told.without("_meta")).isEqualTo(got.without("_meta").without("resultType"));
    }

    private BufferedReader listen(String filter) throws Exception {
        var response = server.http.send(
                server.withTasks("subscriptions/listen", "{\"notifications\":" + filter + "}", ADA)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static Json next(BufferedReader lines) throws Exception {
        String line = lines.readLine();
        while (line != null && !line.startsWith("data: {")) line = lines.readLine();
        return Json.parse(Optional.ofNullable(line).orElseThrow().substring("data: ".length()));
    }

    @Test
    void aListenerWithoutTheExtensionHearsWhatItLacks() throws Exception {
        String filter = "{\"notifications\":{\"taskIds\":[\"x\"]}}";
        HttpResponse<String> response = server.callStateless("subscriptions/listen", filter);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(errorCode(response)).isEqualTo(-32021);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "[7]", "{}"})
    void refusesAFilterThatIsNone(String ids) throws Exception {
        assertThat(errorCode(call("subscriptions/listen", "{\"notifications\":{\"taskIds\":" + ids + "}}")))
                .isEqualTo(-32602);
    }

    @Test
    void listensToAHundredTasksAtMost() throws Exception {
        String ids = "\"x\",".repeat(100) + "\"x\"";
        assertThat(errorCode(call("subscriptions/listen", "{\"notifications\":{\"taskIds\":[" + ids + "]}}")))
                .isEqualTo(-32602);
    }
}
