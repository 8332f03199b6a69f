package dev.mcpoauth.core.secret;

import java.security.SecureRandom;

/**
 * The secret of a confidential client (<a href="https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1">RFC 6749 §2.3.1</a>).
 *
 * <p>Immutable; {@code toString} is redacted.
 */
public final class ClientSecret implements Secret {
    private final String value;

    private ClientSecret(String value) {
        this.value = value;
    }

    /** A new one of 256 random bits, as 43 base64url characters. */
    public static ClientSecret generate(SecureRandom random) {
        return new ClientSecret(SecretText.generate(random));
    }

    /**
     * One that arrived from outside.
     *
     * @throws IllegalArgumentException if {@code value} is empty or not printable ASCII (RFC 6749 §A.2)
     */
    public static ClientSecret parse(String value) {
        return new ClientSecret(SecretText.parse("client_secret", value));
    }

    @Override
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClientSecret that && SecretText.same(value, that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "ClientSecret[redacted]";
    }
}
