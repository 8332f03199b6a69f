package dev.mcpoauth.transport.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.CallOptions;
import dev.mcpoauth.transport.client.CallTimeoutException;
import dev.mcpoauth.transport.client.Interest;
import dev.mcpoauth.transport.client.McpClient;
import dev.mcpoauth.transport.client.McpClientBuilder;
import dev.mcpoauth.transport.client.McpErrorException;
import dev.mcpoauth.transport.client.Subscription;
import dev.mcpoauth.transport.container.Container;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.server.CallContext;
import dev.mcpoauth.transport.server.LogLevel;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.PromptDefinition;
import dev.mcpoauth.transport.server.PromptResult;
import dev.mcpoauth.transport.server.Question;
import dev.mcpoauth.transport.server.ResourceContents;
import dev.mcpoauth.transport.server.ResourceDefinition;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolResult;
import dev.mcpoauth.transport.servlet.McpServlet;
import dev.mcpoauth.transport.servlet.McpServletSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The client against the servlet, the same table in every era")
class EndToEndTest {

    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final List<Notification> notifications = new CopyOnWriteArrayList<>();
    private final McpServer mcp = application();
    private Container container;
    private McpServlet servlet;
    private URI endpoint;

    static Stream<Optional<Era>> eras() {
        return Stream.of(Optional.of(Era.STATELESS), Optional.of(Era.SESSION), Optional.empty());
    }

    @BeforeEach
    void start() throws Exception {
        // A container notices a closed connection when it writes to it.
        servlet = new McpServlet(
                mcp,
                McpServletSettings.builder().heartbeat(Duration.ofMillis(200)).build());
        container = Container.start(context -> servlet.mount(context, "/mcp"));
        endpoint = container.uri("/mcp");
    }

    @AfterEach
    void stop() throws Exception {
        cancelled.countDown();
        container.close();
    }

    @ParameterizedTest
    @MethodSource("eras")
    void knowsTheServer(Optional<Era> era) throws Exception {
        try (McpClient client = connect(era)) {
            assertThat(client.serverInfo().string("name")).contains("peer");
            assertThat(client.serverCapabilities().has("tools")).isTrue();
            assertThat(client.instructions()).contains("Be kind.");
            assertThat(client.protocolVersion())
                    .isEqualTo(
                            era.equals(Optional.of(Era.SESSION))
                                    ? ProtocolVersion.LATEST_SESSION
                                    : ProtocolVersion.LATEST);
        }
    }

