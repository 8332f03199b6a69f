package dev.mcpoauth.client.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.client.bridge.PretendServer.Reply;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a host writes, the bridge says what is wrong with it and goes on. */
class BadHostTest {
    private static final Json GOOD = Json.parse("{\"tools\":[]}");

    private final PretendServer server;

    BadHostTest() throws Exception {
        server = new PretendServer().on("tools/list", request -> Reply.result(GOOD.toString()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Arguments> bad() {
        int parse = ErrorCode.PARSE_ERROR;
        int invalid = ErrorCode.INVALID_REQUEST;
        return Stream.of(
                Arguments.of("garbage", parse),
                Arguments.of("   ", parse),
                Arguments.of("{", parse),
                Arguments.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"", parse),
                Arguments.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} x", parse),
                Arguments.of("\u0000\u0000", parse),
                Arguments.of(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"n\":1e2147483648}}", parse),
                Arguments.of("[".repeat(100_000), parse),
                Arguments.of("[]", invalid),
                Arguments.of("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", invalid),
                Arguments.of("null", invalid),
                Arguments.of("1", invalid),
                Arguments.of("{}", invalid),
                Arguments.of("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}", invalid),
                Arguments.of("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}", invalid),
                Arguments.of("{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"ping\"}", invalid),
                Arguments.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}", invalid),
                Arguments.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":7}", invalid),
                Arguments.of("x".repeat(4_000_000), invalid));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void hearsWhatIsWrongAndGoesOn(String line, int code) throws Exception {
        BridgeLimits small = BridgeLimits.DEFAULT.withMessageBytes(2_000_000);
        try (ScriptedHost host = ScriptedHost.of(server.bridge().limits(small))) {
            host.line(line);
            assertThat(host.await(message -> message.has("error")).at("error", "code"))
                    .contains(Json.of(code));
            goesOn(host);
        }
    }

    private void goesOn(ScriptedHost host) throws InterruptedException {
        host.initialize();
        host.request("after", "tools/list", Json.NULL);
        assertThat(host.result("after")).isEqualTo(GOOD);
        assertThat(host.rest()).isEmpty();
    }

