package dev.mcpoauth.transport.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.CallOptions;
import dev.mcpoauth.transport.client.CallTimeoutException;
import dev.mcpoauth.transport.client.InputFailedException;
import dev.mcpoauth.transport.client.Interest;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.McpClientBuilder;
import dev.mcpoauth.transport.client.McpErrorException;
import dev.mcpoauth.transport.client.McpTask;
import dev.mcpoauth.transport.client.Subscription;
import dev.mcpoauth.transport.client.TaskCancelledException;
import dev.mcpoauth.transport.client.TaskStatus;
import dev.mcpoauth.transport.client.ToolResult;
import dev.mcpoauth.transport.client.ToolStart;
import dev.mcpoauth.transport.container.Container;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.Question;
import dev.mcpoauth.transport.server.TaskSupport;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolException;
import dev.mcpoauth.transport.server.ToolHandler;
import dev.mcpoauth.transport.server.task.TaskSettings;
import dev.mcpoauth.transport.servlet.McpServlet;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Tasks extension (SEP-2663): the client against the servlet")
@Timeout(60)
class TaskCallsTest {

    private static final Json FORM =
            Json.parse("{\"type\":\"object\",\"properties\":{\"v\":{\"type\":\"string\"}},\"required\":[\"v\"]}");

    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Notification> notifications = new CopyOnWriteArrayList<>();
    private Container container;
    private McpServer mcp;
    private URI endpoint;

