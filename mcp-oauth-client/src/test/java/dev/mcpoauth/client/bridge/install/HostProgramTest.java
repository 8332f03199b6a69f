package dev.mcpoauth.client.bridge.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostProgramTest {

    @ParameterizedTest
    @CsvSource({
        "claude-desktop, LINUX,   /home/a/.config/Claude/claude_desktop_config.json",
        "claude-desktop, MACOS,   /home/a/Library/Application Support/Claude/claude_desktop_config.json",
        "claude-desktop, WINDOWS, C:\\Users\\a\\AppData\\Roaming\\Claude\\claude_desktop_config.json",
        "cursor,         LINUX,   /home/a/.cursor/mcp.json",
        "cursor,         MACOS,   /home/a/.cursor/mcp.json",
        "cursor,         WINDOWS, C:\\Users\\a\\.cursor\\mcp.json",
        "vscode,         LINUX,   /home/a/.config/Code/User/mcp.json",
        "vscode,         MACOS,   /home/a/Library/Application Support/Code/User/mcp.json",
        "vscode,         WINDOWS, C:\\Users\\a\\AppData\\Roaming\\Code\\User\\mcp.json",
        "claude-code,    LINUX,   /shop/.mcp.json",
        "claude-code,    WINDOWS, D:\\shop\\.mcp.json"
    })
    void keepsItsConfigurationWhereThePlatformHasIt(String host, Platform platform, String file) {
        boolean windows = platform == Platform.WINDOWS;
        assertThat(HostProgram.named(host)
                        .orElseThrow()
                        .configuration(
                                platform,
                                Map.of(),
                                windows ? "C:\\Users\\a" : "/home/a",
                                windows ? "D:\\shop" : "/shop"))
                .isEqualTo(file);
    }

    @Test
    void goesWhereTheEnvironmentSays() {
        assertThat(configuration(Platform.LINUX, Map.of("XDG_CONFIG_HOME", "/c", "HOME", "/h")))
                .startsWith("/c/Claude/");
        assertThat(configuration(Platform.LINUX, Map.of("XDG_CONFIG_HOME", "relative", "HOME", "/h")))
                .startsWith("/h/.config/");
        assertThat(configuration(Platform.WINDOWS, Map.of("APPDATA", "D:\\r", "HOME", "/h")))
                .startsWith("D:\\r\\Claude\\");
    }

    private static String configuration(Platform platform, Map<String, String> environment) {
        return HostProgram.CLAUDE_DESKTOP.configuration(platform, environment, "/home/a", "/work");
    }

    @Test
    void isNotFoundByAnotherName() {
        assertThat(HostProgram.named("CLAUDE_DESKTOP")).isEmpty();
        assertThat(HostProgram.named("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Windows 11, WINDOWS", "Mac OS X, MACOS", "Linux, LINUX", "SunOS, LINUX"})
    void knowsThePlatformByTheNameThatJavaHas(String name, Platform platform) {
        assertThat(Platform.of(name)).isEqualTo(platform);
    }
}
