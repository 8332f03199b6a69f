package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.client.bridge.ScriptedHost;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.transport.client.HttpAuthorizer;
import dev.mcpoauth.transport.client.HttpAuthorizer.Target;
import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the flags about the server do. */
class ServerFlagsTest {
    private static final Target TARGET = new Target("POST", URI.create("https://a.example/mcp"), "");

    private final ScriptedServer server = new ScriptedServer();

    /** A bridge in this process may still note how the server introduced itself when its test has ended. */
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path folder;

    ServerFlagsTest() {
        server.on("/mcp", FlaggedBridge::answer);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private FlaggedBridge bridge(String... flags) {
        String[] all = new String[flags.length + 1];
        all[0] = server.mcp().toString();
        System.arraycopy(flags, 0, all, 1, flags.length);
        return new FlaggedBridge(folder.resolve("state"), all);
    }

    private Path script(String text) throws IOException {
        return Files.writeString(folder.resolve("helper.sh"), text);
    }

    private static int tools(ScriptedHost host) throws Exception {
        host.initialize();
        host.request(1, "tools/list", Json.NULL);
        return host.result(1).get("tools").orElseThrow().elements().size();
    }

    @ParameterizedTest
    @CsvSource({"--allow-tool=qu*, 1", "--allow-tool=QUERY, 1", "--allow-tool=other, 0", "--ignore-tool=q*, 0"})
    void onlyAllowedToolsReachTheHost(String flag, int expected) throws Exception {
        try (ScriptedHost host = bridge(flag).host()) {
            assertThat(tools(host)).isEqualTo(expected);
        }
    }

    @Test
    void aToolThatIsNotAllowedCannotBeCalled() throws Exception {
        try (ScriptedHost host =
                bridge("--allow-tool", "query", "--ignore-tool", "query").host()) {
            assertThat(tools(host)).isZero();
            host.request(2, "tools/call", Json.parse("{\"name\":\"query\"}"));
            assertThat(host.refusal(2)).isEqualTo(ClientReasons.BRIDGE_TOOL_IGNORED.id());
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProgramPrintsHeadersOnceAndAgainAfterARefusal() throws Exception {
        Path count = folder.resolve("count");
        Path helper = script("echo x >> '" + count + "'\necho \"Authorization: Bearer $(wc -l < '" + count
                + "' | tr -d ' ')\"\necho X-Team: \"a b\"\n");
        server.on(
                "/mcp",
                request -> request.headers().getOrDefault("authorization", "").equals("Bearer 2")
                        ? FlaggedBridge.answer(request)
                        : server.unauthorized());
        try (ScriptedHost host = bridge("--header-command", "sh \"" + helper + "\"", "--header", "X-Team: z")
                .host()) {
            assertThat(tools(host)).isEqualTo(1);
        }
        assertThat(Files.readAllLines(count)).hasSize(2);
        assertThat(server.received("/mcp").get(1).headers()).containsEntry("x-team", "a b");
        assertThat(server.received("/register")).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProgramThatPrintsTheSameAgainIsNotAskedForEver() throws Exception {
        server.on("/mcp", request -> server.unauthorized());
        try (ScriptedHost host = bridge("--header-command", "[\"printf\",\"{\\\"Authorization\\\":\\\"Bearer x\\\"}\"]")
                .host()) {
            host.request(0, "initialize", Json.EMPTY_OBJECT);
            assertThat(host.refusal(0)).isEqualTo(ClientReasons.BRIDGE_REMOTE_REFUSED.id());
        }
        assertThat(server.received("/mcp")).hasSize(1);
        assertThat(server.received("/mcp").get(0).headers()).containsEntry("authorization", "Bearer x");
    }

    @ParameterizedTest
    @DisabledOnOs(OS.WINDOWS)
    @CsvSource(
            delimiter = '|',
            value = {
                "exit 3|ended with exit code 3",
                "exec sleep 60|did not end within 300 ms",
                "yes|more than 65536 bytes",
                "echo nonsense|prints no headers",
                "echo Host: evil.example|belongs to the connection"
            })
    void aProgramThatFailsFailsTheRequestAndShowsNoSecret(String text, String why) throws Exception {
        Duration patience = text.contains("sleep") ? Duration.ofMillis(300) : Duration.ofSeconds(10);
        HelperProgram program =
                new HelperProgram("the helper", List.of("sh", script(text).toString()), patience);
        HeaderCommand command = new HeaderCommand(program, HttpAuthorizer.NONE);
        assertThatThrownBy(() -> command.headers(TARGET))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("nonsense");
        assertThatThrownBy(() -> new HelperProgram("the helper", List.of("/none")).output())
                .hasMessageContaining("cannot be started");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b|a,b",
                "a \"b c\"|a,b c",
                "[\"a\", \"b \\\"c\"]|a,b \"c",
                "a $HOME * ; b|a,$HOME,*,;,b",
                "'C:\\x y\\z.exe'|'C:\\x,y\\z.exe'"
            },
            quoteCharacter = '^')
    void noShellReadsTheCommand(String text, String words) throws Misuse {
        assertThat(CommandWords.parse(Flag.HEADER_COMMAND, text)).containsExactly(words.split(","));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\"\"", "a\"b\"", "\"a", "[1]", "[\"a\"", "[]"})
    void whatIsNoCommandIsRefused(String text) {
        assertThatThrownBy(() -> CommandWords.parse(Flag.HEADER_COMMAND, text)).isInstanceOf(Misuse.class);
    }

    @Test
    void pingsWhileTheHostIsSilentAndKeepsTheAnswersToItself() throws Exception {
        try (ScriptedHost host = bridge("--keep-alive", "--ping-interval", "1").host()) {
            tools(host);
            await().atMost(Duration.ofSeconds(10)).until(() -> pings() >= 2);
            host.request(2, "tools/list", Json.NULL);
            host.result(2);
        }
        try (ScriptedHost host = bridge("--ping-interval", "1").host()) {
            tools(host);
        }
        assertThat(pings()).isLessThan(5);
    }

    private long pings() {
        return server.received("/mcp").stream()
                .filter(request -> FlaggedBridge.method(request).equals("ping"))
                .count();
    }
}