    @BeforeEach
    void start() throws Exception {
        mcp = application();
        container = Container.start(context -> new McpServlet(mcp).mount(context, "/mcp"));
        endpoint = container.uri("/mcp");
    }

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        container.close();
        mcp.close();
    }

    private McpServer application() {
        McpServer.Builder server = McpServer.builder("peer", "1")
                .tasks(TaskSettings.builder()
                        .pollInterval(Duration.ofMillis(100))
                        .build());
        offer(server, "job", (arguments, context) -> {
            context.progress(1, 2, "begun");
            return work();
        });
        offer(server, "fails", (arguments, context) -> {
            throw new ToolException("Not today");
        });
        offer(server, "breaks", (arguments, context) -> {
            throw new JsonRpcException(-32000, "No more");
        });
        offer(server, "asks", (arguments, context) -> {
            String first = ask(context.ask(Question.form("a", "A?", FORM)), "a");
            var both = context.ask(Question.form("b", "B?", FORM), Question.form("c", "C?", FORM));
            return dev.mcpoauth.transport.server.ToolResult.text(first + ask(both, "b") + ask(both, "c"));
        });
        return server.tool(
                        ToolDefinition.builder("quick")
                                .task(TaskSupport.OPTIONAL, Duration.ofMinutes(1))
                                .build(),
                        (arguments, context) -> dev.mcpoauth.transport.server.ToolResult.text("quick"))
                .build();
    }

    private static void offer(McpServer.Builder server, String name, ToolHandler handler) {
        server.tool(ToolDefinition.builder(name).task(TaskSupport.OPTIONAL).build(), handler);
    }

    private static String ask(dev.mcpoauth.transport.server.Answers answers, String key) {
        return answers.form(key).flatMap(form -> form.string("v")).orElse("-");
    }

    private dev.mcpoauth.transport.server.ToolResult work() throws InterruptedException {
        running.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
        return dev.mcpoauth.transport.server.ToolResult.text("done");
    }

    private McpClientBuilder client(Era era) {
        return McpClient.over(HttpTransport.to(endpoint).era(era).build())
                .as("test", "1")
                .onNotification(notifications::add);
    }

    private McpClientBuilder withTasks() {
        return client(Era.STATELESS).tasks(Duration.ofSeconds(30));
    }

    private static McpTask start(McpClient client, String tool) throws Exception {
        ToolStart start = client.startTool(tool, Json.EMPTY_OBJECT, CallOptions.DEFAULT);
        return ((ToolStart.Started) start).task();
    }

    @Test
    void aCallThatBecomesATaskReturnsItsResult() throws Exception {
        try (McpClient client = withTasks().connect()) {
            CompletableFuture<ToolResult> result = call(client, "job");
            running.await();
            release.countDown();
            assertThat(result.get().text()).isEqualTo("done");
        }
    }

    private static CompletableFuture<ToolResult> call(McpClient client, String tool) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return client.callTool(tool, Json.EMPTY_OBJECT);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void aCallThatBecomesNoneReturnsItsResultAsWell() throws Exception {
        try (McpClient client = withTasks().connect()) {
            assertThat(client.callTool("quick", Json.EMPTY_OBJECT).text()).isEqualTo("quick");
            ToolStart start = client.startTool("quick", Json.EMPTY_OBJECT, CallOptions.DEFAULT);
            assertThat(start).isInstanceOf(ToolStart.Finished.class);
        }
    }

    @Test
    void aClientThatWantsNoTasksGetsNone() throws Exception {
        release.countDown();
        for (Era era : List.of(Era.STATELESS, Era.SESSION)) {
            try (McpClient client = client(era).connect()) {
                assertThat(client.callTool("job", Json.EMPTY_OBJECT).text()).isEqualTo("done");
            }
        }
    }

    @Test
    void aServerWithSessionsHasNone() throws Exception {
        release.countDown();
        try (McpClient client =
                client(Era.SESSION).tasks(Duration.ofSeconds(30)).connect()) {
            assertThat(client.callTool("job", Json.EMPTY_OBJECT).text()).isEqualTo("done");
        }
    }

    @Test
    void aToolThatFailsIsAResult() throws Exception {
        try (McpClient client = withTasks().connect()) {
            ToolResult result = client.callTool("fails", Json.EMPTY_OBJECT);
            assertThat(result.isError()).isTrue();
            assertThat(result.text()).isEqualTo("Not today");
        }
    }

    @Test
    void aTaskThatFailsIsAnError() throws Exception {
        try (McpClient client = withTasks().connect()) {
            assertThatThrownBy(() -> client.callTool("breaks", Json.EMPTY_OBJECT))
                    .isInstanceOfSatisfying(McpErrorException.class, e -> {
                        assertThat(e.code()).isEqualTo(-32000);
                        assertThat(e.error().message()).isEqualTo("No more");
                    });
        }
    }

    @Test
    void answersEachQuestionOnce() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (McpClient client = withTasks()
                .elicitation(params -> {
                    int n = asked.incrementAndGet();
                    return Json.parse("{\"action\":\"accept\",\"content\":{\"v\":\"" + n + "\"}}");
                })
                .connect()) {
            String text = client.callTool("asks", Json.EMPTY_OBJECT).text();
            assertThat(text).hasSize(3).contains("1", "2", "3");
        }
        assertThat(asked).hasValue(3);
    }

    @Test
    void cancelsATaskWhoseQuestionNobodyCanAnswer() throws Exception {
        try (McpClient client = withTasks()
                .elicitation(params -> {
                    throw new IllegalStateException("no user");
                })
                .connect()) {
            McpTask task = start(client, "asks");
            assertThatThrownBy(() -> task.await(Duration.ofSeconds(30))).isInstanceOf(InputFailedException.class);
            await().until(() -> task.status().status().equals("cancelled"));
        }
    }

    @Test
    void answersSoManyTimesOnly() throws Exception {
        try (McpClient client = withTasks()
                .maxInputRounds(1)
                .elicitation(params -> Json.parse("{\"action\":\"decline\"}"))
                .connect()) {
            assertThatThrownBy(() -> client.callTool("asks", Json.EMPTY_OBJECT))
                    .hasMessageContaining("again and again");
        }
    }

    @Test
    void cancelsWhatTakesTooLong() throws Exception {
        try (McpClient client =
                client(Era.STATELESS).tasks(Duration.ofMillis(300)).connect()) {
            assertThatThrownBy(() -> client.callTool("job", Json.EMPTY_OBJECT))
                    .isInstanceOf(CallTimeoutException.class);
            interrupted.await();
        }
    }

    @Test
    void cancelsWhatIsInterrupted() throws Exception {
        try (McpClient client = withTasks().connect()) {
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            CountDownLatch seen = new CountDownLatch(1);
            McpTask task = start(client, "job");
            running.await();
            Thread caller = new Thread(() -> {
                try {
                    task.await(Duration.ofSeconds(30), status -> seen.countDown());
                } catch (Exception e) {
                    failure.complete(e);
                }
            });
            caller.start();
            seen.await();
            caller.interrupt();
            assertThat(failure.get()).isInstanceOf(InterruptedException.class);
            interrupted.await();
        }
    }

    @Test
    void cancelsAndHearsOfACancellation() throws Exception {
        try (McpClient client = withTasks().connect()) {
            McpTask task = start(client, "job");
            running.await();
            task.cancel();
            interrupted.await();
            assertThatThrownBy(() -> task.await(Duration.ofSeconds(30))).isInstanceOf(TaskCancelledException.class);
        }
    }

    @Test
    void anotherClientOfTheSameUserTakesATaskUp() throws Exception {
        String id;
        try (McpClient client = withTasks().connect()) {
            McpTask task = start(client, "job");
            id = task.id();
            assertThat(task.toString()).doesNotContain(id);
        }
        release.countDown();
        try (McpClient client = withTasks().connect()) {
            assertThat(client.task(id).await(Duration.ofSeconds(30)).text()).isEqualTo("done");
        }
    }

    @Test
    void tellsWhatItSees() throws Exception {
        List<TaskStatus> seen = new CopyOnWriteArrayList<>();
        try (McpClient client = withTasks().connect()) {
            McpTask task = start(client, "job");
            assertThat(task.status().pollInterval()).isEqualTo(Duration.ofMillis(100));
            running.await();
            ToolResult result = task.await(Duration.ofSeconds(30), status -> {
                seen.add(status);
                release.countDown();
            });
            assertThat(result.text()).isEqualTo("done");
        }
        assertThat(seen.get(0).status()).isEqualTo("working");
        assertThat(seen.get(0).message()).contains("begun");
        assertThat(seen.get(seen.size() - 1).isOver()).isTrue();
    }

    @Test
    void knowsNoTaskThatTheServerDoesNotKnow() throws Exception {
        try (McpClient client = withTasks().connect()) {
            assertThatThrownBy(() -> client.task("none").await(Duration.ofSeconds(30)))
                    .isInstanceOfSatisfying(
                            McpErrorException.class, e -> assertThat(e.code()).isEqualTo(-32602));
        }
    }

    @Test
    void hearsOfATaskThatItListensTo() throws Exception {
        try (McpClient client = withTasks().connect()) {
            McpTask task = start(client, "job");
            Subscription subscription = client.subscribe(Interest.inTasks(task.id()));
            await().until(() -> notifications.stream().anyMatch(n -> n.method().equals("notifications/tasks")));
            release.countDown();
            await().until(() -> notifications.stream()
                    .anyMatch(n -> n.params().string("status").orElse("").equals("completed")));
            subscription.close();
        }
    }

    @Test
    void waitsForSomeTime() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client(Era.STATELESS).tasks(Duration.ZERO));
    }
}
