package dev.mcpoauth.client.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.bridge.install.ConfigFile;
import dev.mcpoauth.client.bridge.install.Launcher;
import dev.mcpoauth.client.bridge.install.Platform;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** When a launcher goes with the last entry that starts it. */
@EnabledOnOs(OS.LINUX)
class UninstallTest {
    private static final String URL = "https://a.example/mcp";

    @TempDir
    private Path home;

    private Launcher launcher;

    @BeforeEach
    void install() throws Exception {
        Path java = Files.writeString(home.resolve("java"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        launcher = new Launcher(Path.of(Launcher.directory(Platform.LINUX, environment(), "")), java, Platform.LINUX);
        for (Path project : List.of(home.resolve("a.json"), home.resolve("b.json"))) {
            launcher.write(java, project);
            ConfigFile.read(project)
                    .put("mcpServers", "a.example", launcher.entry(List.of(URL)))
                    .make();
        }
    }

    private Map<String, String> environment() {
        return Map.of("HOME", home.toString());
    }

    private void uninstall(String project) throws Exception {
        Invocation invocation = new CommandLineParser()
                .parse("uninstall", "claude-code", URL, "--yes", "--host-config", home.resolve(project) + "");
        PrintStream nobody = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        BufferedReader answers = new BufferedReader(Reader.nullReader());
        assertThat(new Installation(invocation, environment(), nobody, answers).run())
                .isEqualTo(Main.OK);
        assertThat(Files.readString(home.resolve(project))).doesNotContain(URL);
    }

    @Test
    void keepsWhatAnotherProjectStarts() throws Exception {
        uninstall("a.json");
        assertThat(launcher.script()).exists();
        uninstall("b.json");
        assertThat(launcher.script().getParent()).doesNotExist();
    }

    @Test
    void keepsWhatAHostStartsFromItsUsualPlace() throws Exception {
        Files.createDirectory(home.resolve(".cursor"));
        Files.copy(home.resolve("b.json"), home.resolve(".cursor/mcp.json"));
        uninstall("a.json");
        uninstall("b.json");
        assertThat(launcher.script()).exists();
    }

    @Test
    void keepsWhatMayBeStartedByAFileThatCannotBeRead() throws Exception {
        Files.write(home.resolve("b.json"), new byte[] {(byte) 0xff});
        uninstall("a.json");
        assertThat(launcher.script()).exists();
    }

    @Test
    void keepsWhatNobodyKnowsTheUsersOf() throws Exception {
        Files.delete(launcher.script().resolveSibling("mcp-oauth-bridge.users.json"));
        Files.delete(home.resolve("b.json"));
        uninstall("a.json");
        assertThat(launcher.script()).exists();
    }
}
