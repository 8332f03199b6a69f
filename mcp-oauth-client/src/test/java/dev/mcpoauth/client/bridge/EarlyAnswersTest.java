package dev.mcpoauth.client.bridge;

import static dev.mcpoauth.client.bridge.ScriptedHost.call;
import static dev.mcpoauth.client.bridge.ScriptedHost.stamped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.client.bridge.PretendServer.Reply;
import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A host whose server is not there yet")
class EarlyAnswersTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Json PRETEND =
            Json.parse("{\"serverInfo\":{\"name\":\"pretend\",\"version\":\"1\"},\"capabilities\":{\"tools\":{}}}");
    private static final String TOOLS = "{\"tools\":[{\"name\":\"real\"}]}";
    private static final String TOOLS_CHANGED = "notifications/tools/list_changed";

    private final PretendServer server;
    private final PendingSignIn signIn = new PendingSignIn();
    private final AtomicReference<Json> memory = new AtomicReference<>(Json.NULL);
    private final GreetingCache cache = new GreetingCache() {
        @Override
        public Json find() {
            return memory.get();
        }

        @Override
        public void remember(Json greeting) {
            memory.set(greeting);
        }
    };

    EarlyAnswersTest() throws Exception {
        server = new PretendServer().on("tools/list", request -> Reply.result(TOOLS));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Bridge.Builder bridge(Duration greeting, Duration pending) {
        return server.bridge(signIn)
                .greetings(cache)
                .signIns(signIn.board)
                .limits(BridgeLimits.DEFAULT.withWaits(greeting, pending));
    }

    private ScriptedHost host(Duration greeting, Duration pending) throws Exception {
        return ScriptedHost.of(bridge(greeting, pending));
    }

    private static String text(Json result) {
        return result.get("content")
                .orElseThrow()
                .elements()
                .get(0)
                .string("text")
                .orElseThrow();
    }

    private static Json url(Json capabilities) {
        return Json.object()
                .put("protocolVersion", "2025-11-25")
                .put("capabilities", capabilities)
                .put("clientInfo", Json.parse("{\"name\":\"host\",\"version\":\"1\"}"))
                .build();
    }

    @Test
    void isAnsweredFromMemoryAndGetsTheServersOwnLists() throws Exception {
        memory.set(PRETEND);
        try (ScriptedHost host = host(LONG, LONG)) {
            Json greeting = host.initialize();
            assertThat(greeting.at("serverInfo", "name")).contains(Json.of("pretend"));
            assertThat(greeting.at("capabilities", "tools", "listChanged")).contains(Json.of(true));
            assertThat(greeting.at("capabilities", "prompts")).isEmpty();
            assertThat(greeting.string("protocolVersion")).contains("2025-06-18");
            host.request(1, "tools/list", Json.NULL);
            await().until(signIn::isUnderWay);
            assertThat(server.received("initialize")).isEmpty();
            signIn.succeeds();
            assertThat(host.result(1)).isEqualTo(Json.parse(TOOLS));
            assertThat(host.hasReceived(TOOLS_CHANGED))
                    .as("what was told is true")
                    .isFalse();
            assertThat(server.received("initialize"))
                    .singleElement()
                    .satisfies(asked ->
                            assertThat(asked.at("params", "clientInfo", "name")).contains(Json.of("host")));
            server.awaitReceived("notifications/initialized");
        }
    }

    @Test
    void isAnsweredByTheBridgeItselfWhereNothingIsRemembered() throws Exception {
        try (ScriptedHost host = host(SHORT, LONG)) {
            Json greeting = host.initialize();
            assertThat(greeting.at("serverInfo", "name")).contains(Json.of("mcp-oauth-bridge"));
            for (String kind : List.of("tools", "prompts", "resources")) {
                assertThat(greeting.at("capabilities", kind, "listChanged")).contains(Json.of(true));
            }
            host.request(1, "prompts/list", Json.NULL);
            host.request(2, "logging/setLevel", Json.parse("{\"level\":\"error\"}"));
            signIn.succeeds();
            for (String kind : List.of("tools", "prompts", "resources")) {
                host.named("notifications/" + kind + "/list_changed");
            }
            assertThat(host.result(1)).isEqualTo(Json.parse("{\"prompts\":[]}"));
            assertThat(host.result(2)).isEqualTo(Json.EMPTY_OBJECT);
            host.request(3, "resources/templates/list", Json.NULL);
            assertThat(host.result(3)).isEqualTo(Json.parse("{\"resourceTemplates\":[]}"));
            assertThat(server.received("prompts/list"))
                    .as("the server has none")
                    .isEmpty();
            await().until(() -> memory.get().at("serverInfo", "name").equals(Optional.of(Json.of("pretend"))));
        }
    }

    @Test
    void isToldOfChangesWhereTheMemoryIsWrong() throws Exception {
        memory.set(Json.parse("{\"serverInfo\":{\"name\":\"old\",\"version\":\"0\"},\"instructions\":\"i\","
                + "\"capabilities\":{\"tools\":{},\"prompts\":{}}}"));
        try (ScriptedHost host = host(LONG, LONG)) {
            assertThat(host.initialize().at("serverInfo", "name")).contains(Json.of("old"));
            signIn.succeeds();
            host.named(TOOLS_CHANGED);
            host.named("notifications/prompts/list_changed");
            host.request(1, "prompts/list", Json.NULL);
            assertThat(host.result(1)).isEqualTo(Json.parse("{\"prompts\":[]}"));
            assertThat(host.hasReceived("notifications/resources/list_changed")).isFalse();
            await().until(() -> memory.get()
                    .without("protocolVersion")
                    .without("askedVersion")
                    .equals(PRETEND));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-03-26", "2025-06-18", "2099-01-01"})
    void hearsTheRevisionThatTheServerHadAnswered(String remembered) throws Exception {
        memory.set(PRETEND.with("protocolVersion", Json.of(remembered)).with("askedVersion", Json.of("2025-06-18")));
        String expected = remembered.startsWith("2099") ? "2025-06-18" : remembered;
        try (ScriptedHost host = host(LONG, LONG)) {
            assertThat(host.initialize().string("protocolVersion")).contains(expected);
            host.request(1, "tools/list", Json.NULL);
            signIn.succeeds();
            assertThat(host.result(1)).as("the server speaks 2025-11-25").isEqualTo(Json.parse(TOOLS));
            await().until(() -> memory.get().string("protocolVersion").equals(Optional.of("2025-11-25")));
        }
    }

    @Test
    void readsWhereToSignInAndIsToldWhenThatIsDone() throws Exception {
        try (ScriptedHost host = host(LONG, SHORT)) {
            host.request(0, "initialize", url(Json.parse("{\"elicitation\":{\"url\":{}}}")));
            await().until(signIn::isUnderWay);
            signIn.shows(PendingSignIn.NOTICE);
            assertThat(host.result(0).at("capabilities", "logging")).isPresent();
            assertThat(host.named("notifications/message").at("params", "data"))
                    .contains(Json.of(PendingSignIn.NOTICE.text()));
            host.notification("notifications/initialized", Json.NULL);
            Json question = host.named("elicitation/create");
            assertThat(question.at("params", "url")).contains(Json.of("https://as.example/in?state=s"));
            host.respond(question, Json.parse("{\"action\":\"accept\"}"));
            host.request(1, "tools/list", Json.NULL);
            host.request(2, "tools/call", call("real", "{}"));
            host.request(3, "resources/list", Json.NULL);
            host.request(4, "resources/read", Json.parse("{\"uri\":\"a:b\"}"));
            assertThat(host.result(1).get("tools").orElseThrow().elements())
                    .singleElement()
                    .satisfies(tool -> assertThat(tool.string("name")).contains(SignInAnswers.TOOL));
            Json refused = host.result(2);
            assertThat(text(refused)).contains("https://as.example/in");
            assertThat(refused.get("isError")).contains(Json.of(true));
            assertThat(host.result(3)).isEqualTo(Json.parse("{\"resources\":[]}"));
            assertThat(host.refusal(4)).isEqualTo("client.bridge.sign-in-pending");
            host.request(5, "tools/call", call(SignInAnswers.TOOL, "{}"));
            assertThat(text(host.result(5))).contains("https://as.example/in");
            signIn.succeeds();
            assertThat(host.named("notifications/elicitation/complete").at("params", "elicitationId"))
                    .isEqualTo(question.at("params", "elicitationId"));
            host.named(TOOLS_CHANGED);
            host.request(6, "tools/list", Json.NULL);
            assertThat(host.result(6)).isEqualTo(Json.parse(TOOLS));
            host.request(7, "tools/call", call(SignInAnswers.TOOL, "{}"));
            assertThat(text(host.result(7))).contains("signed in");
            assertThat(server.received("tools/call")).isEmpty();
        }
    }

    @Test
    void isAskedNothingWhereABrowserWasOpened() throws Exception {
        memory.set(PRETEND);
        try (ScriptedHost host = host(LONG, LONG)) {
            host.request(0, "initialize", url(Json.parse("{\"elicitation\":{\"url\":{}}}")));
            host.result(0);
            host.notification("notifications/initialized", Json.NULL);
            await().until(signIn::isUnderWay);
            signIn.shows(new SignInNotice(PendingSignIn.NOTICE.url(), "Look at the browser", true));
            host.named("notifications/message");
            signIn.succeeds();
            host.request(1, "tools/list", Json.NULL);
            host.result(1);
            assertThat(host.hasReceived("elicitation/create")).isFalse();
        }
    }

    @Test
    void hearsThatTheSignInFailedAndMayTryAgain() throws Exception {
        memory.set(PRETEND);
        try (ScriptedHost host = host(LONG, LONG)) {
            host.initialize();
            host.request(1, "tools/list", Json.NULL);
            await().until(signIn::isUnderWay);
            signIn.fails();
            assertThat(host.refusal(1)).isEqualTo("client.bridge.server-unreachable");
            assertThat(host.named("notifications/message").at("params", "level"))
                    .contains(Json.of("error"));
            host.request(2, "tools/call", call(SignInAnswers.TOOL, "{}"));
            await().until(signIn::isUnderWay);
            signIn.shows(PendingSignIn.NOTICE);
            assertThat(text(host.result(2))).contains("https://as.example/in");
            signIn.succeeds();
            host.named(TOOLS_CHANGED);
            host.request(3, "tools/list", Json.NULL);
            assertThat(host.result(3)).isEqualTo(Json.parse(TOOLS));
        }
    }

    @Test
    void mayGoWhileTheUserSignsIn() throws Exception {
        memory.set(PRETEND);
        try (ScriptedHost host = host(LONG, LONG)) {
            host.initialize();
            host.request(1, "tools/list", Json.NULL);
            await().until(signIn::isUnderWay);
            host.hangUp();
        }
    }

    @Test
    void mayCancelWhatWaits() throws Exception {
        try (ScriptedHost host = host(LONG, LONG)) {
            host.request(0, "initialize", Json.EMPTY_OBJECT);
            await().until(signIn::isUnderWay);
            host.notification("notifications/cancelled", Json.parse("{\"requestId\":0}"));
            host.request("again", "initialize", Json.EMPTY_OBJECT);
            signIn.succeeds();
            host.result("again");
        }
    }

    @Test
    void findsAServerOfTheOtherEra() throws Exception {
        memory.set(PRETEND);
        server.stateless();
        try (ScriptedHost host = host(LONG, LONG)) {
            host.initialize();
            host.request(1, "tools/list", Json.NULL);
            signIn.succeeds();
            assertThat(host.result(1)).isEqualTo(Json.parse(TOOLS));
            assertThat(server.received("tools/list").get(0).at("params", MetaKeys.META, MetaKeys.PROTOCOL_VERSION))
                    .contains(Json.of("2026-07-28"));
        }
    }

    /** A host may ask it of a process that it ends when it knows the era: nothing may begin there that is cut off then. */
    @Test
    void ofTheStatelessEraWaitsForAServerThatIsNotKnown() throws Exception {
        server.stateless();
        try (ScriptedHost host = host(Duration.ZERO, SHORT)) {
            host.request(0, "server/discover", stamped(Json.EMPTY_OBJECT));
            await().until(signIn::isUnderWay);
            signIn.shows(PendingSignIn.NOTICE);
            signIn.succeeds();
            assertThat(host.result(0).at(MetaKeys.META, MetaKeys.SERVER_INFO, "name"))
                    .contains(Json.of("pretend"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofTheStatelessEraIsAnsweredTheSameWay(boolean statelessServer) throws Exception {
        if (statelessServer) {
            server.stateless();
        }
        memory.set(PRETEND);
        try (ScriptedHost host = host(SHORT, SHORT)) {
            host.request(0, "server/discover", stamped(Json.EMPTY_OBJECT));
            Json greeting = host.result(0);
            assertThat(greeting.at("capabilities", "tools", "listChanged")).contains(Json.of(true));
            assertThat(greeting.string("resultType")).contains("complete");
            assertThat(greeting.get("ttlMs")).contains(Json.of(0));
            host.request(
                    "sub",
                    "subscriptions/listen",
                    stamped(Json.parse("{\"notifications\":{\"toolsListChanged\":true}}")));
            Json loud = Json.object().put(MetaKeys.LOG_LEVEL, "info").build();
            host.request(
                    1,
                    "tools/list",
                    stamped(Json.object().put(MetaKeys.META, loud).build()));
            await().until(signIn::isUnderWay);
            signIn.shows(PendingSignIn.NOTICE);
            host.named("notifications/message");
            Json list = host.result(1);
            assertThat(list.string("resultType")).contains("complete");
            assertThat(list.get("ttlMs")).contains(Json.of(0));
            signIn.succeeds();
            assertThat(host.named(TOOLS_CHANGED).at("params", MetaKeys.META, MetaKeys.SUBSCRIPTION_ID))
                    .contains(Json.of("sub"));
            host.request(2, "tools/list", stamped(Json.EMPTY_OBJECT));
            assertThat(host.result(2).get("tools")).isEqualTo(Json.parse(TOOLS).get("tools"));
        }
    }

    @Test
    void waitsForTheServerIfItIsTold() throws Exception {
        memory.set(PRETEND);
        try (ScriptedHost host =
                ScriptedHost.of(bridge(Duration.ZERO, Duration.ZERO).waitingForServer())) {
            host.request(0, "initialize", Json.EMPTY_OBJECT);
            await().until(signIn::isUnderWay);
            signIn.shows(PendingSignIn.NOTICE);
            host.request(1, "ping", Json.NULL);
            host.result(1);
            assertThat(server.received("initialize")).isEmpty();
            signIn.succeeds();
            assertThat(host.result(0).at("capabilities", "tools", "listChanged"))
                    .isEmpty();
            assertThat(host.hasReceived("notifications/message")).isFalse();
        }
    }

    @Test
    void readsWhereToSignInInTheMiddleOfItsWork() throws Exception {
        signIn.succeeds();
        try (ScriptedHost host = host(LONG, SHORT)) {
            host.initialize();
            host.request(1, "tools/list", Json.NULL);
            host.result(1);
            signIn.shows(PendingSignIn.NOTICE);
            assertThat(host.named("notifications/message").at("params", "data"))
                    .contains(Json.of(PendingSignIn.NOTICE.text()));
            host.request(2, "tools/list", Json.NULL);
            assertThat(host.result(2)).isEqualTo(Json.parse(TOOLS));
        }
    }
}
