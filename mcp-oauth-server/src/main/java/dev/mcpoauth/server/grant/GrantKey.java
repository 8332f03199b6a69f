package dev.mcpoauth.server.grant;

/**
 * What the properties of one grant are sealed under. Kept nowhere but in the hands of those who hold a live credential of the
 * grant: each credential's row carries the key, sealed under the credential.
 *
 * @param value 256 random bits as text; empty for a grant without properties
 */
public record GrantKey(String value) {
    /** Of a grant without properties. */
    public static final GrantKey NONE = new GrantKey("");

    /** Whether the grant has no properties. */
    public boolean isNone() {
        return value.isEmpty();
    }

    /** Not the value. */
    @Override
    public String toString() {
        return "GrantKey[redacted]";
    }
}
