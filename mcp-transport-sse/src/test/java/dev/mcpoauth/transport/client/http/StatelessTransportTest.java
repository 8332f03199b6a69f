package dev.mcpoauth.transport.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.CallOptions;
import dev.mcpoauth.transport.client.CallTimeoutException;
import dev.mcpoauth.transport.client.ClientProfile;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.Interest;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.McpClientBuilder;
import dev.mcpoauth.transport.client.McpErrorException;
import dev.mcpoauth.transport.client.McpException;
import dev.mcpoauth.transport.client.ProtocolViolationException;
import dev.mcpoauth.transport.client.Subscription;
import dev.mcpoauth.transport.client.http.ScriptedServer.Received;
import dev.mcpoauth.transport.client.http.ScriptedServer.Script;
import dev.mcpoauth.transport.client.http.ScriptedServer.Stream;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Stateless era, client: B.3 rows E3-C*")
class StatelessTransportTest {

    private static final String DONE =
            "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}";
    private static final String TOOL_WITH_HEADER =
            "{\"tools\":[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"region\":"
                    + "{\"type\":\"string\",\"x-mcp-header\":\"Region\"}}}}]}";

    private final CountDownLatch release = new CountDownLatch(1);
    private ScriptedServer server;

    @AfterEach
    void stop() {
        release.countDown();
        if (server != null) server.close();
    }

    @Test
    @DisplayName("E3-C1, E3-C2: a request accepts both types, and its headers say what its body says")
    void mirrorsTheBodyInHeaders() throws Exception {
        serve((request, reply) -> reply.result(request.id(), DONE));
        try (McpClient client = connect()) {
            client.callTool("t", Json.EMPTY_OBJECT);
        }
        Received call = server.calls("tools/call").get(0);
        assertThat(call.header("accept")).isEqualTo("application/json, text/event-stream");
        assertThat(call.header("mcp-protocol-version")).isEqualTo("2026-07-28");
        assertThat(call.header("mcp-method")).isEqualTo("tools/call");
        assertThat(call.header("mcp-name")).isEqualTo("t");
        assertThat(call.has("mcp-session-id")).isFalse();
        Json meta = call.json().at("params", "_meta").orElseThrow();
        assertThat(meta.string(MetaKeys.PROTOCOL_VERSION)).contains("2026-07-28");
        assertThat(meta.at(MetaKeys.CLIENT_INFO, "name")).contains(Json.of("test"));
        assertThat(meta.get(MetaKeys.CLIENT_CAPABILITIES)).contains(Json.EMPTY_OBJECT);
        assertThat(server.calls("initialize")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tools/call, name, my tool, my tool",
        "prompts/get, name, h\u00E9, =?base64?aMOp?=",
        "resources/read, uri, file:///a%20b, file:///a%20b",
        "resources/read, uri, =?base64?eA==?=, =?base64?PT9iYXNlNjQ/ZUE9PT89?=",
        "tasks/get, taskId, 7, 7"
    })
    @DisplayName("E3-C2, E3-C4: Mcp-Name, encoded where a header cannot hold it")
    void namesTheTarget(String method, String member, String value, String header) throws Exception {
        serve((request, reply) -> reply.result(request.id(), "{}"));
        try (McpClient client = connect()) {
            client.request(method, Json.object().put(member, value).build());
        }
        assertThat(server.calls(method).get(0).header("mcp-name")).isEqualTo(header);
    }

