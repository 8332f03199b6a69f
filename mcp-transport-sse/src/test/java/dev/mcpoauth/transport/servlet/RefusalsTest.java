package dev.mcpoauth.transport.servlet;

import static dev.mcpoauth.transport.servlet.TestServer.initializeBody;
import static dev.mcpoauth.transport.servlet.TestServer.rpc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.transport.SettableClock;
import dev.mcpoauth.transport.internal.serving.Subscription;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.refusal.RefusalException;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.ResourceDefinition;
import dev.mcpoauth.transport.server.TaskSupport;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolResult;
import dev.mcpoauth.transport.server.task.TaskSettings;
import dev.mcpoauth.transport.servlet.OperationGuard.Permission;
import dev.mcpoauth.transport.shared.EventBus;
import dev.mcpoauth.transport.shared.MemoryEventStore;
import dev.mcpoauth.transport.shared.MemorySessionStore;
import dev.mcpoauth.transport.shared.SessionStore;
import dev.mcpoauth.transport.shared.SharedSessions;
import dev.mcpoauth.transport.shared.SharedStateException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Provokes every reason for which this module refuses, over HTTP. */
class RefusalsTest {

    private static final Map<Refusal, Provocation> PROVOCATIONS = provocations();

    private final SettableClock clock = new SettableClock();
    private CountDownLatch release;
    private TestServer server;

    private interface Provocation {
        /** The answer, as status and body. */
        Answer by(RefusalsTest test) throws Exception;
    }

    private record Answer(int status, String body) {
        static Answer of(HttpResponse<String> response) {
            return new Answer(response.statusCode(), response.body());
        }

        /** The message, also where a heartbeat was faster than the answer and began a stream. */
        String message() {
            return body.startsWith("{") ? body : TestServer.dataLines(body).reduce(body, (first, second) -> second);
        }

        static Answer ofRaw(String response) {
            return new Answer(
                    Integer.parseInt(response.substring(9, 12)), response.substring(response.indexOf("\r\n\r\n") + 4));
        }
    }

    @BeforeEach
    void start() {
        release = new CountDownLatch(1);
        server = new TestServer(
                this::application,
                settings -> settings.maxBodyBytes(4000)
                        .bodyTimeout(Duration.ofSeconds(2))
                        .maxBatch(2)
                        .maxSessions(2)
                        .maxStreams(2)
                        .maxConcurrentCalls(2)
                        .maxQueuedBytes(1 << 16)
                        .heartbeat(Duration.ofMillis(200))
                        .events(new MemoryEventStore(1000, 2000))
                        .guard((request, operation) -> operation.name().equals("refuse")
                                ? new Permission.Denied(403, Map.of("WWW-Authenticate", "Bearer scope=\"x\""), "No")
                                : Permission.PERMITTED),
                0);
    }

