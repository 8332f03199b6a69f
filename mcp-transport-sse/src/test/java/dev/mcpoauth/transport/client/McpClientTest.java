package dev.mcpoauth.transport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class McpClientTest {

    private static final String INITIALIZED = "{\"protocolVersion\":\"2025-06-18\",\"serverInfo\":{\"name\":\"s\"}}";

    private final FakeTransport transport = new FakeTransport(Era.SESSION);

    @Test
    void initializesAndSaysSo() throws Exception {
        transport.on("initialize", INITIALIZED);
        try (McpClient client = McpClient.over(transport).as("me", "3").connect()) {
            assertThat(client.protocolVersion()).isEqualTo(ProtocolVersion.V2025_06_18);
            assertThat(client.serverInfo().string("name")).contains("s");
        }
        assertThat(transport.methods()).containsExactly("initialize", "notifications/initialized");
        Json params = ((Request) transport.sent.get(0)).params();
        assertThat(params.string("protocolVersion")).contains("2025-11-25");
        assertThat(params.at("clientInfo", "name")).contains(Json.of("me"));
        assertThat(transport.closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"protocolVersion\":\"1999-01-01\"}",
                "{\"protocolVersion\":7}",
                "{\"protocolVersion\":\"2026-07-28\"}"
            })
    void refusesToTalkToAServerThatSpeaksSomethingElse(String result) {
        transport.on("initialize", result);
        assertThatThrownBy(() -> McpClient.over(transport).connect()).isInstanceOf(ProtocolViolationException.class);
        assertThat(transport.closed).isTrue();
        assertThat(transport.methods()).containsExactly("initialize");
    }

    @Test
    void goesOnWhenACallbackForNotificationsFails() throws Exception {
        transport.on("initialize", INITIALIZED);
        transport.on("tools/call", request -> {
            Json progress = Json.object()
                    .put("progressToken", request.id().value())
                    .put("progress", 1)
                    .build();
            transport.listener.get().onMessage(new Notification("notifications/progress", progress));
            return reply(request, "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}");
        });
        Consumer<Object> failing = ignored -> {
            throw new IllegalStateException("as users write them");
        };
        try (McpClient client =
                McpClient.over(transport).onNotification(failing::accept).connect()) {
            CallOptions options = CallOptions.DEFAULT.onProgress(failing::accept);
            assertThat(client.callTool("t", Json.EMPTY_OBJECT, options).text()).isEqualTo("done");
        }
    }

    @Test
    @DisplayName("X5: no two requests have the same id")
    void neverUsesAnIdTwice() throws Exception {
        transport.on("initialize", INITIALIZED);
        transport.on("ping", "{}");
        try (McpClient client = McpClient.over(transport).connect()) {
            for (int i = 0; i < 100; i++) client.request("ping", Json.NULL);
        }
        assertThat(transport.sent.stream().filter(Request.class::isInstance).map(request -> ((Request) request).id()))
                .hasSize(101)
                .doesNotHaveDuplicates();
    }

    @Test
    void collectsAllPages() throws Exception {
        transport.on("initialize", INITIALIZED);
        transport.on(
                "tools/list",
                request -> reply(
                        request,
                        request.params().string("cursor").isPresent()
                                ? "{\"tools\":[{\"name\":\"b\"}]}"
                                : "{\"tools\":[{\"name\":\"a\"}],\"nextCursor\":\"\"}"));
        try (McpClient client = McpClient.over(transport).connect()) {
            assertThat(client.listTools())
                    .extracting(tool -> tool.string("name").orElse(""))
                    .containsExactly("a", "b");
        }
    }

    @Test
    void refusesPagesThatGoInCircles() throws Exception {
        transport.on("initialize", INITIALIZED);
        transport.on("prompts/list", "{\"prompts\":[],\"nextCursor\":\"again\"}");
        try (McpClient client = McpClient.over(transport).connect()) {
            assertThatThrownBy(client::listPrompts).isInstanceOf(ProtocolViolationException.class);
        }
    }

    @Test
    void failsWhatIsPendingWhenItIsClosed() throws Exception {
        transport.on("initialize", INITIALIZED);
        McpClient client = McpClient.over(transport).connect();
        assertThat(failureOf(client, client::close)).isInstanceOf(IOException.class);
    }

    @Test
    void failsWhatIsPendingWhenTheTransportEnds() throws Exception {
        transport.on("initialize", INITIALIZED);
        try (McpClient client = McpClient.over(transport).connect()) {
            IOException gone = new IOException("gone");
            assertThat(failureOf(client, () -> transport.listener.get().onClosed(gone)))
                    .isSameAs(gone);
        }
    }

    @Test
    void cancelsWhatIsInterrupted() throws Exception {
        transport.on("initialize", INITIALIZED);
        try (McpClient client = McpClient.over(transport).connect()) {
            Thread[] caller = new Thread[1];
            CompletableFuture<Throwable> failure = call(client, caller);
            await().until(() -> transport.methods().contains("x/hang"));
            caller[0].interrupt();
            assertThat(failure.get()).isInstanceOf(InterruptedException.class);
            await().until(() -> transport.methods().contains("notifications/cancelled"));
        }
    }

    private Throwable failureOf(McpClient client, Runnable end) throws Exception {
        CompletableFuture<Throwable> failure = call(client, new Thread[1]);
        await().until(() -> transport.methods().contains("x/hang"));
        end.run();
        return failure.get();
    }

    private static CompletableFuture<Throwable> call(McpClient client, Thread[] caller) {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        caller[0] = new Thread(() -> {
            try {
                client.request("x/hang", Json.NULL);
            } catch (Exception e) {
                failure.complete(e);
            }
        });
        caller[0].start();
        return failure;
    }

    @Test
    void dropsAResponseThatNobodyWaitsFor() throws Exception {
        transport.on("initialize", INITIALIZED);
        try (McpClient client = McpClient.over(transport).connect()) {
            transport.listener.get().onMessage(new Response(RequestId.of("stray"), Json.EMPTY_OBJECT));
            transport
                    .listener
                    .get()
                    .onMessage(new ErrorResponse(RequestId.UNKNOWN, new JsonRpcError(-32700, "Parse error")));
            transport
                    .listener
                    .get()
                    .onMessage(new Notification("notifications/progress", Json.parse("{\"progressToken\":\"stray\"}")));
            transport.on("x/ok", "{\"a\":1}");
            assertThat(client.request("x/ok", Json.NULL)).isEqualTo(Json.parse("{\"a\":1}"));
        }
    }

    @Test
    void answersAQuestionWithoutSayingWhatWentWrongInside() throws Exception {
        transport.on("initialize", INITIALIZED);
        try (McpClient client = McpClient.over(transport)
                .elicitation(params -> {
                    throw new IllegalStateException("secret");
                })
                .sampling(params -> {
                    throw new JsonRpcException(-1, "User rejected sampling request");
                })
                .connect()) {
            assertThat(answer("elicitation/create")).isEqualTo(new JsonRpcError(-32603, "Internal error"));
            assertThat(answer("sampling/createMessage"))
                    .isEqualTo(new JsonRpcError(-1, "User rejected sampling request"));
            assertThat(answer("roots/list").code()).isEqualTo(-32601);
            assertThat(client.protocolVersion().era()).isEqualTo(Era.SESSION);
        }
    }

    private JsonRpcError answer(String method) {
        RequestId id = RequestId.of(method);
        transport.listener.get().onMessage(new Request(id, method, Json.NULL));
        AtomicReference<JsonRpcError> error = new AtomicReference<>();
        await().until(() -> {
            transport.sent.stream()
                    .filter(message -> message instanceof ErrorResponse response
                            && response.id().equals(id))
                    .forEach(message -> error.set(((ErrorResponse) message).error()));
            return error.get() != null;
        });
        return error.get();
    }

    @Test
    void offersCompletions() throws Exception {
        transport.on("initialize", INITIALIZED);
        transport.on("completion/complete", "{\"completion\":{\"values\":[\"ada\",\"adam\"]}}");
        try (McpClient client = McpClient.over(transport).connect()) {
            Json reference = Json.parse("{\"type\":\"ref/prompt\",\"name\":\"greet\"}");
            assertThat(client.complete(reference, "name", "ad")).containsExactly("ada", "adam");
        }
        Request request = (Request) transport.sent.get(2);
        assertThat(request.params().at("argument", "value")).contains(Json.of("ad"));
    }

    @Test
    void subscribesToResourcesOneByOneInTheSessionEra() throws Exception {
        transport.on("initialize", INITIALIZED);
        transport.on("resources/subscribe", "{}");
        transport.on("resources/unsubscribe", "{}");
        try (McpClient client = McpClient.over(transport).connect()) {
            Subscription subscription = client.subscribe(Interest.inResources("a:1", "a:2"));
            assertThat(subscription.isOpen()).isTrue();
            subscription.close();
            subscription.close();
            assertThat(subscription.isOpen()).isFalse();
        }
        assertThat(transport.methods())
                .containsExactly(
                        "initialize",
                        "notifications/initialized",
                        "resources/subscribe",
                        "resources/subscribe",
                        "resources/unsubscribe",
                        "resources/unsubscribe");
    }

    @Test
    void keepsTheMetadataThatIsThereAlready() {
        Json params = Json.parse("{\"a\":1,\"_meta\":{\"progressToken\":5,\"" + MetaKeys.CLIENT_INFO + "\":\"mine\"}}");
        Json stamped = ClientProfile.of("n", "1").stamp(params, ProtocolVersion.LATEST);
        assertThat(stamped.get("a")).contains(Json.of(1));
        assertThat(stamped.at("_meta", "progressToken")).contains(Json.of(5));
        assertThat(stamped.at("_meta", MetaKeys.CLIENT_INFO)).contains(Json.of("mine"));
        assertThat(stamped.at("_meta", MetaKeys.PROTOCOL_VERSION)).contains(Json.of("2026-07-28"));
    }

    @Test
    void refusesOptionsThatCannotWork() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallOptions.DEFAULT.within(Duration.ZERO, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallOptions.DEFAULT.within(Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> McpClient.over(transport).maxInputRounds(-1));
    }

    private static Response reply(Request request, String result) {
        return new Response(request.id(), Json.parse(result));
    }
}
