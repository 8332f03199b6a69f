package dev.mcpoauth.server.token;

import dev.mcpoauth.core.secret.Secret;
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
 * Seals a token response under the credential that it answers, so that only whoever presents that credential again can have
 * it repeated, and a stolen database reveals nothing: AES-256-GCM, its key by HKDF-SHA-256 (RFC 5869) from the credential.
 */
final class ReplaySeal {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte[] INFO = {'r', 'e', 'p', 'l', 'a', 'y', 1};

    private final SecureRandom random;

    ReplaySeal(SecureRandom random) {
        this.random = random;
    }

    /** Seals a response; it opens only for a request that asks for the same. */
    OpaqueBytes seal(Secret credential, String asked, byte[] response) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, credential, nonce, asked).doFinal(response);
            return OpaqueBytes.of(ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES/GCM", e);
        }
    }

    /** Opens a response; empty if the request asks for something else than the one that was sealed. */
    Optional<byte[]> open(Secret credential, String asked, OpaqueBytes sealed) {
        byte[] bytes = sealed.toByteArray();
        byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, credential, nonce, asked)
                    .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES/GCM", e);
        }
    }

    private static Cipher cipher(int mode, Secret credential, byte[] nonce, String asked)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key(credential), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(asked.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** Extract without salt, then one block of expand: 32 bytes. */
    private static byte[] key(Secret credential) throws GeneralSecurityException {
        byte[] pseudorandom = hmac(new byte[32], credential.reveal().getBytes(StandardCharsets.UTF_8));
        return hmac(pseudorandom, INFO);
    }

    private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }
}
