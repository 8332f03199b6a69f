package dev.mcpoauth.core.metadata;

/** How the {@code issuer} of a fetched document is compared with the one that was asked for. */
public enum IssuerMatch {
    /** Character by character (<a href="https://www.rfc-editor.org/rfc/rfc8414#section-3.3">RFC 8414 §3.3</a>). */
    EXACT {
        @Override
        boolean matches(String expected, String actual) {
            return expected.equals(actual);
        }
    },

    /**
     * A tolerance: one slash at the end may be there or not. For servers whose protected resources name them carelessly;
     * it does not let another host or path in.
     */
    TOLERATING_TRAILING_SLASH {
        @Override
        boolean matches(String expected, String actual) {
            return withoutSlash(expected).equals(withoutSlash(actual));
        }
    };

    abstract boolean matches(String expected, String actual);

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
