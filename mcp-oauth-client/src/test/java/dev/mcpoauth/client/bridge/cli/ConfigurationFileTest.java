package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.testing.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigurationFileTest {
    private static final String SHOP = """
            {
              "$schema": "https://a.example/schema.json",
              "auth-timeout": 7,
              "no-browser": true,
              "header": ["A: 1"],
              "servers": {
                "shop": {
                  "url": "https://shop.example/mcp",
                  "callback-port": 3335,
                  "no-browser": false,
                  "header": {"X-Team": "a b", "X-Number": 2},
                  "authorize-param": {"audience": "x"},
                  "header-command": ["vault", "read \\"me\\""],
                  "static-oauth-client-info": {"client_id": "me", "client_secret": "${SECRET}"},
                  "call-timeout": 60
                },
                "other": {"url": "https://other.example/mcp"}
              }
            }
            """;

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("config.json"), text);
    }

    private Invocation configured(Path usual, Map<String, String> environment, String... arguments) throws Misuse {
        return new CommandLineParser().parse(arguments).with(environment).configured(usual);
    }

    @Test
    void aNameStandsForAServerAndItsFlags() throws Exception {
        Invocation invocation = configured(file(SHOP), Map.of(), "login", "shop");
        assertThat(Target.of(invocation)).hasToString("Target[url=https://shop.example/mcp, callbackPort=3335]");
        assertThat(invocation.has(Flag.NO_BROWSER)).isFalse();
        assertThat(invocation.all(Flag.HEADER)).containsExactly("X-Team: a b", "X-Number: 2");
        assertThat(invocation.all(Flag.AUTHORIZE_PARAM)).containsExactly("audience=x");
        assertThat(invocation.value(Flag.AUTH_TIMEOUT)).contains("7");
        assertThat(CommandWords.parse(
                        Flag.HEADER_COMMAND,
                        invocation.value(Flag.HEADER_COMMAND).orElseThrow()))
                .containsExactly("vault", "read \"me\"");
        assertThat(invocation.value(Flag.STATIC_OAUTH_CLIENT_INFO))
                .contains("{\"client_id\":\"me\",\"client_secret\":\"${SECRET}\"}");
        Invocation other = configured(file(SHOP), Map.of(), "other", "4444");
        assertThat(Target.of(other).callbackPort()).isEqualTo(4444);
        assertThat(other.all(Flag.HEADER)).containsExactly("A: 1");
        assertThat(other.has(Flag.NO_BROWSER)).isTrue();
    }

    @Test
    void theCommandLineWinsThenTheEnvironmentThenTheServerThenTheRest() throws Exception {
        Map<String, String> environment = Map.of(Flag.CALL_TIMEOUT.variable(), "2", Flag.AUTH_TIMEOUT.variable(), "2");
        Invocation invocation = configured(file(SHOP), environment, "shop", "--call-timeout", "1");
        assertThat(invocation.value(Flag.CALL_TIMEOUT)).contains("1");
        assertThat(invocation.value(Flag.AUTH_TIMEOUT)).contains("2");
        assertThat(configured(file(SHOP), Map.of(), "shop").value(Flag.CALL_TIMEOUT))
                .contains("60");
        assertThat(configured(file(SHOP), Map.of(), "https://shop.example/mcp").value(Flag.CALL_TIMEOUT))
                .isEmpty();
        assertThat(configured(file(SHOP), Map.of(), "https://shop.example/mcp").value(Flag.AUTH_TIMEOUT))
                .contains("7");
    }

    @Test
    void theFileIsTheOneThatIsNamedElseTheUsualOneElseNone() throws Exception {
        Path usual = file("{\"auth-timeout\": 1}");
        Path named = Files.writeString(folder.resolve("named.json"), "{\"auth-timeout\": 2}");
        Map<String, String> environment = Map.of(Flag.CONFIG.variable(), named.toString());
        assertThat(configured(usual, Map.of(), "https://u").value(Flag.AUTH_TIMEOUT))
                .contains("1");
        assertThat(configured(usual, environment, "https://u").value(Flag.AUTH_TIMEOUT))
                .contains("2");
        assertThat(configured(folder.resolve("none"), Map.of(), "https://u").value(Flag.AUTH_TIMEOUT))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyFlagIsAMember(Flag flag) throws Exception {
        String name = flag.option().substring(2);
        String value = flag.isSwitch() ? "true" : "\"1\"";
        Path usual = file("{\"" + name + "\": " + value + "}");
        String[] run = run(usual, "status", "https://a.example");
        if (flag == Flag.CONFIG) {
            assertThat(run[0]).isEqualTo("2");
        } else {
            assertThat(configured(usual, Map.of(), "https://u").value(flag)).contains(flag.isSwitch() ? "true" : "1");
        }
    }

    private String[] run(Path usual, String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream terminal = new PrintStream(said, true, StandardCharsets.UTF_8);
        Map<String, String> environment = Map.of(
                Flag.CONFIG.variable(), usual.toString(),
                Flag.STATE_DIR.variable(), folder.resolve("state").toString(),
                Flag.KEY_SOURCE.variable(), "file");
        int code = new Main(environment, InputStream.nullInputStream(), terminal, terminal).run(arguments);
        return new String[] {Integer.toString(code), said.toString(StandardCharsets.UTF_8)};
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{|cannot be read",
                "[]|cannot be read",
                "{\"a\":1,\"a\":2}|cannot be read",
                "{\"auth-timout\":1}|there is no member auth-timout, did you mean auth-timeout",
                "{\"server\":{}}|did you mean servers",
                "{\"config\":\"x\"}|there is no member config",
                "{\"auth-timeout\":null}|must not be null",
                "{\"auth-timeout\":true}|must be a string or a number",
                "{\"auth-timeout\":[\"1\"]}|must be a string or a number",
                "{\"auth-timeout\":\"soon\",\"servers\":{\"shopp\":{\"url\":\"https://x\"}}}|--auth-timeout must be a whole number",
                "{\"debug\":\"yes\"}|debug must be true or false",
                "{\"header\":[1]}|header must be a string, or an array of strings",
                "{\"header\":{\"A\":true}}|header must be",
                "{\"scope\":{\"a\":\"b\"}}|scope must be",
                "{\"static-oauth-client-info\":[]}|must be an object, or a string",
                "{\"servers\":[]}|servers must be an object",
                "{\"servers\":{\"x\":1}}|server x must be an object",
                "{\"servers\":{\"x\":{}}}|server x: url must be a string",
                "{\"servers\":{\"x\":{\"url\":\"https://x\",\"callback-port\":\"1\"}}}|callback-port must be a whole number",
                "{\"servers\":{\"x\":{\"url\":\"https://x\",\"urls\":1}}}|server x: there is no member urls, did you mean url",
                "{\"servers\":{\"login\":{\"url\":\"https://x\"}}}|is no command's",
                "{\"servers\":{\"a:b\":{\"url\":\"https://x\"}}}|has no colon",
                "{\"servers\":{\"shop\":{\"url\":\"https://x\"}}}|there is no server shopp, did you mean shop",
                "{\"servers\":{\"shopp\":{\"url\":\"ftp://x\"}}}|must begin with https://"
            })
    void saysWhatIsWrongInOneLine(String text, String why) throws Exception {
        String[] run = run(file(text), "status", "shopp");
        assertThat(run[1]).startsWith("mcp-oauth-bridge: ").contains(why).hasLineCount(1);
        assertThat(run[0]).isEqualTo("2");
    }

    @Test
    void aBrokenFileDoesNotKeepTheHelpAway() throws Exception {
        assertThat(run(file("{"), "--help")[0]).isEqualTo("0");
        assertThat(run(folder.resolve("none"), "status", "https://a.example")[1])
                .contains("the configuration file cannot be read")
                .hasLineCount(1);
    }

    @Test
    void aServerIsReachedByItsName() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            Path file = file("{\"servers\":{\"shop\":{\"url\":\"" + server.mcp() + "\"}}}");
            assertThat(run(file, "status", "shop")[1]).startsWith("Not signed in.");
            assertThat(run(file, "status", "https://u.example")[1]).startsWith("Not signed in.");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, XDG_CONFIG_HOME=/x, /x/mcp-oauth-bridge/config.json",
        "Linux, HOME=/h, /h/.config/mcp-oauth-bridge/config.json",
        "Mac OS X, HOME=/h, /h/Library/Application Support/mcp-oauth-bridge/config.json",
        "Windows 11, APPDATA=/r, /r/mcp-oauth-bridge/config.json",
        "Windows 11, A=b, /home/u/AppData/Roaming/mcp-oauth-bridge/config.json"
    })
    void isWhereThePlatformKeepsIt(String system, String variable, String expected) {
        String[] parts = variable.split("=");
        assertThat(StateDirectory.configurationFile(Map.of(parts[0], parts[1]), system, "/home/u"))
                .isEqualTo(Path.of(expected));
    }

    @Test
    void aListOfValuesIsForFlagsThatMayBeRepeated() {
        assertThat(ConfiguredValue.of(Flag.IGNORE_TOOL, List.of("a", "b"))).contains(List.of("a", "b"));
        assertThat(ConfiguredValue.of(Flag.SCOPE, List.of("a", "b"))).isEmpty();
    }
}
