package dev.mcpoauth.core.diagnostics;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Eight hexadecimal digits of a SHA-256: enough to correlate two sightings of a secret, useless for guessing it back as
 * long as the secret itself has high entropy. Never take one of a password.
 *
 * @param value eight lower-case hexadecimal digits
 */
public record Fingerprint(String value) {
    private static final int DIGITS = 8;

    public Fingerprint {
        if (value.length() != DIGITS || !value.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            throw new IllegalArgumentException("a fingerprint has eight hexadecimal digits");
        }
    }

    /** The fingerprint of a text, over its UTF-8 bytes. */
    public static Fingerprint of(String secret) {
        return of(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** The fingerprint of some bytes. */
    public static Fingerprint of(byte[] secret) {
        byte[] digest = sha256().digest(secret);
        return new Fingerprint(HexFormat.of().formatHex(digest, 0, DIGITS / 2));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