    static Stream<String> ignored() {
        return Stream.of(
                "",
                "\r",
                "{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":99,\"error\":{\"code\":1,\"message\":\"x\"}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/unknown\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":99}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":{}}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}");
    }

    @ParameterizedTest
    @MethodSource("ignored")
    void hearsNothingOfWhatWantsNoAnswer(String line) throws Exception {
        try (ScriptedHost host = ScriptedHost.of(server.bridge())) {
            host.line(line);
            host.initialize();
            host.line(line);
            host.request("after", "tools/list", Json.NULL);
            host.result("after");
            assertThat(host.rest()).isEmpty();
        }
    }

    @Test
    void mayWriteALineInPartsAndEndInTheMiddleOfOne() throws Exception {
        byte[] line = "{\"jsonrpc\":\"2.0\",\"id\":\"\u00e9\",\"method\":\"ping\"}\n".getBytes(StandardCharsets.UTF_8);
        try (ScriptedHost host = ScriptedHost.of(server.bridge())) {
            host.initialize();
            for (byte one : line) {
                host.bytes(one);
            }
            host.answer("\u00e9");
            host.bytes(Arrays.copyOf(line, line.length - 1));
            host.hangUp();
            assertThat(host.rest()).isEmpty();
        }
    }

    @Test
    void hearsOfTextThatIsNoUtf8() throws Exception {
        try (ScriptedHost host = ScriptedHost.of(server.bridge())) {
            host.bytes((byte) '{', (byte) 0xff, (byte) 0xfe, (byte) '\n');
            assertThat(host.await(message -> message.has("error")).at("error", "code"))
                    .contains(Json.of(ErrorCode.PARSE_ERROR));
            goesOn(host);
        }
    }

    @Test
    void mayWriteFiftyMegabytesInOneLine() throws Exception {
        byte[] megabyte = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        try (ScriptedHost host = ScriptedHost.of(server.bridge())) {
            for (int i = 0; i < 50; i++) {
                host.bytes(megabyte);
            }
            host.bytes((byte) '\n');
            assertThat(host.await(message -> message.has("error")).at("error", "code"))
                    .contains(Json.of(ErrorCode.INVALID_REQUEST));
            goesOn(host);
        }
    }

    @Test
    void hearsFromTheServerThatAMethodIsUnknown() throws Exception {
        try (ScriptedHost host = ScriptedHost.of(server.bridge())) {
            host.initialize();
            host.request(1, "no/such", Json.NULL);
            assertThat(host.answer(1).at("error", "code")).contains(Json.of(ErrorCode.METHOD_NOT_FOUND));
        }
    }

    @Test
    void mayFloodTheBridgeWithRequests() throws Exception {
        server.silentOn("tools/call");
        try (ScriptedHost host = ScriptedHost.of(server.bridge().limits(BridgeLimits.DEFAULT.withOpenCalls(20)))) {
            host.initialize();
            for (int i = 1; i <= 2000; i++) {
                host.request(i, "tools/call", ScriptedHost.call("a", "{}"));
            }
            for (int i = 21; i <= 2000; i++) {
                assertThat(host.refusal(i)).isEqualTo("client.bridge.busy");
            }
            host.notification("notifications/cancelled", Json.parse("{\"requestId\":1}"));
            host.request("after", "tools/list", Json.NULL);
            assertThat(host.result("after")).isEqualTo(GOOD);
        }
    }

    @Test
    void mayNotHaveMuchUnderWayAtOnce() throws Exception {
        server.silentOn("tools/call");
        BridgeLimits small = BridgeLimits.DEFAULT.withMessageBytes(10_000);
        try (ScriptedHost host = ScriptedHost.of(server.bridge().limits(small))) {
            host.initialize();
            String argument = "{\"a\":\"" + "x".repeat(9_000) + "\"}";
            for (int i = 1; i <= 5; i++) {
                host.request(i, "tools/call", ScriptedHost.call("a", argument));
            }
            assertThat(host.refusal(5)).isEqualTo("client.bridge.busy");
            host.notification("notifications/cancelled", Json.parse("{\"requestId\":1}"));
            host.request(6, "tools/call", ScriptedHost.call("a", argument));
            await().until(() -> server.received("tools/call").stream()
                    .anyMatch(call -> call.get("id").equals(Optional.of(Json.of(6)))));
        }
    }

    @Test
    void mayFloodTheBridgeWithWhatWantsNoAnswer() throws Exception {
        server.holdNotifications();
        try (ScriptedHost host = ScriptedHost.of(server.bridge())) {
            host.initialize();
            for (int i = 0; i < 5000; i++) {
                host.notification("notifications/flood", Json.NULL);
            }
            host.request("after", "tools/list", Json.NULL);
            assertThat(host.result("after")).isEqualTo(GOOD);
            assertThat(server.received("notifications/flood")).hasSizeLessThanOrEqualTo(256);
        }
    }

    @Test
    void mayGoWithoutAWord() throws Exception {
        try (ScriptedHost host = ScriptedHost.of(server.bridge())) {
            host.hangUp();
        }
        assertThat(server.received()).isEmpty();
    }

    @Test
    void getsOneAnswerForEachOfManyAtOnce() throws Exception {
        try (ScriptedHost host =
                ScriptedHost.of(server.bridge().limits(BridgeLimits.DEFAULT.withCallTimeout(Duration.ofMinutes(1))))) {
            host.initialize();
            List<Integer> ids = Stream.iterate(1, i -> i + 1).limit(300).toList();
            ids.forEach(id -> host.request(id, id % 3 == 0 ? "no/such" : "tools/list", Json.NULL));
            for (int id : ids) {
                host.answer(id);
            }
            host.request("last", "ping", Json.NULL);
            host.answer("last");
            assertThat(host.rest()).isEmpty();
        }
    }
}
