package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.testing.ClickingBrowser;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import dev.mcpoauth.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorCommandTest {
    private final ScriptedServer server = new ScriptedServer();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        server.close();
    }

    private int doctor(String... more) {
        List<String> arguments = new ArrayList<>(List.of("doctor", server.mcp() + "?key=in-the-query"));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--state-dir", state().toString(), "--key-source", "file", "--silent"));
        return new Main(Map.of(), InputStream.nullInputStream(), print(out), print(errors))
                .run(arguments.toArray(new String[0]));
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private Path state() {
        return directory.resolve("state");
    }

    /** The URL has a query that its metadata does not have. */
    @Test
    void exitsWithOneWhereNobodyCanSignIn() {
        assertThat(doctor()).isEqualTo(Main.FAILED);
        assertThat(printed())
                .containsPattern("(?m)^FAIL +doctor\\.resource\\.match +RFC 9728 §3\\.3 ")
                .contains("Remedy: Set resource to the URL")
                .contains("A client cannot sign in")
                .doesNotContain("in-the-query");
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(state()).doesNotExist();
    }

    @Test
    void exitsWithZeroWhereAClientCan() {
        server.resourceMetadata(json -> json.put("resource", server.mcp() + "?key=in-the-query"));
        assertThat(doctor()).as(printed()).isEqualTo(Main.OK);
        assertThat(printed()).contains("A client can sign in").doesNotContain("in-the-query");
    }

    @Test
    void speaksToMachines() {
        assertThat(doctor("--json")).isEqualTo(Main.FAILED);
        assertThat(printed()).hasLineCount(1);
        assertThat(JsonObject.parse(printed()).bool("canSignIn")).contains(false);
    }

    @Test
    void looksWhereTheFlagsOfTheBridgeKeepItsTokens() throws Exception {
        server.resourceMetadata(json -> json.put("resource", server.mcp() + "?key=in-the-query"));
        String[] flags = {"--authorize-param", "audience=a", "--state-dir", state().toString(), "--key-source", "file"};
        Invocation invocation = new CommandLineParser().parse(flags);
        OAuthClient.forUsers(
                        LoopbackUserAgent.of(new ClickingBrowser(), LoginPrompt.NONE),
                        RegistrationSettings.builder("MCP OAuth Bridge").build())
                .store(new StateStore(invocation, Map.of()).open())
                .build()
                .session(URI.create(server.mcp() + "?key=in-the-query"), new AuthorizationWishes(invocation).subject())
                .signIn();
        doctor("--json");
        assertThat(printed()).contains("{\"id\":\"doctor.stored.tokens\",\"mark\":\"skipped\"");
        out.reset();
        doctor("--json", "--authorize-param", "audience=a");
        assertThat(printed()).contains("{\"id\":\"doctor.stored.tokens\",\"mark\":\"holds\"");
    }

    @Test
    void makesAReportWithoutSecrets() {
        server.on(
                "/mcp",
                r -> new Answer(
                        401,
                        Map.of(
                                "WWW-Authenticate",
                                "Bearer error=\"" + r.headers().get("x-key") + "\""),
                        ""));
        doctor("--bundle", "--header", "X-Key: key-of-the-user");
        assertThat(printed())
                .startsWith("# Report of mcp-oauth-bridge doctor\n")
                .contains("Program: mcp-oauth-bridge ", "Java: ", "System: ")
                .contains("--header")
                .contains("401 [redacted]")
                .doesNotContain("key-of-the-user")
                .doesNotContain("in-the-query");
    }

    @Test
    void showsNothingThatControlsTheTerminal() {
        int code = new Main(Map.of(), InputStream.nullInputStream(), print(out), print(errors))
                .run("doctor", "http://127.0.0.1/mcp", "--\u001b[2J\n");
        assertThat(code).isEqualTo(Main.MISUSED);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("\ufffd[2J")
                .hasLineCount(1)
                .doesNotContain("\u001b");
    }

    @Test
    void registersOnlyIfTold() {
        server.resourceMetadata(json -> json.put("resource", server.mcp() + "?key=in-the-query"));
        doctor();
        assertThat(server.received("/register")).noneMatch(r -> r.method().equals("POST"));
        doctor("--register");
        assertThat(server.received("/register")).anyMatch(r -> r.method().equals("POST"));
        assertThat(server.received("/authorize")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json --bundle", "--header x", "--key-source pocket", "--json=x", "1 2"})
    void exitsWithTwoWhenMisused(String flags) {
        assertThat(doctor(flags.split(" "))).isEqualTo(Main.MISUSED);
        assertThat(printed()).isEmpty();
    }
}
