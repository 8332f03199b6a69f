package dev.mcpoauth.client.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.bridge.PretendServer.Reply;
import dev.mcpoauth.transport.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a server answers and a host says, each request is answered once, and the bridge goes on. */
class HostileServerTest {
    private static final String MEGABYTE = "x".repeat(1 << 20);
    private static final URI ELSEWHERE = URI.create("http://127.0.0.2:9/loot");
    private static final Json GOOD = Json.parse("{\"tools\":[]}");

    static Stream<Named<Function<Json, Reply>>> bad() {
        return Stream.of(
                Named.of("garbage", r -> Reply.raw("application/json", "{{{")),
                Named.of("a page", r -> Reply.raw("text/html", "<html>Welcome</html>")),
                Named.of("nothing", r -> Reply.raw("application/json", "")),
                Named.of("another answer", r -> Reply.raw("application/json", other())),
                Named.of("half an answer", r -> Reply.broken("application/json", "{\"jsonrpc\":\"2.0\",")),
                Named.of("half an event", r -> Reply.broken("text/event-stream", "data: {\"jsonrpc\":")),
                Named.of("half an event that can be resumed", r -> Reply.broken("text/event-stream", "id: 1\ndata:")),
                Named.of("100 MB in one event", r -> Reply.flood("text/event-stream", "data: " + MEGABYTE + "\n", 100)),
                Named.of("100 MB in one line", r -> Reply.flood("text/event-stream", MEGABYTE, 100)),
                Named.of("100 MB of JSON", r -> Reply.flood("application/json", MEGABYTE, 100)),
                Named.of("events that are no messages", r -> Reply.flood("text/event-stream", "data: x\n\n", 1000)),
                Named.of("a redirect to another origin", r -> Reply.redirect(307, ELSEWHERE)),
                Named.of("a redirect to itself", r -> Reply.redirect(308, URI.create("/mcp"))),
                Named.of("a redirect to a file", r -> Reply.redirect(307, URI.create("file:///etc/passwd"))),
                Named.of("a stream that ends early", r -> Reply.raw("text/event-stream", ": hello\n\n")),
                Named.of("a huge message", r -> Reply.raw("application/json", "\"" + "x".repeat(6 << 20) + "\"")),
                Named.of("a huge event", r -> Reply.raw("text/event-stream", "data: " + "x".repeat(6 << 20))),
                Named.of("500", r -> Reply.status(500)),
                Named.of("401", r -> Reply.status(401)),
                Named.of("302", r -> Reply.status(302)),
                Named.of("an error", r -> Reply.error(-32000)));
    }

    @Test
    void answersOnceWhatTheServerAnswersTwice() throws Exception {
        try (PretendServer server = new PretendServer();
                ScriptedHost host = ScriptedHost.of(server.bridge())) {
            host.initialize();
            server.on("tools/list", r -> Reply.twice(GOOD.toString()));
            host.request(1, "tools/list", Json.NULL);
            assertThat(host.result(1)).isEqualTo(GOOD);
            host.request(2, "ping", Json.NULL);
            host.answer(2);
            assertThat(host.rest()).noneMatch(message -> message.get("id").equals(Optional.of(Json.of(1))));
        }
    }

    @Test
    void followsNoRedirectToAnotherOrigin() throws Exception {
        try (PretendServer server = new PretendServer();
                PretendServer stranger = new PretendServer();
                ScriptedHost host = ScriptedHost.of(server.bridge())) {
            host.initialize();
            server.on("tools/call", r -> Reply.redirect(307, stranger.url()));
            host.request(1, "tools/call", ScriptedHost.call("a", "{}"));
            assertThat(host.refusal(1)).isEqualTo("client.bridge.server-refused");
            assertThat(stranger.received()).isEmpty();
        }
    }

    @Test
    void endsAServerThatNeverAnswersAfterTheTimeOfACall() throws Exception {
        try (PretendServer server = new PretendServer();
                ScriptedHost host = ScriptedHost.of(quick(server))) {
            host.initialize();
            server.silentOn("tools/list");
            host.request(1, "tools/list", Json.NULL);
            assertThat(host.refusal(1)).isEqualTo("client.bridge.call-timeout");
            server.awaitReceived("notifications/cancelled");
        }
    }

    private static String other() {
        return "{\"jsonrpc\":\"2.0\",\"id\":\"other\",\"result\":{}}";
    }

