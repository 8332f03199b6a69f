package dev.mcpoauth.core.secret;

import java.security.MessageDigest;
import java.util.Base64;

/**
 * The 32 bytes that stand for a secret at rest: SHA-256 or HMAC-SHA-256 of it. Stores see only this.
 *
 * <p>Immutable. Equality takes constant time and {@code toString} is redacted: a hash does not open anything, but it does
 * name a row.
 */
public final class TokenHash {
    /** Length of a hash. */
    public static final int BYTES = 32;

    private final byte[] bytes;

    /** Takes the bytes as they are, of which nobody else may keep hold. */
    TokenHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A hash computed elsewhere; the bytes are copied.
     *
     * @throws IllegalArgumentException unless there are exactly {@value #BYTES} bytes
     */
    public static TokenHash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a token hash has " + BYTES + " bytes, not " + bytes.length);
        }
        return new TokenHash(bytes.clone());
    }

    /**
     * Reads what {@link #encoded()} wrote.
     *
     * @throws IllegalArgumentException if {@code text} is not base64url of {@value #BYTES} bytes
     */
    public static TokenHash parse(String text) {
        return of(Base64.getUrlDecoder().decode(text));
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** 43 characters of base64url without padding: a database key. */
    public String encoded() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenHash that && MessageDigest.isEqual(bytes, that.bytes);
    }

    /** The first four bytes, which are uniform already. */
    @Override
    public int hashCode() {
        return bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    }

    @Override
    public String toString() {
        return "TokenHash[redacted]";
    }
}
