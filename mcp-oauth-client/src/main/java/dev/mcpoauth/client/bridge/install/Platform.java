package dev.mcpoauth.client.bridge.install;

import java.util.Locale;

/** The kinds of operating systems that hosts run on. */
public enum Platform {
    LINUX,
    MACOS,
    WINDOWS;

    /** By the value of {@code os.name}; what is unknown counts as Linux. */
    public static Platform of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.contains("windows")) {
            return WINDOWS;
        }
        return lower.contains("mac") ? MACOS : LINUX;
    }
}
