package dev.mcpoauth.core.secret;

import java.security.SecureRandom;

/**
 * An access token: what a client presents to a protected resource (<a href="https://www.rfc-editor.org/rfc/rfc6749#section-1.4">RFC 6749 §1.4</a>).
 *
 * <p>Immutable; {@code toString} is redacted.
 */
public final class AccessToken implements Secret {
    private final String value;

    private AccessToken(String value) {
        this.value = value;
    }

    /** A new one of 256 random bits, as 43 base64url characters. */
    public static AccessToken generate(SecureRandom random) {
        return new AccessToken(SecretText.generate(random));
    }

    /**
     * One that arrived from outside.
     *
     * @throws IllegalArgumentException if {@code value} is empty or not printable ASCII (RFC 6749 §A.12)
     */
    public static AccessToken parse(String value) {
        return new AccessToken(SecretText.parse("access_token", value));
    }

    @Override
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccessToken that && SecretText.same(value, that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "AccessToken[redacted]";
    }
}
