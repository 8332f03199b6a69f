package dev.mcpoauth.client.store;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals each document with AES-256-GCM before another store sees it; the document's key is authenticated with it, so that
 * documents cannot be swapped. Thread-safe.
 *
 * <p>Protects backups and copies of the store. Whoever can read the encryption key as well reads everything.
 */
public final class EncryptedCredentialStore implements CredentialStore {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String SEALED = "sealed";

    private final CredentialStore store;
    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /**
     * Seals what the store gets.
     *
     * @param key 32 random bytes, kept apart from the store
     */
    public EncryptedCredentialStore(CredentialStore store, byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("the encryption key must have 32 bytes");
        }
        this.store = store;
        this.key = new SecretKeySpec(key, "AES");
    }

    @Override
    public JsonObject load(String name) throws IOException {
        return open(name, store.load(name));
    }

    /** Compares what is inside, as sealing twice gives two different texts. */
    @Override
    public boolean compareAndSet(String name, JsonObject expected, JsonObject next) throws IOException {
        JsonObject sealed = store.load(name);
        return open(name, sealed).equals(expected) && store.compareAndSet(name, sealed, seal(name, next));
    }

    @Override
    public <T> T withLock(String name, Duration patience, Guarded<T> action) throws IOException, InterruptedException {
        return store.withLock(name, patience, action);
    }

    private JsonObject seal(String name, JsonObject document) throws IOException {
        if (document.equals(JsonObject.EMPTY)) {
            return JsonObject.EMPTY;
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] text = crypt(Cipher.ENCRYPT_MODE, name, nonce, document.toBytes());
        byte[] joined = Arrays.copyOf(nonce, nonce.length + text.length);
        System.arraycopy(text, 0, joined, nonce.length, text.length);
        return JsonObject.builder()
                .put(SEALED, Base64.getEncoder().encodeToString(joined))
                .build();
    }

    private JsonObject open(String name, JsonObject sealed) throws IOException {
        if (sealed.equals(JsonObject.EMPTY)) {
            return JsonObject.EMPTY;
        }
        try {
            byte[] joined = Base64.getDecoder().decode(sealed.string(SEALED).orElse(""));
            if (joined.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
                throw new IOException("a sealed credential is damaged");
            }
            byte[] nonce = Arrays.copyOf(joined, NONCE_BYTES);
            byte[] text = Arrays.copyOfRange(joined, NONCE_BYTES, joined.length);
            return JsonObject.parse(crypt(Cipher.DECRYPT_MODE, name, nonce, text));
        } catch (MalformedJsonException e) {
            throw new IOException("a sealed credential holds no document", e);
        } catch (IllegalArgumentException e) {
            throw new IOException("a sealed credential is damaged", e);
        }
    }

    private byte[] crypt(int mode, String name, byte[] nonce, byte[] text) throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IOException("a credential cannot be sealed or opened: wrong key, or somebody changed it", e);
        }
    }
}
