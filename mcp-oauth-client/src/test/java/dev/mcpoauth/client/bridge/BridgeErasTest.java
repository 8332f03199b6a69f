package dev.mcpoauth.client.bridge;

import static dev.mcpoauth.client.bridge.ScriptedHost.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.http.HttpTransport;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.CallContext;
import dev.mcpoauth.transport.server.LogLevel;
import dev.mcpoauth.transport.server.McpServer;
import dev.mcpoauth.transport.server.Question;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolResult;
import dev.mcpoauth.transport.servlet.McpServlet;
import dev.mcpoauth.transport.servlet.McpServletSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A host of either era at a server of either era, the same table")
class BridgeErasTest {
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final McpServer mcp = application();
    private final Server jetty = new Server();
    private McpServlet servlet;
    private URI endpoint;

    /** Who meets whom. */
    record Pair(boolean statelessHost, Era server) {
        Json params(Json params) {
            Json base = params.isNull() ? Json.EMPTY_OBJECT : params;
            return statelessHost ? ScriptedHost.stamped(base) : base;
        }

        void greet(ScriptedHost host) throws InterruptedException {
            if (statelessHost) {
                host.request(0, "server/discover", params(Json.NULL));
                host.result(0);
            } else {
                host.initialize();
            }
        }
    }

    static Stream<Pair> pairs() {
        return Stream.of(
                new Pair(false, Era.SESSION),
                new Pair(false, Era.STATELESS),
                new Pair(true, Era.SESSION),
                new Pair(true, Era.STATELESS));
    }

    @BeforeEach
    void start() throws Exception {
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        // A container notices a closed connection when it writes to it.
        servlet = new McpServlet(
                mcp,
                McpServletSettings.builder().heartbeat(Duration.ofMillis(200)).build());
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(holder, "/mcp");
        jetty.setHandler(context);
        jetty.start();
        endpoint = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/mcp");
    }

    @AfterEach
    void stop() throws Exception {
        hanging.countDown();
        jetty.stop();
    }

