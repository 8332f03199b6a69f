package dev.mcpoauth.server.grant;

/**
 * What the properties of one grant are sealed under. Each code and token of the grant has it in its row, sealed under that
 * credential, which the store has as a hash only. The rows of spent credentials have it too, until they are purged.
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
