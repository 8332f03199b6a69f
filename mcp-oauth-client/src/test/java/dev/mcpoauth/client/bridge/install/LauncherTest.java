package dev.mcpoauth.client.bridge.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherTest {

    @ParameterizedTest
    @CsvSource({
        "LINUX,   /home/a,      /home/a/.local/share/mcp-oauth-bridge-launcher",
        "MACOS,   /Users/a,     /Users/a/.mcp-oauth-bridge-launcher",
        "WINDOWS, C:\\Users\\a, C:\\Users\\a\\AppData\\Local\\mcp-oauth-bridge-launcher"
    })
    void isWhereThePlatformKeepsProgramsOfOneUser(Platform platform, String home, String directory) {
        assertThat(Launcher.directory(platform, Map.of(), home)).isEqualTo(directory);
    }

    @Test
    void goesWhereTheEnvironmentSays() {
        Map<String, String> environment = Map.of("XDG_DATA_HOME", "/d", "HOME", "/h", "LOCALAPPDATA", "D:\\l");
        assertThat(Launcher.directory(Platform.LINUX, environment, "/u")).isEqualTo("/d/mcp-oauth-bridge-launcher");
        assertThat(Launcher.directory(Platform.MACOS, environment, "/u")).isEqualTo("/h/.mcp-oauth-bridge-launcher");
        assertThat(Launcher.directory(Platform.WINDOWS, environment, "/u"))
                .isEqualTo("D:\\l\\mcp-oauth-bridge-launcher");
    }

    @Test
    void isStartedByAScriptWhereAShellKeepsArgumentsAsTheyAre() {
        Launcher launcher = new Launcher(Path.of("/d"), Path.of("/jdk/bin/java"), Platform.LINUX);
        assertThat(launcher.entry(List.of("https://a.example/mcp?a=1&b=2")))
                .isEqualTo(Json.parse(
                        "{\"command\":\"/d/mcp-oauth-bridge\",\"args\":[\"https://a.example/mcp?a=1&b=2\"]}"));
    }

    @Test
    void isStartedWithoutTheCommandInterpreterOnWindows() {
        Launcher launcher = new Launcher(Path.of("/d"), Path.of("/jdk/bin/java.exe"), Platform.WINDOWS);
        assertThat(launcher.entry(List.of("u")))
                .isEqualTo(Json.parse(
                        "{\"command\":\"/jdk/bin/java.exe\",\"args\":[\"@/d/mcp-oauth-bridge.args\",\"u\"]}"));
    }
}
