package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.bridge.ScriptedHost;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What is kept, for whom one is signed in, and what happens when it is damaged. */
class StateTest {
    private static final String CLIENT = "{\"client_id\":\"me\",\"client_secret\":\"s\"}";

    private final ScriptedServer one = protectedServer();
    private final ScriptedServer other = protectedServer();

    /** A bridge in this process may still note how the server introduced itself when its test has ended. */
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path folder;

    private static ScriptedServer protectedServer() {
        ScriptedServer server = new ScriptedServer();
        return server.on(
                "/mcp", request -> server.isGood(request) ? FlaggedBridge.answer(request) : server.unauthorized());
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
    }

    private FlaggedBridge bridge(String... arguments) {
        return new FlaggedBridge(folder.resolve("state"), arguments);
    }

    /** Without a user. */
    private FlaggedBridge itself(String command, ScriptedServer server) {
        String url = server.mcp().toString();
        return bridge(command, url, "--client-credentials", "--static-oauth-client-info", CLIENT, "--wait-for-server");
    }

    @Test
    void listsAllSignInsAndEndsThem() throws Exception {
        FlaggedBridge nowhere = bridge("status");
        assertThat(nowhere.run()).isEqualTo(Main.FAILED);
        assertThat(nowhere.said()).isEqualTo("Not signed in anywhere." + System.lineSeparator());
        assertThat(itself("login", one).run()).isEqualTo(Main.OK);
        assertThat(itself("login", other).run()).isEqualTo(Main.OK);
        FlaggedBridge both = bridge("status");
        assertThat(both.run()).isEqualTo(Main.OK);
        assertThat(both.said())
                .contains(one.mcp() + " (flags-", other.mcp() + " (flags-")
                .hasLineCount(2);
        other.close();
        FlaggedBridge out = bridge("logout", "--all", "--client-credentials", "--static-oauth-client-info", CLIENT);
        assertThat(out.run()).isEqualTo(Main.FAILED);
        assertThat(out.said()).contains("): signed out.", "not confirmed").hasLineCount(2);
        assertThat(one.received("/revoke")).isNotEmpty();
        assertThat(bridge("status").run()).isEqualTo(Main.FAILED);
        assertThat(bridge("logout", "https://a.example", "--all").run()).isEqualTo(Main.MISUSED);
        assertThat(bridge("logout").run()).isEqualTo(Main.MISUSED);
    }

    @Test
    void damageCostsASignInAndIsKeptForTheOwner() throws Exception {
        assertThat(itself("login", one).run()).isEqualTo(Main.OK);
        for (Path file : files(".json")) {
            if (file.getFileName().toString().length() > 60) {
                Files.writeString(file, "{\"key\":");
            }
        }
        assertThat(itself("status", one).run()).isEqualTo(Main.FAILED);
        assertThat(bridge("status").run()).isEqualTo(Main.FAILED);
        assertThat(itself("login", one).run()).isEqualTo(Main.OK);
        assertThat(files(".damaged")).isNotEmpty();
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("state"))) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        FlaggedBridge bridge = new FlaggedBridge(file, "status", "https://a.example");
        assertThat(bridge.run()).isEqualTo(Main.MISUSED);
        assertThat(bridge.said())
                .startsWith("mcp-oauth-bridge: the state directory cannot be used: ")
                .hasLineCount(1);
    }

    /** As on a full or read-only disk: even an administrator cannot make a file where a directory is. */
    @Test
    void whatCannotBeStoredFailsTheRequestAndNotTheBridge() throws Exception {
        try (ScriptedHost host = itself("connect", one).host()) {
            host.initialize();
        }
        one.expireAccessTokens();
        for (Path file : files(".json")) {
            if (file.getFileName().toString().length() > 60) {
                Files.delete(file);
                Files.createDirectories(file.resolve("in-the-way"));
            }
        }
        try (ScriptedHost host = itself("connect", one).host()) {
            host.request(0, "initialize", Json.EMPTY_OBJECT);
            assertThat(host.refusal(0)).startsWith("client.");
            for (Path file : files(".json")) {
                if (Files.isDirectory(file)) {
                    Files.delete(file.resolve("in-the-way"));
                    Files.delete(file);
                }
            }
            host.initialize();
        }
    }
}
