package dev.mcpoauth.transport.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.ClientProfile;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.HttpAuthorizer;
import dev.mcpoauth.transport.client.HttpRefusalException;
import dev.mcpoauth.transport.client.http.ScriptedServer.Received;
import dev.mcpoauth.transport.client.http.ScriptedServer.Reply;
import dev.mcpoauth.transport.client.http.ScriptedServer.Script;
import dev.mcpoauth.transport.client.http.ScriptedServer.Stream;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a server did not take is sent again, if that is safe")
class RetriesTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Retries QUICK = new Retries(MINUTE, Duration.ofMillis(5), Duration.ofMillis(20));

    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private ScriptedServer server;

    @AfterEach
    void stop() {
        release.countDown();
        if (server != null) server.close();
    }

    private ClientTransport open(URI endpoint, Era era, Retries retries) throws Exception {
        ClientTransport transport =
                HttpTransport.to(endpoint).era(era).retries(retries).build();
        transport.open(ClientProfile.of("test", "1"), RecordingListener.create());
        return transport;
    }

    private static Request request(String method) {
        return new Request(RequestId.of(1), method, Json.EMPTY_OBJECT);
    }

    private static void send(ClientTransport transport, JsonRpcMessage message) throws Throwable {
        try {
            transport.send(message).toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    /** Does something else the first time. */
    private void serveAfter(Script first) throws IOException {
        server = new ScriptedServer((request, reply) -> {
            if (request.method().equals("POST") && asked.incrementAndGet() > 1) reply.result(request.id(), "{}");
            else first.answer(request, reply);
        });
    }

    @ParameterizedTest(name = "{1} to {0}")
    @CsvSource({
        "tools/list, 429",
        "tools/list, 502",
        "tools/list, 503",
        "tools/list, 504",
        "resources/read, 503",
        "prompts/get, 503",
        "ping, 503",
        "initialize, 503",
        "server/discover, 503",
        "logging/setLevel, 503"
    })
    void asksABusyServerAgain(String method, int status) throws Throwable {
        serveAfter((request, reply) -> reply.header("Retry-After", "0").status(status));
        try (ClientTransport transport = open(server.uri("/mcp"), Era.STATELESS, QUICK)) {
            send(transport, request(method));
        }
        assertThat(asked).hasValue(2);
    }

    @ParameterizedTest(name = "{1} to {0}")
    @CsvSource({
        "tools/call, 503",
        "tools/call, 429",
        "unknown/method, 503",
        "tools/list, 500",
        "tools/list, 400",
        "tools/list, 403"
    })
    void leavesItWhereTheServerMayHaveActedOrWillNot(String method, int status) throws Exception {
        serveAfter((request, reply) -> reply.header("Retry-After", "0").status(status));
        try (ClientTransport transport = open(server.uri("/mcp"), Era.STATELESS, QUICK)) {
            assertThatThrownBy(() -> send(transport, request(method))).isInstanceOf(HttpRefusalException.class);
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void reportsABusyServerAtOnceThatWantsToBeAskedTooLate() throws Exception {
        serveAfter((request, reply) -> reply.header("Retry-After", "3600").status(503));
        try (ClientTransport transport = open(server.uri("/mcp"), Era.SESSION, QUICK)) {
            assertThatThrownBy(() -> send(transport, request("initialize"))).isInstanceOf(HttpRefusalException.class);
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void givesUpWhenTimeIsUp() throws Exception {
        server = new ScriptedServer((request, reply) -> reply.status(503));
        Retries brief = new Retries(Duration.ofMillis(50), Duration.ofMillis(5), Duration.ofMillis(10));
        try (ClientTransport transport = open(server.uri("/mcp"), Era.STATELESS, brief)) {
            assertThatThrownBy(() -> send(transport, request("tools/list"))).isInstanceOf(HttpRefusalException.class);
        }
        assertThat(server.received()).hasSizeBetween(2, 11);
    }

    @ParameterizedTest
    @CsvSource({"tools/list, true", "resources/read, true", "tools/call, false"})
    void asksAgainAfterABrokenConnectionOnlyWhatChangesNothing(String method, boolean again) throws Throwable {
        serveAfter((request, reply) -> {
            throw new IOException("no answer");
        });
        try (ClientTransport transport = open(server.uri("/mcp"), Era.SESSION, QUICK)) {
            if (again) send(transport, request(method));
            else assertThatThrownBy(() -> send(transport, request(method))).isInstanceOf(IOException.class);
        }
        assertThat(asked.get() > 1).isEqualTo(again);
    }

    @ParameterizedTest
    @EnumSource(
            value = Era.class,
            names = {"SESSION", "STATELESS"})
    void sendsWhateverNeverLeftWhenTheServerIsBack(Era era) throws Throwable {
        URI endpoint;
        try (ServerSocket free = new ServerSocket(0)) {
            endpoint = URI.create("http://127.0.0.1:" + free.getLocalPort() + "/mcp");
        }
        try (ClientTransport transport = open(endpoint, era, QUICK)) {
            CompletionStage<Void> call = transport.send(request("tools/call"));
            assertThat(call.toCompletableFuture()).isNotDone();
            try (ServerSocket back = new ServerSocket(endpoint.getPort());
                    Socket connection = back.accept()) {
                answer(connection);
                call.toCompletableFuture().get();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Era.class,
            names = {"SESSION", "STATELESS"})
    void neverSendsWhatWasCancelledWhileTheServerWasAway(Era era) throws Throwable {
        URI endpoint;
        try (ServerSocket free = new ServerSocket(0)) {
            endpoint = URI.create("http://127.0.0.1:" + free.getLocalPort() + "/mcp");
        }
        Retries patient = new Retries(MINUTE, MINUTE.dividedBy(2), MINUTE.dividedBy(2));
        try (ClientTransport transport = open(endpoint, era, patient)) {
            CompletionStage<Void> call = transport.send(request("tools/call"));
            await().until(() -> threadsIn("Pauses") > 0);
            send(transport, cancellation());
            await().until(() -> call.toCompletableFuture().isCompletedExceptionally());
            server = new ScriptedServer(endpoint.getPort(), (request, reply) -> reply.result(request.id(), "{}"));
            transport.wake();
            send(transport, request("tools/list"));
        }
        assertThat(server.received("POST")).extracting(Received::rpcMethod).containsExactly("tools/list");
    }

    private static Notification cancellation() {
        return new Notification(
                "notifications/cancelled", Json.object().put("requestId", 1).build());
    }

    private static long threadsIn(String type) {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().endsWith("." + type)))
                .count();
    }

    @Test
    void neverSendsWhatWasCancelledBeforeItHadItsCredentials() throws Throwable {
        server = new ScriptedServer((request, reply) -> reply.result(request.id(), "{}"));
        CountDownLatch asks = new CountDownLatch(1);
        HttpAuthorizer slow = new HttpAuthorizer() {
            @Override
            public Map<String, String> headers(Target target) {
                if (!target.operation().startsWith("tools/call")) return Map.of();
                asks.countDown();
                awaitUninterruptibly(release);
                return Map.of();
            }

            @Override
            public Verdict rejected(Target target, Rejection rejection) {
                return Verdict.GIVE_UP;
            }
        };
        try (ClientTransport transport = HttpTransport.to(server.uri("/mcp"))
                .era(Era.SESSION)
                .authorizer(slow)
                .build()) {
            transport.open(ClientProfile.of("test", "1"), RecordingListener.create());
            CompletionStage<Void> call = transport.send(request("tools/call"));
            asks.await();
            send(transport, cancellation());
            release.countDown();
            assertThatThrownBy(() -> call.toCompletableFuture().get()).hasCauseInstanceOf(IOException.class);
            send(transport, request("tools/list"));
        }
        assertThat(server.received("POST")).extracting(Received::rpcMethod).containsExactly("tools/list");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException stubborn) {
                // Such as a sign-in that does not heed it.
            }
        }
    }

    private static void answer(Socket connection) throws IOException {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length();
        connection.getOutputStream().write((head + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
        connection.getOutputStream().flush();
    }

    @Test
    void doesNotAskAgainForAnAnswerThatIsTooLong() throws Exception {
        serveAfter((request, reply) -> reply.json(200, "\"" + "x".repeat(6 << 20) + "\""));
        try (ClientTransport transport = open(server.uri("/mcp"), Era.SESSION, QUICK)) {
            assertThatThrownBy(() -> send(transport, request("tools/list"))).hasMessageContaining("longer than");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void triesOnceUnlessTold() throws Exception {
        serveAfter((request, reply) -> reply.status(503));
        try (ClientTransport transport = open(server.uri("/mcp"), Era.STATELESS, Retries.NONE)) {
            assertThatThrownBy(() -> send(transport, request("tools/list"))).isInstanceOf(HttpRefusalException.class);
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void waitsNoLongerWhenTheMachineWakes() throws Throwable {
        serveAfter((request, reply) -> reply.header("Retry-After", "40").status(503));
        try (ClientTransport transport = open(server.uri("/mcp"), Era.STATELESS, QUICK)) {
            CompletionStage<Void> list = transport.send(request("tools/list"));
            await().until(() -> {
                transport.wake();
                return list.toCompletableFuture().isDone();
            });
            list.toCompletableFuture().get();
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void waitsNoLongerWhenItCloses() throws Exception {
        serveAfter((request, reply) -> reply.header("Retry-After", "40").status(503));
        ClientTransport transport = open(server.uri("/mcp"), Era.SESSION, QUICK);
        CompletionStage<Void> list = transport.send(request("tools/list"));
        await().until(() -> asked.get() == 1);
        transport.close();
        assertThatThrownBy(() -> list.toCompletableFuture().get()).hasCauseInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("The GET stream is opened anew when the machine wakes, after its last event")
    void opensTheStreamAnewWhenTheMachineWakes() throws Throwable {
        server = new ScriptedServer(new SessionPeer((request, reply) -> {
            if (request.method().equals("DELETE")) reply.status(200);
            else hold(reply);
        }));
        try (ClientTransport transport = HttpTransport.to(server.uri("/mcp"))
                .era(Era.SESSION)
                .reconnection(new Reconnection(9, Duration.ofMillis(5), MINUTE))
                .build()) {
            transport.open(ClientProfile.of("test", "1"), RecordingListener.create());
            send(transport, request("initialize"));
            send(transport, new Notification("notifications/initialized", Json.NULL));
            await().until(() -> {
                transport.wake();
                return server.received("GET").stream()
                        .anyMatch(get -> get.header("last-event-id").equals("e1"));
            });
        }
    }

    private void hold(Reply reply) throws Exception {
        try (Stream stream = reply.stream()) {
            stream.raw("id: e1\ndata:\n\n");
            release.await();
        }
    }

    @Test
    @DisplayName("2025-11-25, Session Management: a GET stream that is refused with 404 has lost its session")
    void opensANewSessionWhenTheStreamFindsTheOldOneGone() throws Throwable {
        AtomicInteger gets = new AtomicInteger();
        server = new ScriptedServer(new SessionPeer((request, reply) -> {
            if (!request.method().equals("GET")) reply.status(200);
            else if (gets.incrementAndGet() == 1) reply.stream().close();
            else if (request.header("mcp-session-id").equals("s1")) reply.status(404);
            else reply.status(405);
        }));
        RecordingListener listener = RecordingListener.create();
        try (ClientTransport transport = HttpTransport.to(server.uri("/mcp"))
                .era(Era.SESSION)
                .reconnection(new Reconnection(9, Duration.ofMillis(5), MINUTE))
                .build()) {
            transport.open(ClientProfile.of("test", "1"), listener);
            send(transport, request("initialize"));
            send(transport, new Notification("notifications/initialized", Json.NULL));
            await().until(() -> server.received("GET").size() == 3);
        }
        assertThat(server.calls("initialize")).hasSize(2);
    }

    @Nested
    @DisplayName("RFC 9110 §10.2.3: Retry-After")
    class RetryAfterValues {
        private final Clock clock = Clock.fixed(Instant.parse("1994-11-06T08:49:37Z"), ZoneOffset.UTC);

        @ParameterizedTest
        @CsvSource({
            "0, 0",
            "120, 120",
            "'Sun, 06 Nov 1994 08:50:37 GMT', 60",
            "'Sun, 06 Nov 1994 08:00:00 GMT', 0",
            "999999999, 86400",
            "'Fri, 31 Dec 9999 23:59:59 GMT', 86400"
        })
        void readsSecondsAndDates(String value, long seconds) {
            assertThat(RetryAfter.of(answer(value), clock)).contains(Duration.ofSeconds(seconds));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "-1", "soon", "1.5", "99999999999999999999", "06 Nov 1994", "\u0661"})
        void ignoresTheRest(String value) {
            assertThat(RetryAfter.of(answer(value), clock)).isEmpty();
        }

        private Answer answer(String value) {
            return new Answer(503, Map.of("retry-after", List.of(value)), new AnswerBody.Whole(new byte[0]));
        }
    }

    @Test
    void refusesAPolicyThatMakesNoSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Retries(MINUTE.negated(), MINUTE, MINUTE));
        assertThatIllegalArgumentException().isThrownBy(() -> new Retries(MINUTE, MINUTE, Duration.ZERO));
    }
}
