package dev.mcpoauth.client.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A key of 256 random bits that documents are sealed with. Never shows itself but by {@link #reveal}. Immutable. */
public final class EncryptionKey {
    private static final int BYTES = 32;
    private static final int FINGERPRINT_BYTES = 8;

    private final byte[] bytes;

    private EncryptionKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A new key. */
    public static EncryptionKey generate(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new EncryptionKey(bytes);
    }

    /** The key of 32 bytes. */
    public static EncryptionKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("an encryption key has " + BYTES + " bytes");
        }
        return new EncryptionKey(bytes.clone());
    }

    /**
     * Reads what {@link #reveal} gave.
     *
     * @throws IllegalArgumentException if the text is anything else; the message does not tell it
     */
    public static EncryptionKey parse(String hex) {
        if (hex.length() != 2 * BYTES || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("an encryption key is written as " + 2 * BYTES + " hexadecimal digits");
        }
        return new EncryptionKey(HexFormat.of().parseHex(hex));
    }

    /** The secret itself, as 64 hexadecimal digits: they need no quoting anywhere. */
    public String reveal() {
        return HexFormat.of().formatHex(bytes);
    }

    /** Tells keys apart without saying anything of use about them: 16 hexadecimal digits. */
    public String fingerprint() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update("mcp-oauth key fingerprint\n".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(sha256.digest(bytes), 0, FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    SecretKey aes() {
        return new SecretKeySpec(bytes, "AES");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EncryptionKey that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return fingerprint().hashCode();
    }

    @Override
    public String toString() {
        return "EncryptionKey[" + fingerprint() + "]";
    }
}
