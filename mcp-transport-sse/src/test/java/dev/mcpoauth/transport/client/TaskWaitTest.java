package dev.mcpoauth.transport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Tasks of a server that is away or means ill")
@Timeout(60)
class TaskWaitTest {

    private static final String TASK = "{\"resultType\":\"task\",\"taskId\":\"t\",\"status\":\"working\"}";

    private final FakeTransport transport = new FakeTransport(Era.STATELESS);

    private McpClient connect() throws Exception {
        transport.on("tools/call", TASK);
        transport.on("tasks/cancel", "{}");
        return McpClient.over(transport).tasks(Duration.ofSeconds(20)).connect();
    }

    private static String status(String status, String more) {
        return "{\"taskId\":\"t\",\"status\":\"" + status + "\",\"pollIntervalMs\":1" + more + "}";
    }

    @Test
    void declaresTheExtension() throws Exception {
        try (McpClient client = connect()) {
            transport.on("tasks/get", status("completed", ",\"result\":{\"content\":[]}"));
            client.callTool("x", Json.EMPTY_OBJECT);
        }
        assertThat(transport.profile.capabilities())
                .isEqualTo(Json.parse("{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}"));
        assertThat(transport
                        .profile
                        .initializeParams(dev.mcpoauth.transport.ProtocolVersion.LATEST_SESSION)
                        .get("capabilities"))
                .contains(Json.EMPTY_OBJECT);
    }

    @Test
    void keepsOtherExtensionsThatWereDeclared() throws Exception {
        McpClient.over(transport)
                .tasks(Duration.ofSeconds(1))
                .capability("extensions", Json.parse("{\"mine\":{}}"))
                .connect()
                .close();
        assertThat(transport.profile.capabilities().get("extensions"))
                .contains(Json.parse("{\"mine\":{},\"io.modelcontextprotocol/tasks\":{}}"));
    }

    @Test
    void bearsWithAServerThatIsAwayForAWhile() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        transport.failing("tasks/get", () -> looks.incrementAndGet() < 3, new IOException("away"));
        try (McpClient client = connect()) {
            transport.on("tasks/get", status("completed", ",\"result\":{\"content\":[]}"));
            assertThat(client.callTool("x", Json.EMPTY_OBJECT).content()).isEmpty();
        }
        assertThat(looks).hasValue(3);
    }

    @Test
    void doesNotCancelWhatItCannotReach() throws Exception {
        transport.failing("tasks/get", () -> true, new IOException("away"));
        try (McpClient client = connect()) {
            assertThatThrownBy(() -> client.callTool("x", Json.EMPTY_OBJECT)).hasMessageContaining("away");
        }
        assertThat(transport.methods()).doesNotContain("tasks/cancel");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "completed | ''",
                "resting | ''",
                "'' | ''",
                "input_required | ,\"inputRequests\":{\"a\":{\"method\":\"tools/call\"}}"
            })
    void refusesWhatTheExtensionDoesNotKnow(String status, String more) throws Exception {
        try (McpClient client = connect()) {
            transport.on("tasks/get", status(status, more));
            assertThatThrownBy(() -> client.callTool("x", Json.EMPTY_OBJECT))
                    .isInstanceOf(ProtocolViolationException.class);
        }
    }

    @Test
    void answersAQuestionOnceHoweverOftenItIsShown() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        String asking = ",\"inputRequests\":{\"a\":{\"method\":\"elicitation/create\",\"params\":{}}}";
        transport.on("tools/call", TASK);
        transport.on("tasks/update", "{}");
        transport.on(
                "tasks/get",
                request -> new Response(
                        request.id(),
                        Json.parse(
                                looks.incrementAndGet() < 4
                                        ? status("input_required", asking)
                                        : status("completed", ",\"result\":{\"content\":[]}"))));
        try (McpClient client = McpClient.over(transport)
                .tasks(Duration.ofSeconds(20))
                .elicitation(params -> {
                    asked.incrementAndGet();
                    return Json.parse("{\"action\":\"decline\"}");
                })
                .connect()) {
            client.callTool("x", Json.EMPTY_OBJECT);
        }
        assertThat(asked).hasValue(1);
        assertThat(transport.methods()).containsOnlyOnce("tasks/update");
    }

    @Test
    void refusesATaskWithoutAName() throws Exception {
        try (McpClient client = connect()) {
            transport.on("tools/call", "{\"resultType\":\"task\"}");
            assertThatThrownBy(() -> client.callTool("x", Json.EMPTY_OBJECT))
                    .isInstanceOf(ProtocolViolationException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"prompts/get", "resources/read"})
    void onlyAToolCallBecomesATask(String method) throws Exception {
        try (McpClient client = connect()) {
            transport.on(method, TASK);
            assertThatThrownBy(() -> client.request(method, Json.NULL)).isInstanceOf(ProtocolViolationException.class);
        }
    }

    @Test
    void aClientThatWantsNoTasksTakesNone() throws Exception {
        transport.on("tools/call", TASK);
        try (McpClient client = McpClient.over(transport).connect()) {
            assertThatThrownBy(() -> client.callTool("x", Json.EMPTY_OBJECT))
                    .isInstanceOf(ProtocolViolationException.class);
        }
    }

    @Test
    void aFailureWithoutAnErrorIsStillAFailure() throws Exception {
        try (McpClient client = connect()) {
            transport.on("tasks/get", status("failed", ""));
            assertThatThrownBy(() -> client.callTool("x", Json.EMPTY_OBJECT))
                    .isInstanceOfSatisfying(
                            McpErrorException.class, e -> assertThat(e.code()).isEqualTo(-32603));
        }
    }

    @Test
    void doesNotWaitLongerThanItWantsToHoweverTheServerTellsItTo() throws Exception {
        try (McpClient client = connect()) {
            transport.on(
                    "tasks/get",
                    request -> new Response(
                            request.id(), Json.parse(status("working", "").replace(":1}", ":99999999}"))));
            assertThatThrownBy(() -> client.task("t").await(Duration.ofMillis(200)))
                    .isInstanceOf(CallTimeoutException.class);
            await().until(() -> transport.methods().contains("tasks/cancel"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "{}, 1000",
        "{\"pollIntervalMs\":0}, 100",
        "{\"pollIntervalMs\":-5}, 100",
        "{\"pollIntervalMs\":7000}, 7000"
    })
    void looksAsOftenAsTheServerWantsWithinReason(String json, long millis) {
        assertThat(new TaskStatus(Json.parse(json)).pollInterval()).isEqualTo(Duration.ofMillis(millis));
    }
}
