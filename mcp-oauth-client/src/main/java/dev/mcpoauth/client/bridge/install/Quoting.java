package dev.mcpoauth.client.bridge.install;

/** Writes a text so that a shell, or the {@code java} command, reads it as it is. */
final class Quoting {
    private Quoting() {}

    /** For a POSIX shell: in single quotes nothing is special but the quote itself (POSIX XCU §2.2.2). */
    static String sh(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /**
     * For a batch file without delayed expansion: in double quotes only the percent sign is special.
     *
     * @throws IllegalArgumentException for a quote or a control character, which no Windows path has
     */
    static String cmd(String text) {
        if (text.chars().anyMatch(c -> c == '"' || c < ' ')) {
            throw new IllegalArgumentException("a batch file cannot hold this text: " + text);
        }
        return "\"" + text.replace("%", "%%") + "\"";
    }

    /** For an argument file of {@code java}: in double quotes the backslash escapes (JDK, "java", Argument Files). */
    static String argumentFile(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
