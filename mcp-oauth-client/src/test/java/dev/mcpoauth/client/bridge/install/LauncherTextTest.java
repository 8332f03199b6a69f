package dev.mcpoauth.client.bridge.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LauncherTextTest {
    @TempDir
    private Path directory;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void handsItsArgumentsOnAsTheyAre() throws IOException {
        Path odd = Files.createDirectories(directory.resolve("it's a \"dir\" & 100%"));
        Path java = executable(odd.resolve("java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        Path script = executable(directory.resolve("launcher"), LauncherText.sh(java.toString(), odd + "/args"));
        assertThat(output(script.toString(), "https://a.example/mcp?a=b&c=%20", "two words", "$x"))
                .containsExactly("@" + odd + "/args", "https://a.example/mcp?a=b&c=%20", "two words", "$x");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void takesTheJavaOfThePathWhenItsOwnIsGone() throws IOException {
        Path script = executable(directory.resolve("launcher"), LauncherText.sh("/no/such/java", directory + "/args"));
        executable(directory.resolve("java"), "#!/bin/sh\necho the other one\n");
        ProcessBuilder run = new ProcessBuilder(script.toString());
        run.environment().put("PATH", directory + ":" + run.environment().get("PATH"));
        assertThat(new String(run.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("the other one\n");
    }

    @Test
    void isABatchFileWithQuotedPathsAndTheArgumentsLast() {
        assertThat(LauncherText.cmd("C:\\Program Files\\Java & Co\\bin\\java.exe", "bridge.args")
                        .lines())
                .contains(
                        "setlocal DisableDelayedExpansion",
                        "set JAVA=\"C:\\Program Files\\Java & Co\\bin\\java.exe\"",
                        "if not exist %JAVA% set JAVA=java",
                        "%JAVA% \"@%~dp0bridge.args\" %*");
        assertThat(LauncherText.cmd("j", "a").replace("\r\n", "")).doesNotContain("\n");
    }

    @Test
    void keepsTheJvmFromWritingToStandardOutput() throws IOException {
        Path arguments = Files.writeString(
                directory.resolve("args"),
                LauncherText.argumentFile(directory + "/no.jar", directory + "/no such archive.jsa"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        assertThat(output(java.toString(), "@" + arguments)).isEmpty();
    }

    private static Path executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static List<String> output(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