    @ParameterizedTest
    @MethodSource("bad")
    void answersWithAnErrorAndGoesOn(Function<Json, Reply> reply) throws Exception {
        try (PretendServer server = new PretendServer();
                ScriptedHost host = ScriptedHost.of(quick(server))) {
            host.initialize();
            server.on("tools/list", reply);
            host.request(1, "tools/list", Json.NULL);
            assertThat(host.answer(1).at("error", "message")).isPresent();
            server.on("tools/list", r -> Reply.result(GOOD.toString()));
            host.request(2, "tools/list", Json.NULL);
            assertThat(host.result(2)).isEqualTo(GOOD);
        }
    }

    @ParameterizedTest
    @MethodSource("bad")
    void answersTheGreetingToo(Function<Json, Reply> reply) throws Exception {
        try (PretendServer server = new PretendServer()) {
            server.on("initialize", reply).on("server/discover", reply);
            try (ScriptedHost host = ScriptedHost.of(quick(server))) {
                host.request(0, "initialize", Json.EMPTY_OBJECT);
                assertThat(host.answer(0).at("error", "message")).isPresent();
                host.hangUp();
            }
        }
    }

    /** A stream that can be resumed is resumed for a while; the limit of the call ends that. */
    private static Bridge.Builder quick(PretendServer server) {
        return server.bridge().limits(BridgeLimits.DEFAULT.withCallTimeout(Duration.ofSeconds(2)));
    }

    @Test
    void asksAServerThatWasDownAgainWithTheNextRequest() throws Exception {
        try (PretendServer server = new PretendServer();
                ScriptedHost host = ScriptedHost.of(server.bridge())) {
            server.on("initialize", r -> Reply.status(503));
            host.request("a", "initialize", Json.EMPTY_OBJECT);
            assertThat(host.refusal("a")).isEqualTo("client.bridge.server-refused");
            server.greets();
            host.request("b", "initialize", Json.EMPTY_OBJECT);
            assertThat(host.result("b").at("serverInfo", "name")).contains(Json.of("pretend"));
        }
    }

    @Test
    void opensOneSessionForOneHost() throws Exception {
        try (PretendServer server = new PretendServer();
                ScriptedHost host = ScriptedHost.of(server.bridge())) {
            host.initialize();
            host.request(1, "tools/list", Json.NULL);
            host.answer(1);
            assertThat(server.received("initialize")).hasSize(1);
            assertThat(server.received("server/discover")).isEmpty();
            assertThat(server.received("initialize").get(0).at("params", "clientInfo", "name"))
                    .contains(Json.of("host"));
        }
    }

    @Test
    void findsAServerThatKnowsNoInitialize() throws Exception {
        try (PretendServer server = new PretendServer().stateless();
                ScriptedHost host = ScriptedHost.of(server.bridge())) {
            assertThat(host.initialize().at("serverInfo", "name")).contains(Json.of("pretend"));
            host.request(1, "ping", Json.NULL);
            assertThat(host.result(1)).isEqualTo(Json.EMPTY_OBJECT);
        }
    }

    @Test
    void givesAHostThatTriedTheNewerEraTheOlderOne() throws Exception {
        try (PretendServer server = new PretendServer();
                ScriptedHost host = ScriptedHost.of(server.bridge())) {
            host.request("probe", "server/discover", ScriptedHost.stamped(Json.EMPTY_OBJECT));
            host.result("probe");
            Json greeting = host.initialize();
            assertThat(greeting.has("resultType")).isFalse();
        }
    }

    @Test
    void answersWhatItCanBeforeItEnds() throws Exception {
        try (PretendServer server = new PretendServer();
                ScriptedHost host = ScriptedHost.of(server.bridge())) {
            host.request(0, "initialize", Json.EMPTY_OBJECT);
            host.hangUp();
            host.result(0);
        }
    }

    @Test
    void showsLifeAndEndsThoughTheServerNeverAnswers() throws Exception {
        try (PretendServer server = new PretendServer().silentOn("initialize");
                ScriptedHost host = ScriptedHost.of(server.bridge())) {
            host.request(0, "initialize", Json.EMPTY_OBJECT);
            server.awaitReceived("initialize");
            host.request(1, "ping", Json.NULL);
            assertThat(host.result(1)).isEqualTo(Json.EMPTY_OBJECT);
            host.hangUp();
        }
    }
}
