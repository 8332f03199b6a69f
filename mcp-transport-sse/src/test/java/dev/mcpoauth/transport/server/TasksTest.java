package dev.mcpoauth.transport.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.transport.Extensions;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.SettableClock;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.refusal.RefusalException;
import dev.mcpoauth.transport.server.task.MemoryTaskStore;
import dev.mcpoauth.transport.server.task.TaskSettings;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Tasks extension (SEP-2663), without a transport")
@Timeout(60)
class TasksTest {

    private static final Json FORM =
            Json.parse("{\"type\":\"object\",\"properties\":{\"v\":{\"type\":\"string\"}},\"required\":[\"v\"]}");

    private final SettableClock clock = new SettableClock();
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final TestCall ada = new TestCall("ada");
    private final TestCall plain = new TestCall("ada", Json.EMPTY_OBJECT);
    private final McpServer.Builder builder =
            McpServer.builder("s", "1").clock(clock).tasks(settings().build());
    private McpServer server;

    private static TaskSettings.Builder settings() {
        return TaskSettings.builder().ttl(Duration.ofHours(1)).lease(Duration.ofDays(1));
    }

    @AfterEach
    void end() {
        release.countDown();
        if (server != null) server.close();
    }

    private void serve(TaskSupport support, Duration after, ToolHandler handler) {
        server = builder.tool(ToolDefinition.builder("t").task(support, after).build(), handler)
                .build();
    }

    private void serve(ToolHandler handler) {
        serve(TaskSupport.OPTIONAL, Duration.ZERO, handler);
    }

    /** Works until it is released or interrupted. */
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

    private String start() throws Exception {
        return ada.callTool(server, "t").string("taskId").orElseThrow();
    }

    /** A task whose handler is at work. */
    private String startWorking() throws Exception {
        String id = start();
        running.await();
        return id;
    }

    private Json state(String id) throws Exception {
        return ada.getTask(server, id);
    }

    private Json whenIt(String id, String status) {
        return await().until(() -> state(id), task -> is(task, status));
    }

