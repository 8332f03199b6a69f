package dev.mcpoauth.client.bridge.install;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Hosts whose configuration is known, and where they keep it. */
public enum HostProgram {
    CLAUDE_DESKTOP("mcpServers", "Claude/claude_desktop_config.json"),
    CLAUDE_CODE("mcpServers", ".mcp.json"),
    CURSOR("mcpServers", ".cursor/mcp.json"),
    VSCODE("servers", "Code/User/mcp.json");

    private final String section;
    private final String file;

    HostProgram(String section, String file) {
        this.section = section;
        this.file = file;
    }

    /** By the name on the command line: {@code claude-desktop}. */
    public static Optional<HostProgram> named(String name) {
        return Arrays.stream(values()).filter(host -> host.id().equals(name)).findFirst();
    }

    /** The name on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The member of the configuration that holds the servers. */
    public String section() {
        return section;
    }

    /**
     * The names from the root to the configuration file.
     *
     * @param environment of the user, for {@code APPDATA}, {@code XDG_CONFIG_HOME} and {@code HOME}
     * @param userHome home directory of the account
     * @param workingDirectory where Claude Code looks for a project's file
     */
    public String configuration(
            Platform platform, Map<String, String> environment, String userHome, String workingDirectory) {
        String separator = platform == Platform.WINDOWS ? "\\" : "/";
        String home = set(environment, "HOME")
                .filter(path -> platform != Platform.WINDOWS)
                .orElse(userHome);
        String directory = switch (this) {
            case CLAUDE_CODE -> workingDirectory;
            case CURSOR -> home;
            default -> settings(platform, environment, home);
        };
        return directory + separator + file.replace("/", separator);
    }

    private static String settings(Platform platform, Map<String, String> environment, String home) {
        return switch (platform) {
            case WINDOWS -> set(environment, "APPDATA").orElse(home + "\\AppData\\Roaming");
            case MACOS -> home + "/Library/Application Support";
            case LINUX ->
                set(environment, "XDG_CONFIG_HOME")
                        .filter(path -> path.startsWith("/"))
                        .orElse(home + "/.config");
        };
    }

    private static Optional<String> set(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
