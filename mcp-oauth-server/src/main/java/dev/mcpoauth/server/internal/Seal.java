package dev.mcpoauth.server.internal;

import dev.mcpoauth.core.store.OpaqueBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what only the holder of a secret may read, so that a stolen database reveals nothing: AES-256-GCM, its key by
 * HKDF-SHA-256 (RFC 5869) from a secret of 256 random bits. Thread-safe.
 */
public final class Seal {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final byte[] info;
    private final SecureRandom random;

    /**
     * For one purpose: what is sealed for one does not open for another.
     *
     * @param purpose a constant text
     */
    public Seal(String purpose, SecureRandom random) {
        this.info = (purpose + "\u0001").getBytes(StandardCharsets.UTF_8);
        this.random = random;
    }

    /**
     * Seals a text.
     *
     * @param secret whoever presents it can open the text
     * @param context has to be the same when it is opened, so that nothing is moved to where it does not belong
     */
    public OpaqueBytes seal(String secret, String context, byte[] text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, secret, nonce, context).doFinal(text);
            return OpaqueBytes.of(ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES/GCM", e);
        }
    }

    /** Opens a text; empty if secret or context is another, or the bytes are not what was sealed. */
    public Optional<byte[]> open(String secret, String context, OpaqueBytes sealed) {
        byte[] bytes = sealed.toByteArray();
        if (bytes.length < NONCE_BYTES) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, secret, nonce, context)
                    .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES/GCM", e);
        }
    }

    private Cipher cipher(int mode, String secret, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key(secret), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** Extract without salt, then one block of expand: 32 bytes. */
    private byte[] key(String secret) throws GeneralSecurityException {
        return hmac(hmac(new byte[32], secret.getBytes(StandardCharsets.UTF_8)), info);
    }

    private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }
}
