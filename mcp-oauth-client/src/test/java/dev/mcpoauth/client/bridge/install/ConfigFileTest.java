package dev.mcpoauth.client.bridge.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    private static final Json ENTRY = Json.parse("{\"command\":\"x\"}");

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("config.json");
    }

    private ConfigFile.Change adding() throws IOException {
        return ConfigFile.read(file()).put("mcpServers", "a", ENTRY);
    }

    @Test
    void makesAFileThatWasNotThereAndItsDirectory() throws IOException {
        Path nested = directory.resolve("some").resolve("config.json");
        ConfigFile.read(nested).put("mcpServers", "a", ENTRY).make();
        assertThat(Json.parse(Files.readString(nested)).at("mcpServers", "a")).contains(ENTRY);
        assertThat(nested.resolveSibling("config.json.bak")).doesNotExist();
    }

    @Test
    void showsTheLinesThatChangeAndThoseAround() throws IOException {
        Files.writeString(file(), "{\n  \"x\": 1,\n  \"y\": 2,\n  \"z\": 3\n}\n");
        assertThat(adding().diff()).isEqualTo("""
                    "x": 1,
                    "y": 2,
                -   "z": 3
                +   "z": 3,
                +   "mcpServers": {
                +     "a": {
                +       "command": "x"
                +     }
                +   }
                  }
                """);
    }

    @Test
    void keepsACopyAndNothingElseBesideIt() throws IOException {
        Files.writeString(file(), "{\"x\":1}");
        adding().make();
        assertThat(directory.resolve("config.json.bak")).hasContent("{\"x\":1}");
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("config.json", "config.json.bak");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void keepsPermissionsAndLinks() throws IOException {
        Path real = Files.writeString(directory.resolve("real.json"), "\uFEFF{}");
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(file(), real);
        adding().make();
        assertThat(file()).isSymbolicLink();
        assertThat(Files.readString(real)).startsWith("\uFEFF{").contains("mcpServers");
        assertThat(Files.getPosixFilePermissions(real)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    }

    @Test
    void leavesAFileAloneThatIsNotJson() throws IOException {
        Files.writeString(file(), "{ // mine\n}");
        assertThatThrownBy(this::adding).isInstanceOf(IOException.class).hasMessageContaining("left alone");
        Files.write(file(), new byte[] {'{', (byte) 0xff, '}'});
        assertThatThrownBy(this::adding).isInstanceOf(IOException.class).hasMessageContaining("UTF-8");
    }

    @Test
    void doesNotWriteOverWhatSomebodyElseWroteMeanwhile() throws IOException {
        Files.writeString(file(), "{}");
        ConfigFile.Change change = adding();
        Files.writeString(file(), "{\"theirs\":1}");
        assertThatThrownBy(change::make).isInstanceOf(IOException.class).hasMessageContaining("meanwhile");
        assertThat(file()).hasContent("{\"theirs\":1}");
    }

    @Test
    void hasNothingToRemoveFromAFileThatIsNotThere() throws IOException {
        assertThat(ConfigFile.read(file()).remove("mcpServers", "a").isNone()).isTrue();
    }
}
