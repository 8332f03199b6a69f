package dev.mcpoauth.core.secret;

import java.security.SecureRandom;

/**
 * A refresh token: one member of a token family, good for one rotation (<a href="https://www.rfc-editor.org/rfc/rfc6749#section-1.5">RFC 6749 §1.5</a>).
 *
 * <p>Immutable; {@code toString} is redacted.
 */
public final class RefreshToken implements Secret {
    private final String value;

    private RefreshToken(String value) {
        this.value = value;
    }

    /** A new one of 256 random bits, as 43 base64url characters. */
    public static RefreshToken generate(SecureRandom random) {
        return new RefreshToken(SecretText.generate(random));
    }

    /**
     * One that arrived from outside.
     *
     * @throws IllegalArgumentException if {@code value} is empty or not printable ASCII (RFC 6749 §A.17)
     */
    public static RefreshToken parse(String value) {
        return new RefreshToken(SecretText.parse("refresh_token", value));
    }

    @Override
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RefreshToken that && SecretText.same(value, that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "RefreshToken[redacted]";
    }
}
