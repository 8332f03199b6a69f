package dev.mcpoauth.client.bridge.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherTest {
    @TempDir
    private Path directory;

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
    @DisabledOnOs(OS.WINDOWS)
    void remembersForWhomItWasWritten() throws Exception {
        Launcher launcher = launcher();
        assertThat(launcher.users()).isEmpty();
        Path jar = Files.writeString(directory.resolve("a.jar"), "");
        for (String user : List.of("a/.mcp.json", "b \"/.mcp.json", "a/.mcp.json")) {
            assertThat(launcher.write(jar, directory.resolve(user))).isFalse();
        }
        assertThat(launcher.users())
                .containsExactly(directory.resolve("a/.mcp.json"), directory.resolve("b \"/.mcp.json"));
        launcher.delete();
        assertThat(launcher.script().getParent()).doesNotExist();
    }

    /** With a JVM that does nothing. */
    private Launcher launcher() throws IOException {
        return new Launcher(directory.resolve("launcher"), java(), Platform.LINUX);
    }

    private Path java() throws IOException {
        Path java = Files.writeString(directory.resolve("java"), "#!/bin/sh\n");
        return Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void isInTheEncodingOfTheSystem() throws Exception {
        Path place = directory.resolve("J\u00f6rg");
        new Launcher(place, java(), Platform.WINDOWS, Charset.forName("windows-1252"))
                .write(java(), directory.resolve("h.json"));
        assertThat(Files.readString(place.resolve("mcp-oauth-bridge.args"), Charset.forName("windows-1252")))
                .contains("J\u00f6rg");
        assertThat(Files.readString(place.resolve("mcp-oauth-bridge.cmd"), Charset.forName("US-ASCII")))
                .contains("@%~dp0mcp-oauth-bridge.args");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void isNotWrittenWhereItCouldNotBeRead() throws Exception {
        Path place = directory.resolve("\u0141ukasz");
        Launcher launcher = new Launcher(place, java(), Platform.WINDOWS, Charset.forName("windows-1252"));
        Path jar = java();
        assertThatThrownBy(() -> launcher.write(jar, directory.resolve("h.json")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mcp-oauth-bridge.args has to be in windows-1252");
        assertThat(place.resolve("mcp-oauth-bridge.args")).doesNotExist();
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