    /** However long a busy machine takes, it is the server that answers. */
    private ScriptedHost host(Pair pair) throws IOException {
        Bridge.Builder bridge = Bridge.to(
                expected -> HttpTransport.to(endpoint).era(pair.server()).build());
        return ScriptedHost.of(bridge.waitingForServer());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void tellsWhoTheServerIs(Pair pair) throws Exception {
        try (ScriptedHost host = host(pair)) {
            Json greeting;
            if (pair.statelessHost()) {
                host.request(0, "server/discover", pair.params(Json.NULL));
                greeting = host.result(0);
                assertThat(greeting.at(MetaKeys.META, MetaKeys.SERVER_INFO, "name"))
                        .contains(Json.of("peer"));
                assertThat(greeting.get("supportedVersions").orElseThrow().elements())
                        .contains(Json.of("2026-07-28"));
                assertThat(greeting.string("resultType")).contains("complete");
            } else {
                greeting = host.initialize();
                assertThat(greeting.at("serverInfo", "name")).contains(Json.of("peer"));
                assertThat(greeting.string("protocolVersion")).contains("2025-06-18");
                assertThat(greeting.has("ttlMs")).isFalse();
            }
            assertThat(greeting.string("instructions")).contains("Be kind.");
            assertThat(greeting.at("capabilities", "tools")).isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void callsAToolAndHearsOfItsProgress(Pair pair) throws Exception {
        try (ScriptedHost host = host(pair)) {
            pair.greet(host);
            host.request("list", "tools/list", pair.params(Json.NULL));
            Json list = host.result("list");
            assertThat(list.get("tools").map(Json::size)).contains(4);
            assertThat(list.string("resultType").isPresent()).isEqualTo(pair.statelessHost());
            assertThat(list.has("ttlMs")).isEqualTo(pair.statelessHost());
            Json token = Json.object().put(MetaKeys.PROGRESS_TOKEN, "p").build();
            host.request(7, "tools/call", pair.params(call("work", "{}").with(MetaKeys.META, token)));
            Json progress = host.named("notifications/progress");
            assertThat(progress.at("params", "progressToken")).contains(Json.of("p"));
            assertThat(text(host.result(7))).isEqualTo("worked");
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void passesOnWhatAToolAsks(Pair pair) throws Exception {
        try (ScriptedHost host = host(pair)) {
            pair.greet(host);
            Json call = pair.params(call("ask", "{}"));
            host.request(1, "tools/call", call);
            Json answer = Json.parse("{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}");
            if (pair.statelessHost()) {
                host.request(2, "tools/call", retry(call, host.result(1), answer));
                assertThat(text(host.result(2))).isEqualTo("Hello, Ada");
            } else {
                Json question = host.named("elicitation/create");
                assertThat(question.at("params", "message")).contains(Json.of("Who are you?"));
                host.respond(question, answer);
                assertThat(text(host.result(1))).isEqualTo("Hello, Ada");
            }
        }
    }

    private static Json retry(Json call, Json asked, Json answer) {
        assertThat(asked.string("resultType")).contains("input_required");
        String key = asked.get("inputRequests")
                .orElseThrow()
                .members()
                .keySet()
                .iterator()
                .next();
        assertThat(asked.at("inputRequests", key, "method")).contains(Json.of("elicitation/create"));
        return call.toBuilder()
                .put("inputResponses", Json.object().put(key, answer))
                .putIfPresent("requestState", asked.get("requestState"))
                .build();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void passesOnLogMessagesOfTheWantedLevel(Pair pair) throws Exception {
        try (ScriptedHost host = host(pair)) {
            pair.greet(host);
            Json call = call("log", "{}");
            if (pair.statelessHost()) {
                call = call.with(
                        MetaKeys.META,
                        Json.object().put(MetaKeys.LOG_LEVEL, "warning").build());
            } else {
                host.request("level", "logging/setLevel", Json.parse("{\"level\":\"warning\"}"));
                assertThat(host.result("level").members()).isEmpty();
            }
            host.request(1, "tools/call", pair.params(call));
            Json message = host.named("notifications/message");
            assertThat(message.at("params", "data")).contains(Json.of("loud"));
            host.result(1);
            assertThat(host.hasReceived("notifications/message")).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void cancelsOnTheServerWhatTheHostCancels(Pair pair) throws Exception {
        try (ScriptedHost host = host(pair)) {
            pair.greet(host);
            host.request(1, "tools/call", pair.params(call("hang", "{}")));
            await().until(() -> hanging.getCount() == 0);
            host.notification("notifications/cancelled", Json.parse("{\"requestId\":1}"));
            await().until(() -> cancelled.getCount() == 0);
            host.request(2, "tools/list", pair.params(Json.NULL));
            host.result(2);
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void passesOnChanges(Pair pair) throws Exception {
        try (ScriptedHost host = host(pair)) {
            pair.greet(host);
            if (pair.statelessHost()) {
                host.request(
                        "sub",
                        "subscriptions/listen",
                        pair.params(Json.parse("{\"notifications\":{\"toolsListChanged\":true}}")));
                Json acknowledged = host.named("notifications/subscriptions/acknowledged");
                assertThat(acknowledged.at("params", "notifications", "toolsListChanged"))
                        .contains(Json.of(true));
            }
            AtomicInteger added = new AtomicInteger();
            // The way for notifications opens in the background, so the change that it shows is made until it does.
            await().until(() -> {
                String name = "extra" + added.incrementAndGet();
                mcp.addTool(ToolDefinition.builder(name).build(), (arguments, context) -> ToolResult.text("x"));
                return host.hasReceived("notifications/tools/list_changed");
            });
            Json change = host.named("notifications/tools/list_changed");
            assertThat(change.at("params", MetaKeys.META, MetaKeys.SUBSCRIPTION_ID))
                    .isEqualTo(pair.statelessHost() ? Optional.of(Json.of("sub")) : Optional.empty());
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void leavesNoSessionBehind(Pair pair) throws Exception {
        try (ScriptedHost host = host(pair)) {
            pair.greet(host);
            host.request(1, "tools/list", pair.params(Json.NULL));
            host.result(1);
            assertThat(servlet.sessionCount()).isEqualTo(pair.server() == Era.SESSION ? 1 : 0);
            host.hangUp();
        }
        await().until(() -> servlet.sessionCount() == 0);
    }

    private static String text(Json result) {
        return result.get("content")
                .orElseThrow()
                .elements()
                .get(0)
                .string("text")
                .orElseThrow();
    }

    private McpServer application() {
        return McpServer.builder("peer", "1")
                .instructions("Be kind.")
                .tool(ToolDefinition.builder("work").build(), (arguments, context) -> {
                    context.progress(1, 2, "step");
                    return ToolResult.text("worked");
                })
                .tool(ToolDefinition.builder("log").build(), (arguments, context) -> {
                    context.log(LogLevel.DEBUG, "quiet");
                    context.log(LogLevel.ERROR, "loud");
                    return ToolResult.text("logged");
                })
                .tool(ToolDefinition.builder("ask").build(), (arguments, context) -> ask(context))
                .tool(ToolDefinition.builder("hang").build(), (arguments, context) -> hang())
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
