package dev.mcpoauth.client.bridge.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a user's programs keep their state: {@code %LOCALAPPDATA%} on Windows, {@code Library/Application Support} on
 * macOS, the XDG state directory elsewhere. The environment's home directory counts before the account's, as programs
 * that are run for somebody else set it.
 */
final class StateDirectory {
    private static final String NAME = "mcp-oauth-bridge";

    private StateDirectory() {}

    static Path of(Map<String, String> environment, String system, String userHome) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.contains("windows")) {
            return variable(environment, "LOCALAPPDATA")
                    .orElseGet(() -> Path.of(userHome, "AppData", "Local"))
                    .resolve(NAME);
        }
        Path home = variable(environment, "HOME").orElse(Path.of(userHome));
        if (name.contains("mac")) {
            return home.resolve("Library").resolve("Application Support").resolve(NAME);
        }
        return variable(environment, "XDG_STATE_HOME")
                .orElse(home.resolve(".local").resolve("state"))
                .resolve(NAME);
    }

    /** Where a user's programs are configured: {@code %APPDATA%}, the XDG configuration directory, or as above on macOS. */
    static Path configurationFile(Map<String, String> environment, String system, String userHome) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.contains("windows")) {
            return inIt(variable(environment, "APPDATA").orElseGet(() -> Path.of(userHome, "AppData", "Roaming")));
        }
        Path home = variable(environment, "HOME").orElse(Path.of(userHome));
        return inIt(
                name.contains("mac")
                        ? home.resolve("Library").resolve("Application Support")
                        : variable(environment, "XDG_CONFIG_HOME").orElse(home.resolve(".config")));
    }

    private static Path inIt(Path directory) {
        return directory.resolve(NAME).resolve("config.json");
    }

    /** A relative path is no answer (XDG Base Directory Specification, "Basics"). */
    private static Optional<Path> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .filter(Path::isAbsolute);
    }
}
