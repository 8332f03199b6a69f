package dev.mcpoauth.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Against a script that does what the PowerShell commands say, with a prefix in place of encryption. */
@DisabledOnOs(OS.WINDOWS)
class WindowsDpapiTest extends KeySourceContract {
    private static final String POWER_SHELL = """
            case $5 in
              *::Protect*) (printf 'wrapped '; cat) | base64 -w 0 ;;
              *::Unprotect*) base64 -d | grep '^wrapped ' | cut -d ' ' -f 2 ;;
            esac
            """;

    @TempDir
    private Path folder;

    private FakeProgram powerShell;

    @BeforeEach
    void install() throws IOException {
        powerShell = new FakeProgram(folder, "powershell.exe", POWER_SHELL);
    }

    @Override
    KeySource source() {
        return new WindowsDpapi(powerShell.tool());
    }

    @Override
    String missing() {
        return "windows-dpapi:bm90IHdyYXBwZWQ=";
    }

    @Test
    void putsTheKeyOnNoCommandLineAndNeedsNoQuoting() throws IOException {
        source().find(source().keep(KEY));
        assertThat(powerShell.arguments())
                .startsWith("-NoLogo", "-NoProfile", "-NonInteractive", "-Command")
                .hasSize(10)
                .noneMatch(argument -> argument.contains(KEY.reveal()))
                .noneMatch(argument -> argument.matches(".*[\"\\\\%^&|<>!].*"));
    }

    /** From the documentation of System.Security.Cryptography.ProtectedData. */
    @Test
    void callsTheApiForThisUser() throws IOException {
        source().find(source().keep(KEY));
        assertThat(powerShell.arguments())
                .anyMatch(a -> a.contains("[Security.Cryptography.ProtectedData]::Protect($in, $null, 'CurrentUser')"))
                .anyMatch(
                        a -> a.contains("[Security.Cryptography.ProtectedData]::Unprotect($in, $null, 'CurrentUser')"));
    }

    @Test
    void startsThePowerShellOfTheSystemAndNoOther() {
        assertThat(WindowsDpapi.powerShell(Map.of("SystemRoot", "D:\\Win")))
                .isEqualTo("D:\\Win\\System32\\WindowsPowerShell\\v1.0\\powershell.exe");
        assertThat(WindowsDpapi.powerShell(Map.of())).startsWith("C:\\Windows\\System32\\");
    }
}
