package dev.mcpoauth.client.store;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A place for keys that can be locked, forget, and lie. */
final class FakeKeychain implements KeySource {
    private static final String PLACE = "keychain:";

    final Map<String, EncryptionKey> keys = new ConcurrentHashMap<>();
    final AtomicInteger asked = new AtomicInteger();
    volatile boolean locked;

    @Override
    public String keep(EncryptionKey key) throws IOException {
        requireOpen();
        String reference = PLACE + KeyId.generate();
        keys.put(reference, key);
        return reference;
    }

    @Override
    public Optional<EncryptionKey> find(String reference) throws IOException {
        if (!reference.startsWith(PLACE)) {
            return Optional.empty();
        }
        requireOpen();
        if (!keys.containsKey(reference)) {
            throw new IOException("there is no such key");
        }
        return Optional.of(keys.get(reference));
    }

    @Override
    public void forget(String reference) throws IOException {
        requireOpen();
        keys.remove(reference);
    }

    private void requireOpen() throws IOException {
        asked.incrementAndGet();
        if (locked) {
            throw new IOException("the keychain is locked");
        }
    }
}
