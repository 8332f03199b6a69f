package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.client.bridge.cli.Invocation.Command;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @TempDir
    private Path directory;

    private static Invocation parse(String... arguments) throws Misuse {
        return new CommandLineParser().parse(arguments);
    }

    private static Target target(String... arguments) throws Misuse {
        return Target.of(parse(arguments));
    }

    @Test
    void connectsUnlessTold() throws Misuse {
        assertThat(parse("https://a.example/mcp").command()).isEqualTo(Command.CONNECT);
        assertThat(parse("logout", "https://a.example/mcp").command()).isEqualTo(Command.LOGOUT);
        assertThat(parse("--version").command()).isEqualTo(Command.VERSION);
        assertThat(parse("https://a.example/mcp", "--help").command()).isEqualTo(Command.HELP);
    }

    @Test
    void takesAPortAfterTheUrlAndFlagsAnywhere() throws Misuse {
        Invocation invocation =
                parse("--header", "A: b", "https://a.example/mcp", "3335", "--header", "C: d", "--debug");
        assertThat(Target.of(invocation).callbackPort()).isEqualTo(3335);
        assertThat(invocation.all(Flag.HEADER)).containsExactly("A: b", "C: d");
        assertThat(invocation.has(Flag.DEBUG)).isTrue();
        assertThat(invocation.has(Flag.SILENT)).isFalse();
    }

    @Test
    void leavesAnAtSignToTheFlagThatKnowsIt() throws Misuse {
        assertThat(parse("u", "--static-oauth-client-info", "@file").value(Flag.STATIC_OAUTH_CLIENT_INFO))
                .contains("@file");
    }

    @ParameterizedTest
    @EnumSource
    void everyFlagIsAnEnvironmentVariableAndInTheHelp(Flag flag) throws Misuse {
        Invocation invocation = parse("https://a.example").with(Map.of(flag.variable(), "5\n6"));
        assertThat(invocation.all(flag)).isEqualTo(flag.isRepeatable() ? List.of("5", "6") : List.of("5\n6"));
        assertThat(Help.on(List.of())).contains("  " + flag.option());
    }

    @Test
    void theCommandLineWins() throws Misuse {
        Invocation invocation = parse("u", "--scope", "a").with(Map.of("MCP_OAUTH_BRIDGE_SCOPE", "b"));
        assertThat(invocation.value(Flag.SCOPE)).contains("a");
    }

    @Test
    void takesAValueAfterAnEqualsSignAndOperandsAfterTwoDashes() throws Misuse {
        Invocation invocation = parse("--scope=a=b", "--no-browser=false", "--", "--odd", "logout");
        assertThat(invocation.value(Flag.SCOPE)).contains("a=b");
        assertThat(invocation.has(Flag.NO_BROWSER)).isFalse();
        assertThat(invocation.operands()).containsExactly("--odd", "logout");
    }

    @ParameterizedTest
    @CsvSource({
        "--ignore-tools, --ignore-tool",
        "--Scope, --scope",
        "--auth-timout, --auth-timeout",
        "-debug, --debug",
        "--frobnicate, ''"
    })
    void namesTheFlagThatWasPerhapsMeant(String typed, String meant) {
        assertThatThrownBy(() -> parse("u", typed))
                .isInstanceOf(Misuse.class)
                .hasMessage("there is no flag " + typed + (meant.isEmpty() ? "" : ", did you mean " + meant)
                        + "; see --help");
    }

    @Test
    void theHelpOnACommandIsAboutThatCommand() throws Misuse {
        Invocation asked = parse("logout", "--help");
        assertThat(asked.command()).isEqualTo(Command.HELP);
        assertThat(Help.on(asked.operands()))
                .startsWith("Usage: mcp-oauth-bridge logout ")
                .contains("--state-dir")
                .doesNotContain("--ignore-tool");
        assertThat(parse("help", "login").operands()).containsExactly("login");
        assertThat(Help.on(List.of()).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(110));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--unknown",
                "u --scope --debug",
                "u --scope",
                "u --scope a --scope b",
                "",
                "ftp://a.example",
                "https://",
                "https://me@a.example",
                "https://a.example#x",
                "http://a.example",
                "http://localhost.evil.example",
                "https://a.example 0",
                "https://a.example 65536",
                "https://a.example x",
                "https://a.example 1 2"
            })
    void refusesWhatItCannotUse(String line) {
        String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");
        assertThatThrownBy(() -> target(arguments)).isInstanceOf(Misuse.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:1/mcp", "http://127.0.0.1/mcp", "http://[::1]:1/mcp", "https://a.example"})
    void takesUrlsThatKeepATokenSecret(String url) throws Misuse {
        assertThat(target(url).isTrustworthy()).isTrue();
    }

    @Test
    void takesPlainHttpOnlyIfTold() throws Misuse {
        assertThat(target("http://a.example", "--allow-http").isTrustworthy()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--auth-timeout=0",
                "--auth-timeout=-1",
                "--auth-timeout=x",
                "--transport=smoke",
                "--protocol=old",
                "--key-source=pocket",
                "--host=evil.example",
                "--static-oauth-client-info={",
                "--static-oauth-client-info={}x",
                "--static-oauth-client-info={\"client_secret\":\"s\"}",
                "--static-oauth-client-info=@/none",
                "--client-metadata-url=http://a.example/c",
                "--header=x",
                "--header=A: ${NOT_SET}",
                "--header=Host: evil.example",
                "--header=Content-Length: 1",
                "--header-command=\"",
                "--headers-timeout=0",
                "--body-timeout=-1",
                "--ping-interval=0",
                "--ca-file=/none",
                "--client-certificate=/none",
                "--header-file=/none"
            })
    void exitsWithTwoAndAHint(String flag) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        PrintStream terminal = new PrintStream(errors, true, StandardCharsets.UTF_8);
        int code = new Main(Map.of(), InputStream.nullInputStream(), terminal, terminal)
                .run("https://a.example/mcp", flag, "--state-dir", directory.toString());
        assertThat(code).isEqualTo(Main.MISUSED);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .startsWith("mcp-oauth-bridge: ")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--resource=relative|--resource",
                "--resource=https://a.example#x|--resource",
                "--resource=https://a.example --disable-resource-parameter|exclude one another",
                "--authorize-param=x|NAME=VALUE",
                "--authorize-param==x|NAME=VALUE",
                "--authorize-param=state=x|cannot set state",
                "--authorize-param=code_challenge=x|cannot set code_challenge",
                "--authorize-param=scope=x|did you mean --scope",
                "--authorize-param=a=x --authorize-param=a=y|twice",
                "--auth-success-url=http://evil.example/|the page must be",
                "--auth-success-url=https://a.example/?x=1|the page must be",
                "--auth-success-url=https://me@a.example/|the page must be",
                "--auth-success-url=https://a.example/#x|the page must be",
                "--auth-success-url=:|",
                "--client-credentials|needs --static-oauth-client-info",
                "--token-endpoint=https://a.example/token|needs --client-credentials",
                "--client-credentials --token-endpoint=http://a.example/t --static-oauth-client-info=@INFO|must be an https",
                "--client-credentials --token-endpoint=: --static-oauth-client-info=@INFO|is no URL",
                "--client-credentials --device-code|exclude one another",
                "--client-credentials --use-id-token --static-oauth-client-info=@INFO|needs a user",
                "--client-key=/none --static-oauth-client-info=@INFO|cannot be read",
                "--client-key=INFO --static-oauth-client-info=@INFO|no private key",
                "--identity-provider={}|needs issuer",
                "--identity-provider=@INFO|needs issuer",
                "--identity-provider=@/none|cannot be read"
            })
    void refusesSignInsThatCannotBe(String flags, String why) throws Exception {
        Path info = Files.writeString(directory.resolve("info"), "{\"client_id\":\"me\"}");
        String[] arguments = ("status https://a.example/mcp " + flags.replace("INFO", info.toString())).split(" ");
        FlaggedBridge bridge = new FlaggedBridge(directory, arguments);
        assertThat(bridge.run()).isEqualTo(Main.MISUSED);
        assertThat(bridge.said())
                .startsWith("mcp-oauth-bridge: ")
                .contains(why == null ? "" : why)
                .hasLineCount(1);
    }

    @Test
    void readsHeadersAndExpandsVariables() throws Exception {
        Path file = Files.writeString(directory.resolve("headers"), "# secret\n\nX-One: 1\nX-Two: ${TOKEN} \n");
        Map<String, String> headers =
                HeaderLines.read(List.of("X-Two:mine"), Optional.of(file.toString()), Map.of("TOKEN", "a$b"));
        assertThat(headers).containsExactlyInAnyOrderEntriesOf(Map.of("X-One", "1", "X-Two", "mine"));
        assertThat(HeaderLines.read(List.of("A: b${TOKEN}"), Optional.empty(), Map.of("TOKEN", "a$1")))
                .containsEntry("A", "ba$1");
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, XDG_STATE_HOME=/x, /x/mcp-oauth-bridge",
        "Linux, XDG_STATE_HOME=relative, /home/u/.local/state/mcp-oauth-bridge",
        "Linux, HOME=/h, /h/.local/state/mcp-oauth-bridge",
        "Mac OS X, HOME=/h, /h/Library/Application Support/mcp-oauth-bridge",
        "Windows 11, LOCALAPPDATA=/l, /l/mcp-oauth-bridge",
        "Windows 11, A=b, /home/u/AppData/Local/mcp-oauth-bridge"
    })
    void keepsStateWhereThePlatformDoes(String system, String variable, String expected) {
        String[] parts = variable.split("=");
        assertThat(StateDirectory.of(Map.of(parts[0], parts[1]), system, "/home/u"))
                .isEqualTo(Path.of(expected));
    }
}
