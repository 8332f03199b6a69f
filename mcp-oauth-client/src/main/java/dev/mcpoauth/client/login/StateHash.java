package dev.mcpoauth.client.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of a {@code state} parameter. The state itself is in the user's browser only.
 *
 * @param hex 64 hexadecimal digits
 */
public record StateHash(String hex) {

    /** The hash of a state that was sent or received. */
    public static StateHash of(String state) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(state.getBytes(StandardCharsets.UTF_8));
            return new StateHash(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Eight digits, which join what is known of a sign-in and give nothing away. */
    String fingerprint() {
        return hex.substring(0, 8);
    }

    /** Compares in constant time. */
    public boolean matches(StateHash other) {
        return MessageDigest.isEqual(
                hex.getBytes(StandardCharsets.US_ASCII), other.hex.getBytes(StandardCharsets.US_ASCII));
    }
}
