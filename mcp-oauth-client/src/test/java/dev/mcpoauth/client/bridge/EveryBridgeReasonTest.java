package dev.mcpoauth.client.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.client.bridge.PretendServer.Reply;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.store.EncryptedFileCredentialStore;
import dev.mcpoauth.client.store.EncryptionKey;
import dev.mcpoauth.client.store.FileCredentialStore;
import dev.mcpoauth.client.store.KeySource;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.diagnostics.ReasonCatalog;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.HttpAuthorizer;
import dev.mcpoauth.transport.client.http.HttpTransport;
import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One row for each reason of the bridge: the host, or the server, reads it in an error, and the bridge lives on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryBridgeReasonTest {
    private final Map<Reason, Play> plays = plays();

    @TempDir
    private static Path directory;

    /** Leads a bridge into a refusal; gives the reason that is read. */
    @FunctionalInterface
    interface Play {
        String play(PretendServer server) throws Exception;
    }

    private static Map<Reason, Play> plays() {
        Map<Reason, Play> all = new LinkedHashMap<>();
        all.put(ClientReasons.BRIDGE_BUSY, EveryBridgeReasonTest::busy);
        all.put(ClientReasons.BRIDGE_DUPLICATE_ID, EveryBridgeReasonTest::duplicate);
        all.put(ClientReasons.BRIDGE_CALL_TIMEOUT, EveryBridgeReasonTest::timeout);
        all.put(ClientReasons.BRIDGE_TOOL_IGNORED, EveryBridgeReasonTest::ignored);
        all.put(
                ClientReasons.BRIDGE_REMOTE_REFUSED,
                server -> reasonOf(server.on("tools/list", r -> Reply.status(503))));
        all.put(ClientReasons.BRIDGE_REMOTE_UNREACHABLE, EveryBridgeReasonTest::unreachable);
        all.put(
                ClientReasons.BRIDGE_REMOTE_INVALID,
                server -> reasonOf(server.stateless()
                        .on("tools/list", r -> Reply.inputRequired("{\"q\":{\"method\":\"rm -rf\",\"params\":{}}}"))));
        all.put(
                ClientReasons.BRIDGE_INPUT_LIMIT,
                server -> reasonOf(server.stateless().on("tools/list", r -> Reply.inputRequired("{}"))));
        all.put(ClientReasons.BRIDGE_KEY_UNAVAILABLE, EveryBridgeReasonTest::keyUnavailable);
        all.put(ClientReasons.BRIDGE_MISCONFIGURED, EveryBridgeReasonTest::misconfigured);
        all.put(ClientReasons.BRIDGE_STORE_UNAVAILABLE, EveryBridgeReasonTest::storeUnavailable);
        all.put(ClientReasons.BRIDGE_SIGN_IN_PENDING, EveryBridgeReasonTest::signInPending);
        all.put(ClientReasons.BRIDGE_STATE_UNKNOWN, EveryBridgeReasonTest::stateUnknown);
        all.put(ClientReasons.BRIDGE_QUESTION_UNPLACED, EveryBridgeReasonTest::unplaced);
        return all;
    }

    private static String reasonOf(PretendServer server) throws Exception {
        try (ScriptedHost host = ScriptedHost.of(server.bridge())) {
            host.initialize();
            host.request(1, "tools/list", Json.NULL);
            return host.refusal(1);
        }
    }

    private static String busy(PretendServer server) throws Exception {
        BridgeLimits one = BridgeLimits.DEFAULT.withOpenCalls(1);
        try (ScriptedHost host =
                ScriptedHost.of(server.silentOn("tools/list").bridge().limits(one))) {
            host.initialize();
            host.request(1, "tools/list", Json.NULL);
            host.request(2, "tools/list", Json.NULL);
            return host.refusal(2);
        }
    }

    private static String duplicate(PretendServer server) throws Exception {
        try (ScriptedHost host = ScriptedHost.of(server.silentOn("tools/list").bridge())) {
            host.initialize();
            host.request(1, "tools/list", Json.NULL);
            host.request(1, "prompts/list", Json.NULL);
            return host.refusal(1);
        }
    }

    private static String timeout(PretendServer server) throws Exception {
        BridgeLimits quick = BridgeLimits.DEFAULT.withCallTimeout(Duration.ofMillis(400));
        try (ScriptedHost host =
                ScriptedHost.of(server.silentOn("tools/list").bridge().limits(quick))) {
            host.initialize();
            host.request(1, "tools/list", Json.NULL);
            String reason = host.refusal(1);
            server.awaitReceived("notifications/cancelled");
            return reason;
        }
    }

    private static String ignored(PretendServer server) throws Exception {
        server.on("tools/list", r -> Reply.result("{\"tools\":[{\"name\":\"keep\"},{\"name\":\"Drop_table\"}]}"));
        try (ScriptedHost host = ScriptedHost.of(server.bridge().tools(ToolFilter.ignoring(List.of("drop*", "x.y"))))) {
            host.initialize();
            host.request(1, "tools/list", Json.NULL);
            assertThat(host.result(1)).isEqualTo(Json.parse("{\"tools\":[{\"name\":\"keep\"}]}"));
            host.request(2, "tools/call", ScriptedHost.call("DROP_TABLE", "{}"));
            String reason = host.refusal(2);
            assertThat(server.received("tools/call")).isEmpty();
            return reason;
        }
    }

    private static String unreachable(PretendServer server) throws Exception {
        try (ScriptedHost host = ScriptedHost.of(server.bridge())) {
            server.close();
            host.request(0, "initialize", Json.EMPTY_OBJECT);
            return host.refusal(0);
        }
    }

    private static String keyUnavailable(PretendServer server) throws Exception {
        new FileCredentialStore(directory)
                .compareAndSet(
                        "a", JsonObject.EMPTY, JsonObject.builder().put("n", 1).build());
        CredentialStore store = EncryptedFileCredentialStore.in(directory)
                .key(new LockedKeychain())
                .open();
        return firstRefusal(server, store);
    }

    private static String misconfigured(PretendServer server) throws Exception {
        Bridge.Builder bridge = Bridge.to(expected -> {
            throw new MisconfiguredException("--transport is http-first, not smoke", new IOException("smoke"));
        });
        try (ScriptedHost host = ScriptedHost.of(bridge.waitingForServer())) {
            host.request(0, "initialize", Json.EMPTY_OBJECT);
            return host.refusal(0);
        }
    }

    private static String storeUnavailable(PretendServer server) throws Exception {
        Path taken = Files.createDirectory(directory.resolve("taken"));
        CredentialStore store = new FileCredentialStore(taken);
        Files.delete(taken);
        Files.writeString(taken, "a file where the directory was");
        return firstRefusal(server, store);
    }

    /** What a host hears whose requests need something from this store. */
    private static String firstRefusal(PretendServer server, CredentialStore store) throws Exception {
        HttpAuthorizer authorizer = new HttpAuthorizer() {
            @Override
            public Map<String, String> headers(Target target) throws IOException {
                return Map.of("X-Stored", store.load("a").toJson());
            }

            @Override
            public Verdict rejected(Target target, Rejection rejection) {
                return Verdict.GIVE_UP;
            }
        };
        Bridge.Builder bridge = Bridge.to(expected -> HttpTransport.to(server.url())
                .authorizer(authorizer)
                .era(Era.SESSION)
                .build());
        try (ScriptedHost host = ScriptedHost.of(bridge.waitingForServer())) {
            host.request(0, "initialize", Json.EMPTY_OBJECT);
            return host.refusal(0);
        }
    }

    private static final class LockedKeychain implements KeySource {
        @Override
        public String keep(EncryptionKey key) throws IOException {
            throw new IOException("it is locked");
        }

        @Override
        public Optional<EncryptionKey> find(String reference) throws IOException {
            throw new IOException("it is locked");
        }

        @Override
        public void forget(String reference) {}
    }

    private static String signInPending(PretendServer server) throws Exception {
        PendingSignIn signIn = new PendingSignIn();
        Bridge.Builder bridge = server.bridge(signIn)
                .signIns(signIn.board)
                .limits(BridgeLimits.DEFAULT.withWaits(Duration.ZERO, Duration.ZERO));
        try (ScriptedHost host = ScriptedHost.of(bridge)) {
            host.initialize();
            await().until(signIn::isUnderWay);
            signIn.shows(PendingSignIn.NOTICE);
            host.request(1, "resources/read", Json.parse("{\"uri\":\"a:b\"}"));
            return host.refusal(1);
        }
    }

    private static String stateUnknown(PretendServer server) throws Exception {
        try (ScriptedHost host = ScriptedHost.of(server.bridge())) {
            Json params = ScriptedHost.call("a", "{}").with("requestState", Json.of("guess"));
            host.request(1, "tools/call", ScriptedHost.stamped(params));
            return host.refusal(1);
        }
    }

    private static String unplaced(PretendServer server) throws Exception {
        server.silentOn("tools/call").on("tools/list", r -> Reply.asking("elicitation/create"));
        try (ScriptedHost host = ScriptedHost.of(server.bridge())) {
            host.request(1, "tools/call", ScriptedHost.stamped(ScriptedHost.call("a", "{}")));
            host.request(2, "tools/call", ScriptedHost.stamped(ScriptedHost.call("b", "{}")));
            server.awaitReceived("tools/call");
            host.request(3, "tools/list", ScriptedHost.stamped(Json.EMPTY_OBJECT));
            return server.awaitAnswer()
                    .at("error", "data", "reason")
                    .flatMap(Json::asString)
                    .orElse("none");
        }
    }

    Set<Reason> rows() {
        return plays.keySet();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isRead(Reason reason) throws Exception {
        try (PretendServer server = new PretendServer()) {
            assertThat(plays.get(reason).play(server)).isEqualTo(reason.id());
        }
    }

    @Test
    void coversTheCatalog() {
        Set<String> catalog = ReasonCatalog.of(ClientReasons.class).stream()
                .map(Reason::id)
                .filter(id -> id.startsWith("client.bridge."))
                .collect(Collectors.toSet());
        assertThat(rows().stream().map(Reason::id)).containsExactlyInAnyOrderElementsOf(catalog);
    }
}
