package dev.mcpoauth.transport.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.refusal.RefusalException;
import java.io.IOException;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The dispatcher, without HTTP. */
class McpServerTest {

    private static final Json FORM =
            Json.parse("{\"type\":\"object\",\"properties\":{\"v\":{\"type\":\"string\"}},\"required\":[\"v\"]}");

    /** A stateless call of a client that can do everything. */
    private record Stateless(String callerKey) implements Call {
        @Override
        public ProtocolVersion version() {
            return ProtocolVersion.V2026_07_28;
        }

        @Override
        public Json clientCapabilities() {
            return Json.parse("{\"elicitation\":{},\"sampling\":{},\"roots\":{}}");
        }

        @Override
        public Optional<Principal> caller() {
            return Optional.empty();
        }

        @Override
        public Optional<ClientSession> session() {
            return Optional.empty();
        }

        @Override
        public void send(Notification notification) {
            throw new AssertionError("nothing is sent here");
        }

        @Override
        public Response request(String method, Json params) {
            throw new AssertionError("the stateless era has no such requests");
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void releaseConnection(Duration retry) {
            throw new AssertionError("nothing to release");
        }
    }

    private static Json handle(McpServer server, String method, Json params) throws InterruptedException {
        return server.handle(new Request(RequestId.of(1), method, params), new Stateless("ada"));
    }

    private static Json call(McpServer server, Json more) throws InterruptedException {
        return handle(
                server,
                "tools/call",
                Json.object().put("name", "t").putAll(more).build());
    }

    private static McpServer serverWith(ToolHandler handler) {
        return McpServer.builder("s", "1")
                .tool(ToolDefinition.builder("t").build(), handler)
                .build();
    }

    @Test
    void tellsTheModelWhatAToolRefuses() throws Exception {
        ToolHandler refuses = (arguments, context) -> {
            throw new ToolException("Not today", new IllegalStateException("secret"));
        };
        Json result = call(serverWith(refuses), Json.EMPTY_OBJECT);
        assertThat(result.get("isError")).contains(Json.of(true));
        assertThat(result.toString()).contains("Not today").doesNotContain("secret");
    }

    @Test
    void tellsNobodyWhatAToolDidNotExpect() throws Exception {
        ToolHandler fails = (arguments, context) -> {
            throw new IOException("/etc/passwd");
        };
        Json result = call(serverWith(fails), Json.EMPTY_OBJECT);
        assertThat(result.get("isError")).contains(Json.of(true));
        assertThat(result.toString()).containsPattern("reference [0-9a-f]{16}").doesNotContain("passwd", "IOException");
    }

    @Test
    @DisplayName("E3-S21: earlier answers travel in the state, so each round asks only what is new")
    void remembersEarlierAnswersOverSeveralRounds() throws Exception {
        List<String> runs = new ArrayList<>();
        McpServer server = serverWith((arguments, context) -> {
            runs.add("run");
            String first = value(context.ask(Question.form("a", "A?", FORM)), "a");
            String second = value(context.ask(Question.form("b", "B after " + first + "?", FORM)), "b");
            return ToolResult.text(first + second);
        });
        Json one = call(server, Json.EMPTY_OBJECT);
        Json two = call(server, retry(one, "a", "1"));
        assertThat(two.at("inputRequests", "b", "params", "message")).contains(Json.of("B after 1?"));
        assertThat(two.string("requestState")).isNotEqualTo(one.string("requestState"));
        Json three = call(server, retry(two, "b", "2"));
        assertThat(three.toString()).contains("\"12\"");
        assertThat(runs).hasSize(3);
    }

    private static String value(Answers answers, String key) {
        return answers.form(key).flatMap(form -> form.string("v")).orElse("");
    }

