package dev.mcpoauth.core.secret;

import java.security.SecureRandom;

/**
 * An authorization code: redeemed once, within a minute or so (<a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2">RFC 6749 §4.1.2</a>).
 *
 * <p>Immutable; {@code toString} is redacted.
 */
public final class AuthorizationCode implements Secret {
    private final String value;

    private AuthorizationCode(String value) {
        this.value = value;
    }

    /** A new one of 256 random bits, as 43 base64url characters. */
    public static AuthorizationCode generate(SecureRandom random) {
        return new AuthorizationCode(SecretText.generate(random));
    }

    /**
     * One that arrived from outside.
     *
     * @throws IllegalArgumentException if {@code value} is empty or not printable ASCII (RFC 6749 §A.11)
     */
    public static AuthorizationCode parse(String value) {
        return new AuthorizationCode(SecretText.parse("code", value));
    }

    @Override
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuthorizationCode that && SecretText.same(value, that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "AuthorizationCode[redacted]";
    }
}
