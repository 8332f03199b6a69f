package dev.mcpoauth.client.store;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The Data Protection API of Windows through PowerShell: it wraps the key for this user's account on this machine, and the
 * wrapped key is the reference. The script is fixed and has no character that Windows quotes; keys go through standard
 * input and output.
 */
final class WindowsDpapi implements KeySource {
    private static final String PLACE = "windows-dpapi:";
    private static final String PROTECT =
            script("[Text.Encoding]::ASCII.GetBytes($text)", "Protect", "[Convert]::ToBase64String($out)");
    private static final String UNPROTECT =
            script("[Convert]::FromBase64String($text)", "Unprotect", "[Text.Encoding]::ASCII.GetString($out)");

    private final Tool powerShell;

    WindowsDpapi(Tool powerShell) {
        this.powerShell = powerShell;
    }

    /** By its full path: a program of that name in the current directory must not get the key. */
    static String powerShell(Map<String, String> environment) {
        return environment.getOrDefault("SystemRoot", "C:\\Windows")
                + "\\System32\\WindowsPowerShell\\v1.0\\powershell.exe";
    }

    @Override
    public String keep(EncryptionKey key) throws IOException {
        return PLACE + run(PROTECT, key.reveal()).requireSuccess().output();
    }

    @Override
    public Optional<EncryptionKey> find(String reference) throws IOException {
        if (!reference.startsWith(PLACE)) {
            return Optional.empty();
        }
        return Optional.of(run(UNPROTECT, reference.substring(PLACE.length())).key());
    }

    private Tool.Answer run(String script, String input) throws IOException {
        return powerShell.run(input, "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", script);
    }

    private static String script(String decode, String method, String encode) {
        return "$ErrorActionPreference = 'Stop';"
                + " Add-Type -AssemblyName System.Security;"
                + " $text = [Console]::In.ReadToEnd().Trim();"
                + " $in = " + decode + ";"
                + " $out = [Security.Cryptography.ProtectedData]::" + method + "($in, $null, 'CurrentUser');"
                + " [Console]::Out.Write(" + encode + ")";
    }

    /** There is nothing but the reference. */
    @Override
    public void forget(String reference) {}
}