    @Test
    @DisplayName("E3-S21: state lives ten minutes, and any node with the key can open it")
    void refusesStateAfterItExpired() throws Exception {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        Json retry = retry(call(asking(now), Json.EMPTY_OBJECT), "a", "1");
        assertThat(call(asking(now.plus(Duration.ofMinutes(9))), retry).toString())
                .contains("accept");
        assertThatThrownBy(() -> call(asking(now.plus(Duration.ofMinutes(11))), retry))
                .isInstanceOfSatisfying(
                        RefusalException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.STATE_REJECTED));
    }

    private static McpServer asking(Instant now) {
        return McpServer.builder("s", "1")
                .stateKey(new byte[32])
                .clock(Clock.fixed(now, ZoneOffset.UTC))
                .tool(
                        ToolDefinition.builder("t").build(),
                        (arguments, context) -> ToolResult.text(
                                context.ask(Question.form("a", "A?", FORM)).action("a")))
                .build();
    }

    private static Json retry(Json inputRequired, String key, String value) {
        Json answer = Json.parse("{\"action\":\"accept\",\"content\":{\"v\":\"" + value + "\"}}");
        return Json.object()
                .put("requestState", inputRequired.string("requestState").orElseThrow())
                .put("inputResponses", Json.object().put(key, answer))
                .build();
    }

    @Test
    void listsInPagesWhoseCursorsSurviveChanges() throws Exception {
        McpServer.Builder builder = McpServer.builder("s", "1").pageSize(2);
        for (String name : List.of("a", "b", "c", "d", "e")) {
            builder.tool(ToolDefinition.builder(name).build(), (arguments, context) -> ToolResult.text(name));
        }
        McpServer server = builder.build();
        Json first = handle(server, "tools/list", Json.EMPTY_OBJECT);
        server.removeTool("a");
        Json second = handle(server, "tools/list", cursorAfter(first));
        Json third = handle(server, "tools/list", cursorAfter(second));
        assertThat(names(second)).containsExactly("c", "d");
        assertThat(names(third)).containsExactly("e");
        assertThat(third.has("nextCursor")).isFalse();
        for (String cursor : List.of("\"!\"", "7", "\"eA\"")) {
            Json params = Json.parse("{\"cursor\":" + cursor + "}");
            assertThatThrownBy(() -> handle(server, "tools/list", params)).isInstanceOf(RefusalException.class);
        }
    }

    private static Json cursorAfter(Json page) {
        return Json.object()
                .put("cursor", page.string("nextCursor").orElseThrow())
                .build();
    }

    private static List<String> names(Json page) {
        return page.get("tools").orElseThrow().elements().stream()
                .map(tool -> tool.string("name").orElseThrow())
                .toList();
    }

    record Addition(int a, int b) {}

    @Test
    void givesArgumentsAsARecord() throws Exception {
        McpServer server = serverWith(
                ToolHandler.typed(Addition.class, (sum, context) -> ToolResult.structured(Json.of(sum.a() + sum.b()))));
        McpServer open = McpServer.builder("s", "1")
                .tool(
                        ToolDefinition.builder("t")
                                .inputSchema("{\"type\":\"object\"}")
                                .build(),
                        ToolHandler.typed(Addition.class, (sum, context) -> ToolResult.text("" + (sum.a() + sum.b()))))
                .build();
        assertThat(call(open, Json.parse("{\"arguments\":{\"a\":40,\"b\":2}}")).toString())
                .contains("\"42\"");
        assertThat(call(open, Json.parse("{\"arguments\":{\"a\":\"x\"}}")).get("isError"))
                .contains(Json.of(true));
        assertThat(call(server, Json.parse("{\"arguments\":{\"a\":1}}")).get("isError"))
                .contains(Json.of(true));
    }

    @Test
    void announcesOnlyWhatIsOffered() {
        McpServer server = serverWith((arguments, context) -> ToolResult.text("x"));
        assertThat(server.capabilities().members().keySet()).containsExactlyInAnyOrder("logging", "tools");
        assertThat(server.knows("prompts/list", ProtocolVersion.LATEST)).isFalse();
    }
}
