package dev.mcpoauth.core.pkce;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest that both sides of PKCE compare. */
final class Sha256 {
    static final int LENGTH = 32;

    private Sha256() {}

    /**
     * Hashes the text's octets as received. Verifiers are ASCII, and UTF-8 keeps it; other text never passes the
     * grammar and is hashed only for diagnosis.
     */
    static byte[] of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] of(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