    private McpServer.Builder application(McpServer.Builder builder) {
        // One sign of life in a day, so that a task whose node is there can be lost.
        TaskSettings tasks = TaskSettings.builder()
                .ttl(Duration.ofDays(9))
                .lease(Duration.ofDays(1))
                .maxRunningPerCaller(1)
                .build();
        return Fixtures.application(builder)
                .clock(clock)
                .tasks(tasks)
                .tool(ToolDefinition.builder("job").task(TaskSupport.REQUIRED).build(), (arguments, context) -> {
                    release.await();
                    return ToolResult.text("done");
                })
                .tool(Fixtures.tool("wait"), (arguments, context) -> {
                    context.progress(1, "begun");
                    release.await();
                    return ToolResult.text("done");
                })
                .tool(Fixtures.tool("flood"), (arguments, context) -> {
                    String chunk = "x".repeat(60_000);
                    for (int i = 1; !context.cancelled(); i++) context.progress(i, chunk);
                    return ToolResult.text("never read");
                });
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resources/subscribe | {'uri':'refuse'}",
                "resources/unsubscribe | {'uri':'refuse'}",
                "resources/read | {'uri':'refuse'}",
                "prompts/get | {'name':'refuse'}",
                "completion/complete | {'ref':{'type':'ref/prompt','name':'refuse'},'argument':{'name':'a','value':''}}",
                "completion/complete | {'ref':{'type':'ref/resource','uri':'refuse'},'argument':{'name':'a','value':''}}",
            })
    void theGuardHearsTheNameWhateverTheMethod(String method, String params) throws Exception {
        String id = server.initialize("2025-11-25");
        assertThat(server.post(rpc(1, method, params.replace('\'', '"')), "Mcp-Session-Id", id)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aListenerNamesNoUriThatIsTooLongToKeep() {
        Json params = Json.object()
                .put(
                        "notifications",
                        Json.object().put("resourceSubscriptions", Json.strings(List.of("x:" + "y".repeat(4095)))))
                .build();
        Request listen = new Request(RequestId.of(1), "subscriptions/listen", params);
        assertThatThrownBy(() -> Subscription.of(listen, server.mcp, task -> Optional.empty(), message -> {}))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("4096");
    }

    @Test
    void theGuardHearsEachResourceThatAListenerNames() throws Exception {
        String filter = "{\"notifications\":{\"resourceSubscriptions\":[\"test://text\",\"refuse\"]}}";
        assertThat(server.callStateless("subscriptions/listen", filter).statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void refusesForEachReasonWithItsCodeAndStatus(Refusal refusal) throws Exception {
        Answer answer = PROVOCATIONS.get(refusal).by(this);
        Awaitility.await().untilAsserted(() -> assertThat(server.refusals).contains(refusal));
        if (EnumSet.of(Refusal.TOOL_INPUT_INVALID, Refusal.TOOL_FAILED).contains(refusal)) {
            assertThat(answer.body()).contains("\"isError\":true");
        } else if (refusal == Refusal.TASK_LOST) {
            assertThat(answer.body()).contains("\"status\":\"failed\"", "\"code\":" + refusal.code());
        } else if (refusal != Refusal.STREAM_SLOW_READER) {
            assertThat(answer.status()).isEqualTo(refusal.status());
            assertThat(Json.parse(answer.message()).at("error", "code")).contains(Json.of(refusal.code()));
        }
        assertThat(answer.body()).doesNotContain("Exception", "dev.mcpoauth", "\tat ", "/etc/passwd");
    }

    @Test
    void answersTheServersLimitsWithRetryAfter() throws Exception {
        server.initialize("2025-11-25");
        server.initialize("2025-11-25");
        HttpResponse<String> third = server.post(initializeBody("2025-11-25"));
        assertThat(third.statusCode()).isEqualTo(503);
        assertThat(third.headers().firstValue("Retry-After")).isPresent();
        assertThat(third.headers().firstValue("X-Correlation-Id")).isPresent();
    }

    @Test
    void passesTheGuardsHeadersOn() throws Exception {
        HttpResponse<String> denied = server.callStateless("tools/call", "{\"name\":\"refuse\"}");
        assertThat(denied.headers().firstValue("WWW-Authenticate")).contains("Bearer scope=\"x\"");
        assertThat(Json.parse(denied.body()).get("id")).contains(Json.of(1));
    }

    private static Map<Refusal, Provocation> provocations() {
        Map<Refusal, Provocation> all = new EnumMap<>(Refusal.class);
        String[] json = {"MCP-Protocol-Version", "2026-07-28"};
        all.put(Refusal.ORIGIN_NOT_ALLOWED, t -> t.post("{}", "Origin", "https://evil.example"));
        all.put(Refusal.HOST_NOT_ALLOWED, t -> t.raw("GET", "Host: evil.example", ""));
        all.put(Refusal.METHOD_NOT_ALLOWED, t -> t.send(t.server.request().method("PUT", noBody())));
        all.put(Refusal.CONTENT_TYPE, t -> t.post("{}", "Content-Type", "text/plain"));
        all.put(Refusal.NOT_ACCEPTABLE, t -> t.post("{}", "Accept", "application/json"));
        all.put(Refusal.BODY_TOO_LARGE, t -> t.post("[" + " ".repeat(5000) + "]"));
        all.put(Refusal.BODY_INCOMPLETE, RefusalsTest::halfABody);
        all.put(Refusal.MALFORMED_JSON, t -> t.post("{"));
        all.put(Refusal.INVALID_MESSAGE, t -> t.post("{}"));
        all.put(Refusal.BATCH_NOT_SUPPORTED, t -> t.post("[]", json));
        all.put(Refusal.BATCH_TOO_LARGE, t -> t.post("[1,2,3]", "Mcp-Session-Id", t.server.initialize("2025-03-26")));
        all.put(Refusal.RESPONSE_NOT_EXPECTED, t -> t.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", json));
        all.put(Refusal.REQUEST_IN_FLIGHT, RefusalsTest::sameIdTwice);
        all.put(Refusal.METHOD_UNKNOWN, t -> t.stateless("no/such", "{}"));
        all.put(Refusal.PARAMS_INVALID, t -> t.stateless("tools/call", "{}"));
        all.put(Refusal.VERSION_UNSUPPORTED, t -> t.post(rpc(1, "ping", "{}"), "MCP-Protocol-Version", "1900-01-01"));
        all.put(Refusal.META_MISSING, t -> t.post(rpc(1, "tools/list", "{}"), json));
        all.put(Refusal.HEADER_MISMATCH, t -> t.stateless("tools/list", "{}", "Mcp-Method", "x"));
        all.put(
                Refusal.CAPABILITY_MISSING,
                t -> t.send(t.server.stateless("tools/call", Json.parse("{\"name\":\"ask\"}"), "{}")));
        all.put(Refusal.STATE_REJECTED, t -> t.stateless("tools/call", "{\"name\":\"ask\",\"requestState\":\"x\"}"));
        all.put(Refusal.TOOL_UNKNOWN, t -> t.stateless("tools/call", "{\"name\":\"no\"}"));
        all.put(
                Refusal.TOOL_INPUT_INVALID,
                t -> t.stateless("tools/call", "{\"name\":\"echo\",\"arguments\":{\"text\":1}}"));
        all.put(Refusal.TOOL_FAILED, t -> t.stateless("tools/call", "{\"name\":\"explode\"}"));
        all.put(Refusal.PROMPT_UNKNOWN, t -> t.stateless("prompts/get", "{\"name\":\"no\"}"));
        all.put(Refusal.RESOURCE_UNKNOWN, t -> t.stateless("resources/read", "{\"uri\":\"no:x\"}"));
        all.put(Refusal.SESSION_MISSING, t -> t.post(rpc(1, "ping", "{}")));
        all.put(Refusal.SESSION_UNKNOWN, t -> t.post(rpc(1, "ping", "{}"), "Mcp-Session-Id", "x"));
        all.put(Refusal.SESSION_OF_ANOTHER_CALLER, RefusalsTest::stolenSession);
        all.put(Refusal.SESSION_NODE_GONE, RefusalsTest::streamOfALostNode);
        all.put(Refusal.STORE_UNAVAILABLE, RefusalsTest::storeThatIsAway);
        all.put(Refusal.SESSION_LIMIT, RefusalsTest::tooManySessions);
        all.put(Refusal.SESSION_OVERSIZED, RefusalsTest::oversizedCapabilities);
        all.put(Refusal.STREAM_LIMIT, RefusalsTest::tooManyStreams);
        all.put(Refusal.STREAM_UNKNOWN_EVENT, RefusalsTest::unknownEvent);
        all.put(Refusal.STREAM_SLOW_READER, RefusalsTest::neverReads);
        all.put(Refusal.CALLER_LIMIT, RefusalsTest::tooManyCallsOfOneCaller);
        all.put(Refusal.SERVER_BUSY, RefusalsTest::tooManyCalls);
        all.put(Refusal.TASK_UNKNOWN, t -> t.lookAtTask("nobody's", "ada"));
        all.put(Refusal.TASK_OF_ANOTHER_CALLER, RefusalsTest::stolenTask);
        all.put(Refusal.TASK_LIMIT, RefusalsTest::tooManyTasks);
        all.put(Refusal.TASK_LOST, RefusalsTest::lostTask);
        all.put(Refusal.OPERATION_NOT_PERMITTED, t -> t.stateless("tools/call", "{\"name\":\"refuse\"}"));
        all.put(Refusal.INTERNAL_ERROR, RefusalsTest::brokenResource);
        return all;
    }

    private static HttpRequest.BodyPublisher noBody() {
        return HttpRequest.BodyPublishers.noBody();
    }

    private Answer post(String body, String... headers) throws Exception {
        return Answer.of(server.post(body, headers));
    }

    private Answer send(HttpRequest.Builder request) throws Exception {
        return Answer.of(server.send(request));
    }

    private Answer stateless(String method, String params, String... headers) throws Exception {
        return Answer.of(server.callStateless(method, params, headers));
    }

    private Answer raw(String method, String headers, String body) throws Exception {
        return Answer.ofRaw(server.raw(method + " /mcp HTTP/1.1\r\n" + headers
                + "\r\nConnection: close\r\nContent-Type: application/json\r\n\r\n" + body));
    }

    private HttpResponse<InputStream> open(HttpRequest.Builder request) throws Exception {
        return server.http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private HttpRequest.Builder waiting(String... headers) {
        return server.request(headers)
                .POST(HttpRequest.BodyPublishers.ofString(
                        rpc(1, "tools/call", "{\"name\":\"wait\",\"_meta\":{\"progressToken\":1}}")));
    }

    private Answer halfABody() throws Exception {
        String head = RawClient.head(server.request().POST(noBody()).build(), 100);
        try (RawClient client = RawClient.connect(server)) {
            String last = head.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            return Answer.ofRaw(client.send(last).send("{").rest());
        }
    }

    private Answer sameIdTwice() throws Exception {
        String[] session = {"Mcp-Session-Id", server.initialize("2025-11-25")};
        open(waiting(session));
        return Answer.of(server.post(rpc(1, "tools/list", "{}"), session));
    }

    private Answer stolenSession() throws Exception {
        String id = server.initialize("2025-11-25", "X-Test-Caller", "ada");
        return post(rpc(1, "ping", "{}"), "Mcp-Session-Id", id, "X-Test-Caller", "eve");
    }

    private Answer tooManySessions() throws Exception {
        server.initialize("2025-11-25");
        server.initialize("2025-11-25");
        return post(initializeBody("2025-11-25"));
    }

    private Answer oversizedCapabilities() throws Exception {
        TestServer roomy = new TestServer(Fixtures::application);
        try (roomy) {
            HttpResponse<String> response = roomy.post(
                    initializeBody("2025-11-25").replace("\"sampling\":{}", "\"x\":\"" + "x".repeat(20_000) + "\""));
            server.refusals.addAll(roomy.refusals);
            return Answer.of(response);
        }
    }

    private Answer tooManyStreams() throws Exception {
        for (int i = 0; i < 2; i++) {
            open(server.request("Mcp-Session-Id", server.initialize("2025-11-25"))
                    .GET());
        }
        return stateless("tools/call", "{\"name\":\"echo\"}");
    }

    private Answer unknownEvent() throws Exception {
        String id = server.initialize("2025-11-25");
        return send(server.request("Mcp-Session-Id", id, "Last-Event-ID", "7.7").GET());
    }

    private Answer neverReads() throws Exception {
        HttpRequest call = server.stateless("tools/call", "{\"name\":\"flood\",\"_meta\":{\"progressToken\":1}}")
                .build();
        StringBuilder request = new StringBuilder("POST /mcp HTTP/1.1\r\nHost: localhost\r\n");
        call.headers().map().forEach((name, values) -> request.append(name + ": " + values.get(0) + "\r\n"));
        String body =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"flood\",\"_meta\":"
                        + "{\"progressToken\":1,\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
        request.append("Content-Length: " + body.length() + "\r\n\r\n" + body);
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().until(() -> server.refusals.contains(Refusal.STREAM_SLOW_READER));
            Awaitility.await().until(() -> server.servlet.streamCount() == 0);
        }
        return new Answer(0, "");
    }

    private Answer tooManyCalls() throws Exception {
        TestServer narrow = new TestServer(this::application, settings -> settings.maxConcurrentCalls(1), 0);
        try (narrow) {
            narrow.http.send(
                    narrow.stateless("tools/call", "{\"name\":\"wait\",\"_meta\":{\"progressToken\":1}}")
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            HttpResponse<String> second = narrow.callStateless("tools/list", "{}");
            server.refusals.addAll(narrow.refusals);
            return Answer.of(second);
        }
    }

    private Answer tooManyCallsOfOneCaller() throws Exception {
        TestServer narrow = new TestServer(this::application, settings -> settings.maxCallsPerCaller(1), 0);
        try (narrow) {
            narrow.http.send(
                    narrow.stateless(
                                    "tools/call",
                                    "{\"name\":\"wait\",\"_meta\":{\"progressToken\":1}}",
                                    "X-Test-Caller",
                                    "ada")
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(narrow.callStateless("tools/list", "{}", "X-Test-Caller", "eve")
                            .statusCode())
                    .isEqualTo(200);
            HttpResponse<String> second = narrow.callStateless("tools/list", "{}", "X-Test-Caller", "ada");
            assertThat(second.headers().firstValue("Retry-After")).isPresent();
            server.refusals.addAll(narrow.refusals);
            return Answer.of(second);
        }
    }

    private Answer startTask(String caller) throws Exception {
        return send(server.withTasks("tools/call", "{\"name\":\"job\"}", "X-Test-Caller", caller));
    }

    private Answer lookAtTask(String id, String caller) throws Exception {
        return send(server.withTasks("tasks/get", "{\"taskId\":\"" + id + "\"}", "X-Test-Caller", caller));
    }

    private static String taskId(Answer created) {
        return Json.parse(created.message())
                .at("result", "taskId")
                .flatMap(Json::asString)
                .orElseThrow();
    }

    private Answer stolenTask() throws Exception {
        return lookAtTask(taskId(startTask("ada")), "eve");
    }

    private Answer tooManyTasks() throws Exception {
        startTask("ada");
        return startTask("ada");
    }

    private Answer lostTask() throws Exception {
        Answer created = startTask("ada");
        clock.advance(Duration.ofDays(2));
        return lookAtTask(taskId(created), "ada");
    }

    private Answer streamOfALostNode() throws Exception {
        shareSessions(new MemorySessionStore(clock));
        String id = server.initialize("2025-11-25");
        return send(server.request("Mcp-Session-Id", id, "Last-Event-ID", "1-gone.1")
                .GET());
    }

    private Answer storeThatIsAway() throws Exception {
        SessionStore away = (SessionStore) Proxy.newProxyInstance(
                SessionStore.class.getClassLoader(),
                new Class<?>[] {SessionStore.class},
                (proxy, method, arguments) -> {
                    throw new SharedStateException("no route to host", new IOException());
                });
        shareSessions(away);
        return post(initializeBody("2025-11-25"));
    }

    private void shareSessions(SessionStore store) {
        server.close();
        var shared = new SharedSessions(store, new MemoryEventStore(1000, 2000), EventBus.inMemory());
        server = new TestServer(this::application, settings -> settings.sharedSessions(shared), 0);
    }

    private Answer brokenResource() throws Exception {
        server.mcp.addResource(
                ResourceDefinition.builder("test://broken", "broken").build(), (request, context) -> {
                    throw new IllegalStateException("/etc/passwd");
                });
        return stateless("resources/read", "{\"uri\":\"test://broken\"}");
    }

    @Test
    void hasAProvocationForEveryReason() {
        assertThat(PROVOCATIONS.keySet()).isEqualTo(Set.copyOf(List.of(Refusal.values())));
        assertThat(Stream.of(Refusal.values()).map(Refusal::id)).doesNotHaveDuplicates();
    }
}
