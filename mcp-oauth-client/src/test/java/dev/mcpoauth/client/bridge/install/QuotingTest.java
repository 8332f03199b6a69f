package dev.mcpoauth.client.bridge.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotingTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @DisabledOnOs(OS.WINDOWS)
    @ValueSource(
            strings = {
                "a b",
                "it's",
                "\"q\"",
                "$HOME `id` $(id)",
                "a&b;c|d",
                "back\\slash",
                "100%",
                "two\nlines",
                "*",
                "#"
            })
    void reachesAProgramThroughAShell(String text) throws IOException {
        assertThat(output("sh", "-c", "printf %s " + Quoting.sh(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "it's", "\"q\"", "a&b", "C:\\Program Files\\x\\", "100%", "# no comment", "@x"})
    void reachesAProgramThroughAnArgumentFile(String text) throws IOException {
        Path file = Files.writeString(
                directory.resolve("args"),
                "-XshowSettings:properties\n" + Quoting.argumentFile("-Dquoted.text=<" + text + ">") + "\n-version\n");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertThat(output(java, "@" + file)).contains("quoted.text = <" + text + ">");
    }

    @Test
    void leavesNothingSpecialInABatchFile() {
        assertThat(Quoting.cmd("C:\\Users\\A & B (x)\\100%\\^!")).isEqualTo("\"C:\\Users\\A & B (x)\\100%%\\^!\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a\nb", "a\0b"})
    void refusesWhatABatchFileCannotHold(String text) {
        assertThatThrownBy(() -> Quoting.cmd(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