    @Test
    @DisplayName("E3-C3: a response is never sent")
    void refusesToSendAResponse() throws Exception {
        serve((request, reply) -> reply.status(202));
        try (ClientTransport transport =
                HttpTransport.to(server.uri("/mcp")).era(Era.STATELESS).build()) {
            transport.open(ClientProfile.of("test", "1"), RecordingListener.create());
            assertThatThrownBy(() -> transport
                            .send(new Response(RequestId.of(1), Json.EMPTY_OBJECT))
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }
        assertThat(server.received()).isEmpty();
    }

    @Test
    @DisplayName("E3-C5: malformed tools are left out, and arguments are mirrored for the others")
    void mirrorsAnnotatedArguments() throws Exception {
        serve((request, reply) -> reply.result(
                request.id(),
                request.rpcMethod().equals("tools/list")
                        ? "{\"tools\":[{\"name\":\"bad\",\"inputSchema\":{\"properties\":{\"a\":{\"type\":\"number\","
                                + "\"x-mcp-header\":\"A\"}}}}," + TOOL_WITH_HEADER.substring(10)
                        : DONE));
        try (McpClient client = connect()) {
            assertThat(client.listTools())
                    .extracting(tool -> tool.string("name").orElse(""))
                    .containsExactly("t");
            client.callTool("t", Json.object().put("region", "us").build());
            client.callTool("t", Json.object().put("region", Json.NULL).build());
        }
        assertThat(server.calls("tools/call").get(0).header("mcp-param-region")).isEqualTo("us");
        assertThat(server.calls("tools/call").get(1).has("mcp-param-region"))
                .as("E3-C6")
                .isFalse();
    }

    @Test
    @DisplayName("E3-C7: after HeaderMismatch the tools are listed again, and the call is repeated once")
    void listsToolsAgainAfterAHeaderMismatch() throws Exception {
        serve((request, reply) -> {
            boolean call = request.rpcMethod().equals("tools/call");
            if (call && !request.has("mcp-param-region")) reply.error(400, request.id(), -32020, "null");
            else reply.result(request.id(), call ? DONE : TOOL_WITH_HEADER);
        });
        try (McpClient client = connect()) {
            Json arguments = Json.object().put("region", "us").build();
            assertThat(client.callTool("t", arguments).text()).isEqualTo("done");
        }
        assertThat(server.calls("tools/list")).hasSize(1);
        assertThat(server.calls("tools/call").get(0).id())
                .isNotEqualTo(server.calls("tools/call").get(1).id());
    }

    @Test
    @DisplayName("E3-C7: a second HeaderMismatch is final")
    void repeatsACallOnlyOnce() throws Exception {
        serve((request, reply) -> reply.error(400, request.id(), -32020, "null"));
        try (McpClient client = connect()) {
            assertThatThrownBy(() -> client.callTool("t", Json.EMPTY_OBJECT))
                    .isInstanceOfSatisfying(
                            McpErrorException.class,
                            failure -> assertThat(failure.code()).isEqualTo(-32020));
        }
        assertThat(server.calls("tools/call")).hasSize(2);
    }

    @Test
    @DisplayName("E3-C8: a result without a type is complete, one of an unknown type is invalid")
    void judgesTheResultType() throws Exception {
        serve((request, reply) -> reply.result(
                request.id(),
                request.header("mcp-name").equals("old") ? "{\"content\":[]}" : "{\"resultType\":\"surprise\"}"));
        try (McpClient client = connect()) {
            assertThat(client.callTool("old", Json.EMPTY_OBJECT).content()).isEmpty();
            assertThatThrownBy(() -> client.callTool("new", Json.EMPTY_OBJECT))
                    .isInstanceOf(ProtocolViolationException.class);
        }
    }

    @Test
    @DisplayName("E3-C9: a request that changes nothing is issued anew, with a new id, when its stream breaks")
    void asksAgainWhenTheResponseIsLost() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        serve((request, reply) -> {
            if (requests.getAndIncrement() == 0)
                reply.stream().raw("id: 1\ndata:\n\n").close();
            else reply.result(request.id(), "{\"tools\":[]}");
        });
        try (McpClient client = connect()) {
            assertThat(client.listTools()).isEmpty();
        }
        List<Received> calls = server.calls("tools/list");
        assertThat(calls).hasSize(2);
        assertThat(calls.get(0).id()).isNotEqualTo(calls.get(1).id());
        assertThat(calls).noneMatch(call -> call.has("last-event-id"));
        assertThat(server.received("GET")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"readOnlyHint, 2", "idempotentHint, 2", "openWorldHint, 1"})
    @DisplayName("E3-C9: a tool is called again only if it says that this does no harm")
    void repeatsOnlyHarmlessTools(String hint, int calls) throws Exception {
        serve((request, reply) -> {
            if (request.rpcMethod().equals("tools/list"))
                reply.result(request.id(), "{\"tools\":[{\"name\":\"t\",\"annotations\":{\"" + hint + "\":true}}]}");
            else reply.stream().close();
        });
        try (McpClient client = connect()) {
            client.listTools();
            assertThatThrownBy(() -> client.callTool("t", Json.EMPTY_OBJECT)).isInstanceOf(IOException.class);
        }
        assertThat(server.calls("tools/call")).hasSize(calls);
    }