    private static boolean is(Json task, String status) {
        return task.string("status").filter(status::equals).isPresent();
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Refusal refusal) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusalException.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
    }

    private static String text(Json result) {
        return result.get("content")
                .orElseThrow()
                .elements()
                .get(0)
                .string("text")
                .orElseThrow();
    }

    @Nested
    @DisplayName("Task Creation")
    class Creation {

        @Test
        void answersWithATaskAtOnce() throws Exception {
            serve((arguments, context) -> work());
            Json created = ada.callTool(server, "t");
            assertThat(created.string("resultType")).contains("task");
            assertThat(created.string("status")).contains("working");
            assertThat(created.string("createdAt")).contains("2026-01-01T00:00:00Z");
            assertThat(created.string("lastUpdatedAt")).contains("2026-01-01T00:00:00Z");
            assertThat(created.get("ttlMs")).contains(Json.of(3_600_000));
            assertThat(created.get("pollIntervalMs")).contains(Json.of(1000));
            assertThat(created.string("taskId").orElseThrow()).matches("[A-Za-z0-9_-]{32}");
            assertThat(List.of("result", "error", "inputRequests", "requestState", "task"))
                    .noneMatch(created::has);
        }

        @Test
        void givesEachTaskAnotherId() throws Exception {
            serve((arguments, context) -> ToolResult.text("x"));
            assertThat(start()).isNotEqualTo(start());
        }

        @Test
        void clientsThatCannotHaveTasksWaitForTheResult() throws Exception {
            serve((arguments, context) -> ToolResult.text("waited"));
            Json result = plain.callTool(server, "t");
            assertThat(result.string("resultType")).contains("complete");
            assertThat(text(result)).isEqualTo("waited");
        }

        @Test
        void aToolThatNeverIsATaskIsNone() throws Exception {
            serve(TaskSupport.NEVER, Duration.ZERO, (arguments, context) -> {
                context.releaseConnection(Duration.ofSeconds(1));
                return ToolResult.text("waited");
            });
            assertThat(text(ada.callTool(server, "t"))).isEqualTo("waited");
        }

        @Test
        void aToolThatMustBeATaskSaysWhatItsClientLacks() {
            serve(TaskSupport.REQUIRED, Duration.ZERO, (arguments, context) -> ToolResult.text("never"));
            assertThatThrownBy(() -> plain.callTool(server, "t")).isInstanceOfSatisfying(RefusalException.class, e -> {
                assertThat(e.error().code()).isEqualTo(-32021);
                assertThat(e.error().data().at("requiredCapabilities", "extensions", Extensions.TASKS))
                        .contains(Json.EMPTY_OBJECT);
            });
        }

        @Test
        void aQuickCallIsAnsweredByItsResult() throws Exception {
            serve(TaskSupport.REQUIRED, Duration.ofMinutes(1), (arguments, context) -> ToolResult.text("quick"));
            assertThat(text(ada.callTool(server, "t"))).isEqualTo("quick");
        }

        @Test
        void aSlowOneBecomesATask() throws Exception {
            serve(TaskSupport.OPTIONAL, Duration.ofMillis(10), (arguments, context) -> work());
            String id = start();
            release.countDown();
            whenIt(id, "completed");
        }

        @Test
        void aHandlerThatLetsGoOfItsConnectionBecomesATask() throws Exception {
            serve(TaskSupport.OPTIONAL, Duration.ofMinutes(1), (arguments, context) -> {
                context.releaseConnection(Duration.ofSeconds(7));
                return work();
            });
            Json created = ada.callTool(server, "t");
            assertThat(created.string("resultType")).contains("task");
            assertThat(created.get("pollIntervalMs")).contains(Json.of(7000));
        }

        @Test
        void refusesBadArgumentsWithoutATask() throws Exception {
            serve((arguments, context) -> ToolResult.text("never"));
            Json bad = Json.parse("{\"name\":\"t\",\"arguments\":{\"no\":1}}");
            assertThat(ada.ask(server, "tools/call", bad).get("isError")).contains(Json.of(true));
        }

        @Test
        void aClientThatGoesBeforeItHearsOfItsTaskLeavesNoneBehind() throws Exception {
            serve(TaskSupport.OPTIONAL, Duration.ofMinutes(1), (arguments, context) -> work());
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            Thread client = new Thread(() -> {
                try {
                    ada.callTool(server, "t");
                } catch (Throwable e) {
                    failure.complete(e);
                }
            });
            client.start();
            running.await();
            client.interrupt();
            assertThat(failure.get()).isInstanceOf(InterruptedException.class);
            interrupted.await();
        }

        @Test
        void isAnnouncedWhereItIsSpoken() {
            serve((arguments, context) -> ToolResult.text("x"));
            assertThat(Extensions.isDeclared(server.capabilities(), Extensions.TASKS))
                    .isTrue();
            assertThat(server.knows("tasks/get", ProtocolVersion.LATEST)).isTrue();
            assertThat(server.knows("tasks/get", ProtocolVersion.LATEST_SESSION))
                    .isFalse();
            assertThat(server.knows("tasks/list", ProtocolVersion.LATEST)).isFalse();
            assertThat(server.knows("tasks/result", ProtocolVersion.LATEST)).isFalse();
            Json initialized = server.initializeResult(ProtocolVersion.LATEST_SESSION);
            assertThat(initialized.at("capabilities", "extensions")).isEmpty();
        }

        @Test
        void aServerWithoutTasksTakesNoToolThatWouldBeOne() {
            server = McpServer.builder("s", "1").build();
            assertThat(Extensions.isDeclared(server.capabilities(), Extensions.TASKS))
                    .isFalse();
            ToolDefinition late =
                    ToolDefinition.builder("t").task(TaskSupport.OPTIONAL).build();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> server.addTool(late, (arguments, context) -> ToolResult.text("x")));
        }
    }

    @Nested
    @DisplayName("Task Polling")
    class Polling {

        @Test
        void inlinesTheResult() throws Exception {
            serve((arguments, context) -> work());
            String id = start();
            assertThat(state(id).string("resultType")).contains("complete");
            assertThat(state(id).has("result")).isFalse();
            release.countDown();
            Json task = whenIt(id, "completed");
            assertThat(text(task.get("result").orElseThrow())).isEqualTo("done");
            assertThat(task.has("error")).isFalse();
        }

        @Test
        void aToolThatFailsHasCompleted() throws Exception {
            serve((arguments, context) -> {
                throw new ToolException("Not today");
            });
            Json result = whenIt(start(), "completed").get("result").orElseThrow();
            assertThat(result.get("isError")).contains(Json.of(true));
            assertThat(text(result)).isEqualTo("Not today");
        }

        @Test
        void tellsNobodyWhatAToolDidNotExpect() throws Exception {
            serve((arguments, context) -> {
                throw new IOException("/etc/passwd");
            });
            Json task = whenIt(start(), "completed");
            assertThat(task.toString())
                    .containsPattern("reference [0-9a-f]{16}")
                    .doesNotContain("passwd");
        }

        @Test
        void aProtocolErrorFails() throws Exception {
            serve((arguments, context) -> {
                throw new JsonRpcException(-32000, "No more", Json.of(7));
            });
            Json task = whenIt(start(), "failed");
            assertThat(task.get("error")).contains(Json.parse("{\"code\":-32000,\"message\":\"No more\",\"data\":7}"));
            assertThat(task.string("statusMessage")).contains("No more");
            assertThat(task.has("result")).isFalse();
        }

        @Test
        void anErrorOfTheMachineFails() throws Exception {
            serve((arguments, context) -> {
                throw new OutOfMemoryError("secret");
            });
            assertThat(whenIt(start(), "failed").toString()).contains("-32603").doesNotContain("secret");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
        void knowsNoOtherTasks(String id) {
            serve((arguments, context) -> work());
            assertRefused(() -> state(id), Refusal.TASK_UNKNOWN);
            assertRefused(() -> ada.cancelTask(server, id), Refusal.TASK_UNKNOWN);
            assertRefused(() -> ada.updateTask(server, id, "{}"), Refusal.TASK_UNKNOWN);
        }

        @Test
        void anotherCallerSeesATaskThatIsNotThere() throws Exception {
            serve((arguments, context) -> work());
            String id = start();
            for (String other : List.of("eve", "")) {
                TestCall eve = new TestCall(other);
                assertRefused(() -> eve.getTask(server, id), Refusal.TASK_OF_ANOTHER_CALLER);
                assertRefused(() -> eve.cancelTask(server, id), Refusal.TASK_OF_ANOTHER_CALLER);
                assertRefused(() -> eve.updateTask(server, id, "{}"), Refusal.TASK_OF_ANOTHER_CALLER);
                assertThat(server.taskStatus(id, other)).isEmpty();
            }
            assertThat(Refusal.TASK_OF_ANOTHER_CALLER.message()).isEqualTo(Refusal.TASK_UNKNOWN.message());
            assertThat(server.taskStatus(id, "ada")).isPresent();
        }

        @Test
        void everyRequestNeedsAClientThatCanHaveTasks() throws Exception {
            serve((arguments, context) -> work());
            String id = start();
            assertRefused(() -> plain.getTask(server, id), Refusal.CAPABILITY_MISSING);
            assertRefused(() -> plain.cancelTask(server, id), Refusal.CAPABILITY_MISSING);
            assertRefused(() -> plain.updateTask(server, id, "{}"), Refusal.CAPABILITY_MISSING);
        }

        @Test
        void aGuardHearsOfTheToolThatATaskRuns() throws Exception {
            serve((arguments, context) -> work());
            Request get = new Request(
                    RequestId.of(7),
                    "tasks/get",
                    Json.object().put("taskId", start()).build());
            Request permission = server.permissionFor(get, "ada");
            assertThat(permission.method()).isEqualTo("tools/call");
            assertThat(permission.params().string("name")).contains("t");
            assertThat(permission.id()).isEqualTo(RequestId.of(7));
            assertThat(server.permissionFor(get, "eve")).isSameAs(get);
        }

        @Test
        void progressBecomesTheStatusMessageAndNothingElseIsSent() throws Exception {
            CountDownLatch second = new CountDownLatch(1);
            serve((arguments, context) -> {
                context.progress(1, 10, "first");
                context.progress(2, 10, "too soon");
                second.await();
                context.progress(3, 10, "later");
                context.log(LogLevel.ERROR, "nobody hears");
                return work();
            });
            Json params = Json.parse("{\"name\":\"t\",\"_meta\":{\"progressToken\":1,"
                    + "\"io.modelcontextprotocol/logLevel\":\"debug\"}}");
            String id = ada.ask(server, "tools/call", params).string("taskId").orElseThrow();
            await().until(() -> state(id).has("statusMessage"));
            assertThat(state(id).string("statusMessage")).contains("first");
            clock.advance(Duration.ofSeconds(2));
            second.countDown();
            await().until(() -> state(id).string("statusMessage").orElse(""), message -> message.equals("later"));
            assertThat(state(id).string("lastUpdatedAt")).contains("2026-01-01T00:00:02Z");
            assertThat(ada.sent).isEmpty();
        }

        @Test
        void theHandlerSeesWhoCalls() throws Exception {
            serve((arguments, context) -> ToolResult.text(
                    context.caller().map(Principal::getName).orElse("nobody") + context.canAsk(Question.roots("r"))));
            Json result = whenIt(start(), "completed").get("result").orElseThrow();
            assertThat(text(result)).isEqualTo("adafalse");
        }
    }

    @Nested
    @DisplayName("Task Update Requests")
    class Input {

        private static final String YES = "{\"action\":\"accept\",\"content\":{\"v\":\"yes\"}}";

        private static ToolResult ask(CallContext context, String... keys) throws InterruptedException {
            Question[] questions = List.of(keys).stream()
                    .map(key -> Question.form(key, key + "?", FORM))
                    .toArray(Question[]::new);
            Answers answers = context.ask(questions);
            return ToolResult.text(List.of(keys).stream()
                    .map(key -> answers.form(key).orElseThrow().string("v").orElseThrow())
                    .toList()
                    .toString());
        }

        private static Json requests(Json task) {
            return task.get("inputRequests").orElseThrow();
        }

        @Test
        void asksAndGoesOnWithTheAnswer() throws Exception {
            AtomicInteger runs = new AtomicInteger();
            serve((arguments, context) -> {
                runs.incrementAndGet();
                return ask(context, "a");
            });
            String id = start();
            Json asking = requests(whenIt(id, "input_required"));
            assertThat(asking.at("a", "method")).contains(Json.of("elicitation/create"));
            assertThat(asking.at("a", "params", "message")).contains(Json.of("a?"));
            Json ack = ada.updateTask(server, id, "{\"a\":" + YES + "}");
            assertThat(ack.members().keySet()).containsExactlyInAnyOrder("resultType", "_meta");
            Json task = whenIt(id, "completed");
            assertThat(text(task.get("result").orElseThrow())).isEqualTo("[yes]");
            assertThat(task.has("inputRequests")).isFalse();
            assertThat(runs).hasValue(1);
        }

        @Test
        void takesAnswersOneByOneAndIgnoresWhatNobodyAsked() throws Exception {
            serve((arguments, context) -> ask(context, "a", "b"));
            String id = start();
            whenIt(id, "input_required");
            ada.updateTask(server, id, "{\"b\":" + YES + ",\"c\":" + YES + ",\"d\":7}");
            Json task = state(id);
            assertThat(is(task, "input_required")).isTrue();
            assertThat(requests(task).members()).containsOnlyKeys("a");
            ada.updateTask(server, id, "{\"b\":{\"action\":\"decline\"}}");
            assertThat(requests(state(id)).members()).containsOnlyKeys("a");
            ada.updateTask(server, id, "{\"a\":" + YES + "}");
            assertThat(text(whenIt(id, "completed").get("result").orElseThrow()))
                    .isEqualTo("[yes, yes]");
        }

        @ParameterizedTest
        @ValueSource(strings = {"7", "{}", "{\"action\":\"accept\",\"content\":{\"v\":7}}", "null"})
        void refusesWhatIsNoAnswer(String response) throws Exception {
            serve((arguments, context) -> ask(context, "a"));
            String id = start();
            whenIt(id, "input_required");
            assertRefused(() -> ada.updateTask(server, id, "{\"a\":" + response + "}"), Refusal.PARAMS_INVALID);
            assertRefused(() -> ada.updateTask(server, id, "[]"), Refusal.PARAMS_INVALID);
            assertThat(requests(state(id)).has("a")).isTrue();
        }

        @Test
        void neverUsesAKeyTwice() throws Exception {
            serve((arguments, context) -> {
                ask(context, "a");
                ask(context, "a-2");
                return ask(context, "a");
            });
            String id = start();
            for (String key : List.of("a", "a-2", "a-3")) {
                await().until(
                                () -> state(id),
                                task -> is(task, "input_required")
                                        && requests(task).has(key));
                ada.updateTask(server, id, "{\"" + key + "\":" + YES + "}");
            }
            whenIt(id, "completed");
        }

        @Test
        @DisplayName("questions come before the task, and their answers are known in it")
        void asksBeforeItBecomesATask() throws Exception {
            AtomicInteger runs = new AtomicInteger();
            serve(TaskSupport.REQUIRED, Duration.ofMinutes(1), (arguments, context) -> {
                runs.incrementAndGet();
                ask(context, "a");
                context.releaseConnection(Duration.ofSeconds(1));
                return ask(context, "a", "b");
            });
            Json first = ada.callTool(server, "t");
            assertThat(first.string("resultType")).contains("input_required");
            assertThat(first.has("taskId")).isFalse();
            Json again = Json.object()
                    .put("name", "t")
                    .put("requestState", first.string("requestState").orElseThrow())
                    .put("inputResponses", Json.parse("{\"a\":" + YES + "}"))
                    .build();
            Json created = ada.ask(server, "tools/call", again);
            assertThat(created.has("requestState")).isFalse();
            String id = created.string("taskId").orElseThrow();
            assertThat(requests(whenIt(id, "input_required")).members()).containsOnlyKeys("b");
            ada.updateTask(server, id, "{\"b\":" + YES + "}");
            assertThat(text(whenIt(id, "completed").get("result").orElseThrow()))
                    .isEqualTo("[yes, yes]");
            assertThat(runs).hasValue(2);
        }

        @Test
        void failsWhenTheClientCannotBeAsked() throws Exception {
            serve((arguments, context) -> {
                context.ask(Question.roots("r"));
                return ToolResult.text("never");
            });
            assertThat(whenIt(start(), "failed").at("error", "code")).contains(Json.of(-32021));
        }

        @Test
        void answersForATaskThatIsOverChangeNothing() throws Exception {
            serve((arguments, context) -> ToolResult.text("x"));
            String id = start();
            Json before = whenIt(id, "completed");
            ada.updateTask(server, id, "{\"a\":" + YES + "}");
            assertThat(state(id)).isEqualTo(before);
        }
    }

    @Nested
    @DisplayName("Task Cancellation")
    class Cancellation {

        @Test
        void interruptsTheHandler() throws Exception {
            serve((arguments, context) -> work());
            String id = startWorking();
            Json ack = ada.cancelTask(server, id);
            assertThat(ack.members().keySet()).containsExactlyInAnyOrder("resultType", "_meta");
            assertThat(is(state(id), "cancelled")).isTrue();
            interrupted.await();
        }

        @Test
        void nothingThatComesLaterCounts() throws Exception {
            CountDownLatch returned = new CountDownLatch(1);
            serve((arguments, context) -> {
                running.countDown();
                // Deaf to its cancellation, as some drivers are.
                while (release.getCount() > 0 || !context.cancelled()) Thread.onSpinWait();
                returned.countDown();
                return ToolResult.text("late");
            });
            String id = startWorking();
            ada.cancelTask(server, id);
            release.countDown();
            returned.await();
            ada.cancelTask(server, id);
            assertThat(is(state(id), "cancelled")).isTrue();
            assertThat(state(id).has("result")).isFalse();
        }

        @Test
        void endsAWaitForInput() throws Exception {
            serve((arguments, context) -> {
                try {
                    context.ask(Question.form("a", "?", FORM));
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
                return ToolResult.text("never");
            });
            String id = start();
            whenIt(id, "input_required");
            ada.cancelTask(server, id);
            interrupted.await();
            assertThat(state(id).has("inputRequests")).isFalse();
        }

        @Test
        void isAcknowledgedTooLate() throws Exception {
            serve((arguments, context) -> ToolResult.text("x"));
            String id = start();
            whenIt(id, "completed");
            assertThat(ada.cancelTask(server, id).string("resultType")).contains("complete");
            assertThat(is(state(id), "completed")).isTrue();
        }
    }

    @Nested
    @DisplayName("Limits")
    class Limits {

        @Test
        void aCallerRunsSoManyTasksAndOthersAreNotHeldUp() throws Exception {
            builder.tasks(settings().maxRunningPerCaller(1).build());
            serve(TaskSupport.REQUIRED, Duration.ZERO, (arguments, context) -> work());
            start();
            assertRefused(this::startAnother, Refusal.TASK_LIMIT);
            assertThat(new TestCall("eve").callTool(server, "t").has("taskId")).isTrue();
            release.countDown();
            await().untilAsserted(this::startAnother);
        }

        private void startAnother() throws Exception {
            assertThat(start()).isNotEmpty();
        }

        @Test
        void whatNeedNotBeATaskIsAnOrdinaryCallThen() throws Exception {
            builder.tasks(settings().maxRunning(1).build());
            CountDownLatch first = new CountDownLatch(1);
            serve((arguments, context) -> {
                if (first.getCount() == 0) return ToolResult.text("waited");
                first.countDown();
                return work();
            });
            start();
            first.await();
            assertThat(text(ada.callTool(server, "t"))).isEqualTo("waited");
        }

        @Test
        void aFullStoreRefusesOrWaits() throws Exception {
            builder.tasks(settings()
                    .store(new MemoryTaskStore(new MemoryTaskStore.Limits(1, 1, 1000, 1000)))
                    .build());
            builder.tool(
                    ToolDefinition.builder("must").task(TaskSupport.REQUIRED).build(),
                    (arguments, context) -> ToolResult.text("x"));
            serve((arguments, context) -> ToolResult.text("waited"));
            start();
            assertThat(text(ada.callTool(server, "t"))).isEqualTo("waited");
            assertRefused(() -> ada.callTool(server, "must"), Refusal.TASK_LIMIT);
        }

        @Test
        void aResultThatIsTooLargeFails() throws Exception {
            builder.tasks(settings()
                    .store(new MemoryTaskStore(new MemoryTaskStore.Limits(10, 10, 1000, 10_000)))
                    .build());
            serve((arguments, context) -> ToolResult.text("x".repeat(2000)));
            Json task = whenIt(start(), "failed");
            assertThat(task.at("error", "message")).contains(Json.of(Refusal.TASK_LIMIT.message()));
        }
    }

    @Nested
    @DisplayName("Time")
    class Time {

        @Test
        void forgetsATaskAfterItsTime() throws Exception {
            serve((arguments, context) -> ToolResult.text("x"));
            String id = start();
            whenIt(id, "completed");
            clock.advance(Duration.ofMinutes(59));
            assertThat(is(state(id), "completed")).isTrue();
            clock.advance(Duration.ofMinutes(1));
            assertRefused(() -> state(id), Refusal.TASK_UNKNOWN);
        }

        @Test
        void stopsWhatStillRunsThen() throws Exception {
            builder.tasks(settings().lease(Duration.ofMillis(40)).build());
            serve((arguments, context) -> work());
            startWorking();
            clock.advance(Duration.ofHours(1));
            interrupted.await();
        }

        @Test
        void keepsALateResultLongerAndSaysSo() throws Exception {
            serve((arguments, context) -> work());
            String id = start();
            clock.advance(Duration.ofMinutes(58));
            release.countDown();
            assertThat(whenIt(id, "completed").get("ttlMs"))
                    .contains(Json.of(Duration.ofMinutes(63).toMillis()));
            clock.advance(Duration.ofMinutes(4));
            assertThat(is(state(id), "completed")).isTrue();
        }

        @Test
        void aRunningTaskGivesSignsOfLife() throws Exception {
            CountingStore store = new CountingStore();
            builder.tasks(settings().store(store).lease(Duration.ofMillis(40)).build());
            serve((arguments, context) -> work());
            String id = start();
            await().until(() -> store.replacements.get() > 3);
            assertThat(store.find(id).orElseThrow().content().get("alive").flatMap(Json::asLong))
                    .contains(Instant.parse("2026-01-01T00:00:00.040Z").toEpochMilli());
            assertThat(state(id).string("status")).contains("working");
            release.countDown();
            whenIt(id, "completed");
        }
    }

    @Nested
    @DisplayName("More than one node")
    class Nodes {

        private final CountingStore store = new CountingStore();
        private McpServer other;

        private void serveOnTwo(Duration lease, boolean oneBus, ToolHandler handler) {
            ChangeBus bus = ChangeBus.inMemory();
            TaskSettings settings = settings().store(store).lease(lease).build();
            builder.changes(bus).tasks(settings);
            serve(handler);
            other = McpServer.builder("s", "1")
                    .clock(clock)
                    .changes(oneBus ? bus : ChangeBus.inMemory())
                    .tasks(settings)
                    .build();
        }

        @AfterEach
        void endOther() {
            other.close();
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void anyNodeAnswersForATask(boolean oneBus) throws Exception {
            serveOnTwo(
                    Duration.ofMillis(40),
                    oneBus,
                    (arguments, context) -> ToolResult.text(
                            context.ask(Question.form("a", "?", FORM)).action("a")));
            String id = start();
            await().until(() -> ada.getTask(other, id), task -> is(task, "input_required"));
            ada.updateTask(other, id, "{\"a\":{\"action\":\"decline\"}}");
            Json task = await().until(() -> ada.getTask(other, id), now -> is(now, "completed"));
            assertThat(text(task.get("result").orElseThrow())).isEqualTo("decline");
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void aCancellationReachesTheNodeThatRunsIt(boolean oneBus) throws Exception {
            serveOnTwo(Duration.ofMillis(40), oneBus, (arguments, context) -> work());
            String id = startWorking();
            ada.cancelTask(other, id);
            interrupted.await();
            assertThat(is(state(id), "cancelled")).isTrue();
        }

        @Test
        void aTaskWhoseNodeIsGoneHasFailed() throws Exception {
            serveOnTwo(Duration.ofMinutes(10), true, (arguments, context) -> work());
            String id = startWorking();
            clock.advance(Duration.ofMinutes(10).minusMillis(1));
            assertThat(is(ada.getTask(other, id), "working")).isTrue();
            clock.advance(Duration.ofMillis(1));
            Json task = ada.getTask(other, id);
            assertThat(is(task, "failed")).isTrue();
            assertThat(task.at("error", "message")).contains(Json.of(Refusal.TASK_LOST.message()));
            // A node that was only slow to say that it lives stops working for nothing.
            interrupted.await();
        }

        @Test
        void aServerThatStopsSaysSo() throws Exception {
            serveOnTwo(Duration.ofDays(1), true, (arguments, context) -> work());
            String id = startWorking();
            server.close();
            assertThat(is(ada.getTask(other, id), "failed")).isTrue();
            interrupted.await();
        }

        @Test
        void anOutageOfTheStoreIsNoUnknownTask() throws Exception {
            serveOnTwo(Duration.ofMillis(40), true, (arguments, context) -> work());
            String id = start();
            store.down = true;
            assertThatThrownBy(() -> state(id)).isInstanceOf(java.io.UncheckedIOException.class);
            assertThatThrownBy(() -> ada.callTool(server, "t")).isInstanceOf(java.io.UncheckedIOException.class);
            int attempts = store.attempts.get();
            release.countDown();
            await().until(() -> store.attempts.get() > attempts + 3);
            store.down = false;
            whenIt(id, "completed");
        }
    }
}
