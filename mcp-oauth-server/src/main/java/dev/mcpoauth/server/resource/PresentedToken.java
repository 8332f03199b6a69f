package dev.mcpoauth.server.resource;

import dev.mcpoauth.core.diagnostics.Reason;
import java.util.List;
import java.util.Optional;

/** What the {@code Authorization} headers of a request hold (RFC 6750 §2.1, RFC 9449 §7.1). */
sealed interface PresentedToken {
    /** Ample for any JWT that a container lets through in its headers. */
    int LONGEST = 8192;

    /** Exactly one well-formed token. */
    record Presented(TokenScheme scheme, String token) implements PresentedToken {
        @Override
        public String toString() {
            return "Presented[" + scheme + " redacted]";
        }
    }

    /** No token at all: the peer has not tried to authenticate. */
    record Absent(Reason reason) implements PresentedToken {}

    /** Something that is not a token. */
    record Malformed(Reason reason) implements PresentedToken {}

    /**
     * Reads the values of all {@code Authorization} headers.
     *
     * @param known the schemes that are taken
     */
    static PresentedToken read(List<String> headers, List<TokenScheme> known) {
        if (headers.isEmpty()) {
            return new Absent(ResourceReasons.TOKEN_MISSING);
        }
        if (headers.size() > 1) {
            return new Malformed(ResourceReasons.REPEATED);
        }
        String header = headers.get(0).strip();
        int space = header.indexOf(' ');
        Optional<TokenScheme> scheme = TokenScheme.of(space < 0 ? header : header.substring(0, space));
        if (scheme.isEmpty() || !known.contains(scheme.get())) {
            return new Absent(ResourceReasons.OTHER_SCHEME);
        }
        String token = space < 0 ? "" : header.substring(space).strip();
        return isToken68(token) ? new Presented(scheme.get(), token) : new Malformed(ResourceReasons.MALFORMED);
    }

    private static boolean isToken68(String token) {
        int end = token.length();
        while (end > 0 && token.charAt(end - 1) == '=') {
            end--;
        }
        if (end == 0 || token.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < end; i++) {
            if (!isToken68(token.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isToken68(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~+/".indexOf(c) >= 0;
    }
}
