package dev.mcpoauth.core.pkce;

/**
 * The transformation between verifier and challenge, the {@code code_challenge_method} of
 * <a href="https://www.rfc-editor.org/rfc/rfc7636#section-4.2">RFC 7636 §4.2</a>.
 */
public enum ChallengeMethod {
    /** {@code BASE64URL(SHA256(ASCII(verifier)))}, the only method that OAuth 2.1 and MCP use. */
    S256("S256"),

    /** The verifier itself. Whoever reads the authorization request can redeem the code. */
    PLAIN("plain");

    private final String wireName;

    ChallengeMethod(String wireName) {
        this.wireName = wireName;
    }

    /** The registered spelling, which is case-sensitive. */
    public String wireName() {
        return wireName;
    }
}
