package dev.mcpoauth.client.store;

import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A document under AES-256-GCM (NIST SP 800-38D) with a random nonce, authenticated together with its name, so that
 * documents cannot be swapped. Says by which key it was sealed, so that a wrong key and damage can be told apart.
 *
 * @param sealed nonce, ciphertext and tag in base64
 * @param by the fingerprint of the key
 */
record SealedDocument(String sealed, String by) {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String SEALED = "sealed";
    private static final String BY = "by";

    /** Reads what {@link #toJson} gave; empty if the document is none. */
    static Optional<SealedDocument> read(JsonObject json) {
        if (!json.names().equals(Set.of(SEALED, BY))) {
            return Optional.empty();
        }
        return json.string(SEALED).flatMap(text -> json.string(BY).map(key -> new SealedDocument(text, key)));
    }

    JsonObject toJson() {
        return JsonObject.builder().put(SEALED, sealed).put(BY, by).build();
    }

    boolean isBy(EncryptionKey key) {
        return by.equals(key.fingerprint());
    }

    static SealedDocument seal(String name, JsonObject document, EncryptionKey key, SecureRandom random)
            throws IOException {
        byte[] plain = document.toBytes();
        DocumentFile.requireReadable(plain);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] text = cipher(Cipher.ENCRYPT_MODE, name, key, nonce).doFinal(plain);
            byte[] joined = Arrays.copyOf(nonce, nonce.length + text.length);
            System.arraycopy(text, 0, joined, nonce.length, text.length);
            return new SealedDocument(Base64.getEncoder().encodeToString(joined), key.fingerprint());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-256-GCM", e);
        }
    }

    /** The document; empty if it is not as it was sealed under this name with this key. */
    Optional<JsonObject> open(String name, EncryptionKey key) {
        try {
            byte[] joined = Base64.getDecoder().decode(sealed);
            int length = joined.length - NONCE_BYTES;
            if (length < TAG_BITS / Byte.SIZE) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(joined, NONCE_BYTES);
            byte[] text = cipher(Cipher.DECRYPT_MODE, name, key, nonce).doFinal(joined, NONCE_BYTES, length);
            return Optional.of(JsonObject.parse(text));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, String name, EncryptionKey key, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.aes(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(DocumentFile.utf8(name));
        return cipher;
    }
}
