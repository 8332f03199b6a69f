package dev.mcpoauth.client.store;

import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals each document with AES-256-GCM before another store sees it. The document's key is authenticated with it, so that
 * documents cannot be swapped, and stays readable: it names servers and clients. Thread-safe.
 *
 * <p>Protects copies of the store from whoever does not have the encryption key as well. A document that is damaged, or
 * that was never sealed, counts as not there. Sealing makes a document a third longer.
 */
public final class EncryptedCredentialStore implements CredentialStore {
    private static final Logger LOG = LoggerFactory.getLogger(EncryptedCredentialStore.class);

    private final CredentialStore store;
    private final CurrentKey key;
    private final SecureRandom random = new SecureRandom();

    /**
     * Seals what the store gets.
     *
     * @param key kept apart from the store
     */
    public EncryptedCredentialStore(CredentialStore store, EncryptionKey key) {
        this(store, () -> key);
    }

    EncryptedCredentialStore(CredentialStore store, CurrentKey key) {
        this.store = store;
        this.key = key;
    }

    /** Where the key comes from when one is needed. */
    @FunctionalInterface
    interface CurrentKey {
        EncryptionKey get() throws IOException;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IOException if the document is sealed with another key, too
     */
    @Override
    public JsonObject load(String name) throws IOException {
        return open(name, raw(name));
    }

    /** Compares what is inside, as sealing twice gives two different texts. */
    @Override
    public boolean compareAndSet(String name, JsonObject expected, JsonObject next) throws IOException {
        JsonObject before = raw(name);
        return open(name, before).equals(expected) && store.compareAndSet(name, before, sealed(name, next));
    }

    @Override
    public <T> T withLock(String name, Duration patience, Guarded<T> action) throws IOException, InterruptedException {
        return store.withLock(name, patience, action);
    }

    /** What is stored. To ask for the key may change that: it seals what was not, and sets aside what is lost. */
    private JsonObject raw(String name) throws IOException {
        JsonObject found = store.load(name);
        if (found.equals(JsonObject.EMPTY)) {
            return found;
        }
        EncryptionKey current = key.get();
        boolean isOurs =
                SealedDocument.read(found).filter(known -> known.isBy(current)).isPresent();
        return isOurs ? found : store.load(name);
    }

    private JsonObject sealed(String name, JsonObject document) throws IOException {
        return document.equals(JsonObject.EMPTY)
                ? JsonObject.EMPTY
                : SealedDocument.seal(name, document, key.get(), random).toJson();
    }

    private JsonObject open(String name, JsonObject found) throws IOException {
        if (found.equals(JsonObject.EMPTY)) {
            return JsonObject.EMPTY;
        }
        Optional<SealedDocument> sealed = SealedDocument.read(found);
        EncryptionKey current = key.get();
        Optional<JsonObject> document = sealed.flatMap(known -> known.open(name, current));
        if (document.isEmpty() && sealed.isPresent() && !sealed.get().isBy(current)) {
            throw new IOException("a document is sealed with the key "
                    + sealed.get().by() + ", which is not " + current.fingerprint());
        }
        if (document.isEmpty()) {
            LOG.warn("The document {} is not as it was sealed and counts as not there", DocumentFile.stem(name));
        }
        return document.orElse(JsonObject.EMPTY);
    }

    @Override
    public String toString() {
        return "EncryptedCredentialStore[" + store + "]";
    }
}