    @Test
    @DisplayName("E3-C10: input_required is answered with the exact state and a new id, and nothing more")
    void answersInputRequests() throws Exception {
        String state = "\\u0000 opaque \\\"\\ud83d\\ude00\\\" ==";
        serve((request, reply) -> {
            if (request.json().at("params", "inputResponses").isPresent()) reply.result(request.id(), DONE);
            else
                reply.result(
                        request.id(),
                        "{\"resultType\":\"input_required\",\"requestState\":\"" + state
                                + "\",\"inputRequests\":{\"k\":{\"method\":\"elicitation/create\","
                                + "\"params\":{\"message\":\"sure?\"}}}}");
        });
        List<Json> questions = new CopyOnWriteArrayList<>();
        try (McpClient client = client().elicitation(params -> {
                    questions.add(params);
                    return Json.object().put("action", "accept").build();
                })
                .connect()) {
            assertThat(client.callTool("t", Json.object().put("a", 1).build()).text())
                    .isEqualTo("done");
        }
        assertThat(questions)
                .containsExactly(Json.object().put("message", "sure?").build());
        Received first = server.calls("tools/call").get(0);
        Received second = server.calls("tools/call").get(1);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.json().at("params", "requestState")).contains(Json.parse("\"" + state + "\""));
        assertThat(second.json().at("params", "inputResponses", "k", "action")).contains(Json.of("accept"));
        assertThat(second.json().at("params", "arguments"))
                .isEqualTo(first.json().at("params", "arguments"));
    }

    @Test
    @DisplayName("E3-C10: without state in the result there is none in the retry")
    void addsNoStateOfItsOwn() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        serve((request, reply) -> {
            switch (calls.getAndIncrement()) {
                case 0 -> reply.result(request.id(), "{\"resultType\":\"input_required\",\"requestState\":\"1\"}");
                case 1 ->
                    reply.result(
                            request.id(),
                            "{\"resultType\":\"input_required\",\"inputRequests\":{\"r\":{\"method\":\"roots/list\"}}}");
                default -> reply.result(request.id(), DONE);
            }
        });
        try (McpClient client = client().roots(
                        params -> Json.object().put("roots", List.of()).build())
                .connect()) {
            client.callTool("t", Json.EMPTY_OBJECT);
        }
        Json second = server.calls("tools/call").get(1).json().get("params").orElseThrow();
        Json third = server.calls("tools/call").get(2).json().get("params").orElseThrow();
        assertThat(second.has("requestState")).isTrue();
        assertThat(second.has("inputResponses")).isFalse();
        assertThat(third.has("requestState")).isFalse();
        assertThat(third.at("inputResponses", "r", "roots")).contains(Json.array());
    }

    @Test
    @DisplayName("E3-C10: a server that never has enough is given up")
    void boundsTheRounds() throws Exception {
        serve((request, reply) ->
                reply.result(request.id(), "{\"resultType\":\"input_required\",\"requestState\":\"x\"}"));
        try (McpClient client = client().maxInputRounds(3).connect()) {
            assertThatThrownBy(() -> client.callTool("t", Json.EMPTY_OBJECT))
                    .isInstanceOf(ProtocolViolationException.class);
        }
        assertThat(server.calls("tools/call")).hasSize(4);
    }

    @Test
    @DisplayName("E3-C10: input that was never offered is not given")
    void refusesToAnswerWhatItNeverOffered() throws Exception {
        serve(
                (request, reply) -> reply.result(
                        request.id(),
                        "{\"resultType\":\"input_required\",\"inputRequests\":{\"s\":{\"method\":\"sampling/createMessage\"}}}"));
        try (McpClient client = connect()) {
            assertThatThrownBy(() -> client.callTool("t", Json.EMPTY_OBJECT))
                    .isInstanceOf(ProtocolViolationException.class);
        }
    }

    @Test
    @DisplayName("E3-C11: a call that takes too long closes its stream, and sends nothing")
    void cancelsByClosingTheStream() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        serve((request, reply) -> {
            try (Stream stream = reply.stream()) {
                while (true) stream.raw(": still here, and long enough to fill every buffer on the way\n".repeat(50));
            } finally {
                gone.countDown();
            }
        });
        try (McpClient client = connect()) {
            CallOptions hasty = CallOptions.DEFAULT.within(Duration.ofMillis(200), Duration.ofSeconds(10));
            assertThatThrownBy(() -> client.callTool("t", Json.EMPTY_OBJECT, hasty))
                    .isInstanceOf(CallTimeoutException.class);
            await().until(() -> gone.getCount() == 0);
        }
        assertThat(server.received()).hasSize(1);
    }

    @Test
    @DisplayName("E3-C11: a call whose answer has not begun is cancelled by closing the connection")
    void cancelsBeforeTheAnswerBegins() throws Exception {
        try (ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CountDownLatch gone = new CountDownLatch(1);
            Thread reader = new Thread(() -> readToTheEnd(peer, gone));
            reader.start();
            URI endpoint = URI.create("http://127.0.0.1:" + peer.getLocalPort() + "/mcp");
            try (McpClient client = McpClient.over(
                            HttpTransport.to(endpoint).era(Era.STATELESS).build())
                    .connect()) {
                CallOptions hasty = CallOptions.DEFAULT.within(Duration.ofMillis(200), Duration.ofSeconds(10));
                assertThatThrownBy(() -> client.callTool("t", Json.EMPTY_OBJECT, hasty))
                        .isInstanceOf(CallTimeoutException.class);
                await().until(() -> gone.getCount() == 0);
            }
            reader.join();
        }
    }

    private static void readToTheEnd(ServerSocket peer, CountDownLatch gone) {
        try (Socket connection = peer.accept()) {
            connection.getInputStream().readAllBytes();
        } catch (IOException reset) {
            // A reset is an end, too.
        } finally {
            gone.countDown();
        }
    }

    @Test
    @DisplayName("E3-C11: progress starts the time over, but not the hard maximum")
    void progressExtendsACallUpToItsMaximum() throws Exception {
        AtomicInteger progress = new AtomicInteger();
        serve((request, reply) -> {
            Json token = request.json().at("params", "_meta", "progressToken").orElseThrow();
            try (Stream stream = reply.stream()) {
                while (!release.await(50, java.util.concurrent.TimeUnit.MILLISECONDS))
                    stream.event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
                            + "{\"progressToken\":" + token + ",\"progress\":1}}");
            }
        });
        try (McpClient client = connect()) {
            CallOptions options = CallOptions.DEFAULT
                    .within(Duration.ofMillis(400), Duration.ofMillis(1200))
                    .onProgress(params -> progress.incrementAndGet());
            long start = System.nanoTime();
            assertThatThrownBy(() -> client.callTool("t", Json.EMPTY_OBJECT, options))
                    .isInstanceOf(CallTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1100));
        }
        assertThat(progress).hasValueGreaterThan(5);
    }

    @Test
    @DisplayName("E3-C12: the error code of older servers for unknown resources arrives as it is")
    void passesOldErrorCodesOn() throws Exception {
        serve((request, reply) -> reply.error(200, request.id(), -32002, "null"));
        try (McpClient client = connect()) {
            assertThatThrownBy(() -> client.readResource("x:y"))
                    .isInstanceOfSatisfying(
                            McpErrorException.class,
                            failure -> assertThat(failure.code()).isEqualTo(-32002));
        }
    }

    @Test
    @DisplayName("PAIR-1: after -32022 the request is repeated in a revision that both speak")
    void repeatsInASupportedRevision() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        serve((request, reply) -> {
            if (requests.getAndIncrement() == 0)
                reply.error(400, request.id(), -32022, "{\"supported\":[\"2099-01-01\",\"2026-07-28\"]}");
            else reply.result(request.id(), "{\"tools\":[]}");
        });
        try (McpClient client = connect()) {
            assertThat(client.listTools()).isEmpty();
        }
        assertThat(server.calls("tools/list")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"supported\":[]}", "{\"supported\":[\"2099-01-01\",7]}"})
    @DisplayName("-32022: without a common revision the error is the answer")
    void reportsThatThereIsNoCommonRevision(String data) throws Exception {
        serve((request, reply) -> reply.error(400, request.id(), -32022, data));
        try (McpClient client = connect()) {
            assertThatThrownBy(client::listTools)
                    .isInstanceOfSatisfying(
                            McpErrorException.class,
                            failure -> assertThat(failure.code()).isEqualTo(-32022));
        }
        assertThat(server.received()).hasSize(1);
    }

    @Test
    @DisplayName("A request of the server is a violation here, and is not answered")
    void ignoresRequestsOfTheServer() throws Exception {
        serve((request, reply) -> {
            try (Stream stream = reply.stream()) {
                stream.event("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"ping\"}");
                stream.result(Json.of("someone else's"), "{}");
                stream.result(request.id(), DONE);
            }
        });
        try (McpClient client = connect()) {
            assertThat(client.callTool("t", Json.EMPTY_OBJECT).text()).isEqualTo("done");
        }
        assertThat(server.received()).hasSize(1);
    }

    @Test
    @DisplayName("The log level goes with each request")
    void asksForLogMessagesPerRequest() throws Exception {
        serve((request, reply) -> reply.result(request.id(), DONE));
        try (McpClient client = connect()) {
            client.callTool("t", Json.EMPTY_OBJECT);
            client.setLogLevel("debug");
            client.callTool("t", Json.EMPTY_OBJECT);
        }
        assertThat(level(0)).isEmpty();
        assertThat(level(1)).contains(Json.of("debug"));
        assertThat(server.calls("logging/setLevel")).isEmpty();
    }

    private java.util.Optional<Json> level(int call) {
        return server.calls("tools/call").get(call).json().at("params", "_meta", MetaKeys.LOG_LEVEL);
    }

    @Test
    @DisplayName("subscriptions/listen is opened again when it breaks, until it is closed")
    void keepsASubscriptionOpen() throws Exception {
        AtomicInteger streams = new AtomicInteger();
        serve((request, reply) -> {
            Stream stream = reply.stream();
            stream.event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":{}}");
            if (streams.incrementAndGet() == 1) stream.close();
            else release.await();
        });
        List<String> changes = new CopyOnWriteArrayList<>();
        try (McpClient client =
                client().onNotification(n -> changes.add(n.method())).connect()) {
            Subscription subscription = client.subscribe(Interest.inLists());
            await().until(() -> changes.size() == 2);
            assertThat(subscription.isOpen()).isTrue();
            subscription.close();
            assertThat(subscription.isOpen()).isFalse();
        }
        Json filter = server.calls("subscriptions/listen")
                .get(0)
                .json()
                .at("params", "notifications")
                .orElseThrow();
        assertThat(filter)
                .isEqualTo(Json.parse(
                        "{\"toolsListChanged\":true,\"promptsListChanged\":true,\"resourcesListChanged\":true}"));
    }

    @Test
    @DisplayName("subscriptions/listen is waited for until the server has acknowledged it")
    void returnsASubscriptionThatIsAcknowledged() throws Exception {
        CountDownLatch acknowledgement = new CountDownLatch(1);
        serve((request, reply) -> {
            Stream stream = reply.stream();
            acknowledgement.await();
            Json meta = Json.object()
                    .put(MetaKeys.SUBSCRIPTION_ID, request.json().get("id").orElseThrow())
                    .build();
            stream.event(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{\"_meta\":"
                            + meta + "}}");
            release.await();
        });
        try (McpClient client = connect()) {
            CompletableFuture<Subscription> opening = CompletableFuture.supplyAsync(() -> subscribe(client));
            await().until(() -> server.calls("subscriptions/listen").size() == 1);
            assertThat(opening).isNotDone();
            acknowledgement.countDown();
            Subscription subscription = opening.get(3, TimeUnit.SECONDS);
            assertThat(subscription.isOpen()).isTrue();
            subscription.close();
        }
    }

    private static Subscription subscribe(McpClient client) {
        try {
            return client.subscribe(Interest.inLists());
        } catch (IOException | McpException | InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private void serve(Script script) throws IOException {
        server = new ScriptedServer(script);
    }

    private McpClient connect() throws Exception {
        return client().connect();
    }

    private McpClientBuilder client() {
        return McpClient.over(
                        HttpTransport.to(server.uri("/mcp")).era(Era.STATELESS).build())
                .as("test", "1");
    }
}
