package dev.mcpoauth.core.challenge;

/** The character classes of RFC 9110 §5.6 and §11.2. */
final class HttpGrammar {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final String TOKEN68_MARKS = "-._~+/";

    private HttpGrammar() {}

    static boolean isTokenChar(int c) {
        return isAlphanumeric(c) || (c < 0x80 && TOKEN_MARKS.indexOf(c) >= 0);
    }

    static boolean isToken68Char(int c) {
        return isAlphanumeric(c) || (c < 0x80 && TOKEN68_MARKS.indexOf(c) >= 0);
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** Optional or bad white space. */
    static boolean isSpace(int c) {
        return c == ' ' || c == '\t';
    }

    /** What a quoted string may hold, as itself or behind a backslash; header octets above ASCII are obs-text. */
    static boolean isQuotable(int c) {
        return c == '\t' || (c >= 0x20 && c <= 0xFF && c != 0x7F);
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(HttpGrammar::isTokenChar);
    }

    static boolean isToken68(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        return end > 0 && text.chars().limit(end).allMatch(HttpGrammar::isToken68Char);
    }

    static String quote(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