    @ParameterizedTest
    @MethodSource("eras")
    void listsEverythingPageByPage(Optional<Era> era) throws Exception {
        try (McpClient client = connect(era)) {
            assertThat(client.listTools()).hasSize(5);
            assertThat(client.listResources()).hasSize(1);
            assertThat(client.listResourceTemplates()).isEmpty();
            assertThat(client.listPrompts()).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("eras")
    void callsAToolAndMirrorsItsArguments(Optional<Era> era) throws Exception {
        try (McpClient client = connect(era)) {
            // Not listed before: in the stateless era the server refuses the first attempt with HeaderMismatch.
            Json arguments = Json.object().put("text", " h\u00E9 ").build();
            assertThat(client.callTool("echo", arguments).text()).isEqualTo(" h\u00E9 ");
        }
    }

    @ParameterizedTest
    @MethodSource("eras")
    void reportsAnUnknownToolAsAnError(Optional<Era> era) throws Exception {
        try (McpClient client = connect(era)) {
            assertThatThrownBy(() -> client.callTool("nobody", Json.EMPTY_OBJECT))
                    .isInstanceOfSatisfying(
                            McpErrorException.class,
                            failure -> assertThat(failure.code()).isEqualTo(-32602));
        }
    }

    @ParameterizedTest
    @MethodSource("eras")
    void hearsOfProgress(Optional<Era> era) throws Exception {
        List<Json> progress = new CopyOnWriteArrayList<>();
        try (McpClient client = connect(era)) {
            client.callTool("work", Json.EMPTY_OBJECT, CallOptions.DEFAULT.onProgress(progress::add));
        }
        assertThat(progress)
                .extracting(
                        params -> params.get("progress").flatMap(Json::asLong).orElse(0L))
                .containsExactly(1L, 2L, 3L);
    }

    @ParameterizedTest
    @MethodSource("eras")
    void hearsLogMessagesOfTheWantedLevel(Optional<Era> era) throws Exception {
        try (McpClient client = connect(era)) {
            client.setLogLevel("warning");
            client.callTool("log", Json.EMPTY_OBJECT);
            await().until(() -> !messages().isEmpty());
        }
        assertThat(messages()).containsExactly("loud");
    }

    private List<String> messages() {
        return notifications.stream()
                .filter(n -> n.method().equals("notifications/message"))
                .map(n -> n.params().string("data").orElse(""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("eras")
    void answersWhatAToolAsks(Optional<Era> era) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (McpClient client = client(era)
                .elicitation(params -> {
                    asked.incrementAndGet();
                    return Json.parse("{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}");
                })
                .connect()) {
            assertThat(client.callTool("ask", Json.EMPTY_OBJECT).text()).isEqualTo("Hello, Ada");
        }
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @MethodSource("eras")
    void cancelsWhatTakesTooLong(Optional<Era> era) throws Exception {
        try (McpClient client = connect(era)) {
            CallOptions hasty = CallOptions.DEFAULT.within(Duration.ofSeconds(2), Duration.ofSeconds(10));
            assertThatThrownBy(() -> client.callTool("hang", Json.EMPTY_OBJECT, hasty))
                    .isInstanceOf(CallTimeoutException.class);
            await().until(() -> cancelled.getCount() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("eras")
    void failsCallsAsOutagesOnceItIsClosed(Optional<Era> era) throws Exception {
        McpClient client = connect(era);
        CompletableFuture<Throwable> underWay =
                CompletableFuture.supplyAsync(() -> catchThrowable(() -> client.callTool("hang", Json.EMPTY_OBJECT)));
        assertThat(hanging.await(10, TimeUnit.SECONDS)).isTrue();
        client.close();
        assertThat(underWay.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> client.callTool("work", Json.EMPTY_OBJECT)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @MethodSource("eras")
    void readsResourcesAndPrompts(Optional<Era> era) throws Exception {
        try (McpClient client = connect(era)) {
            assertThat(client.readResource("test://a b"))
                    .singleElement()
                    .satisfies(contents -> assertThat(contents.string("text")).contains("content"));
            Json prompt =
                    client.getPrompt("greet", Json.object().put("name", "Ada").build());
            assertThat(prompt.get("messages").map(Json::size)).contains(1);
        }
    }

    @ParameterizedTest
    @MethodSource("eras")
    void hearsOfChanges(Optional<Era> era) throws Exception {
        try (McpClient client = connect(era)) {
            Subscription subscription = client.subscribe(Interest.inLists());
            AtomicInteger added = new AtomicInteger();
            // The stream of a session opens in the background, so the change that it shows is made until it does.
            await().until(() -> {
                boolean first = added.get() == 0;
                if (first || client.protocolVersion() != ProtocolVersion.LATEST)
                    mcp.addTool(
                            ToolDefinition.builder("extra" + added.incrementAndGet())
                                    .build(),
                            (arguments, context) -> ToolResult.text("x"));
                return notifications.stream().anyMatch(n -> n.method().equals("notifications/tools/list_changed"));
            });
            subscription.close();
        }
    }

    @ParameterizedTest
    @MethodSource("eras")
    void leavesNothingBehind(Optional<Era> era) throws Exception {
        try (McpClient client = connect(era)) {
            client.listTools();
        }
        await().until(() -> servlet.sessionCount() == 0);
    }

    private McpClient connect(Optional<Era> era) throws Exception {
        return client(era).connect();
    }

    private McpClientBuilder client(Optional<Era> era) {
        HttpTransport.Builder transport = HttpTransport.to(endpoint);
        era.ifPresent(transport::era);
        return McpClient.over(transport.build()).as("test", "1").onNotification(notifications::add);
    }

    private McpServer application() {
        return McpServer.builder("peer", "1")
                .instructions("Be kind.")
                .pageSize(2)
                .tool(
                        ToolDefinition.builder("echo")
                                .inputSchema("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\","
                                        + "\"x-mcp-header\":\"Text\"}}}")
                                .build(),
                        (arguments, context) ->
                                ToolResult.text(arguments.string("text").orElse("")))
                .tool(ToolDefinition.builder("work").build(), (arguments, context) -> {
                    for (int i = 1; i <= 3; i++) context.progress(i, 3, "step");
                    return ToolResult.text("worked");
                })
                .tool(ToolDefinition.builder("log").build(), (arguments, context) -> {
                    context.log(LogLevel.DEBUG, "quiet");
                    context.log(LogLevel.ERROR, "loud");
                    return ToolResult.text("logged");
                })
                .tool(ToolDefinition.builder("ask").build(), (arguments, context) -> ask(context))
                .tool(ToolDefinition.builder("hang").build(), (arguments, context) -> hang())
                .resource(
                        ResourceDefinition.builder("test://a b", "a").build(),
                        (request, context) -> List.of(ResourceContents.text("test://a b", "text/plain", "content")))
                .prompt(
                        PromptDefinition.builder("greet")
                                .required("name", "whom")
                                .build(),
                        (arguments, context) -> PromptResult.user("Greet " + arguments.get("name")))
                .build();
    }

    private static ToolResult ask(CallContext context) throws InterruptedException {
        Json schema = Json.parse("{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}}");
        String name = context.ask(Question.form("who", "Who are you?", schema))
                .form("who")
                .flatMap(form -> form.string("name"))
                .orElse("nobody");
        return ToolResult.text("Hello, " + name);
    }

    private ToolResult hang() {
        hanging.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException cancellation) {
            cancelled.countDown();
        }
        return ToolResult.text("late");
    }
}
