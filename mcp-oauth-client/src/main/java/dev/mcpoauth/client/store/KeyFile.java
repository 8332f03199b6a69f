package dev.mcpoauth.client.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Keys as files of mode 0600. */
final class KeyFile implements KeySource {
    private static final String PLACE = "file:";
    private static final String EXTENSION = ".key";

    private final OwnerOnlyDirectory directory;

    KeyFile(OwnerOnlyDirectory directory) {
        this.directory = directory;
    }

    @Override
    public String keep(EncryptionKey key) throws IOException {
        KeyId id = KeyId.generate();
        directory.writing(() -> {
            directory.replace(id + EXTENSION, key.reveal().getBytes(StandardCharsets.US_ASCII));
            return id;
        });
        return PLACE + id;
    }

    @Override
    public Optional<EncryptionKey> find(String reference) throws IOException {
        Optional<KeyId> id = KeyId.after(PLACE, reference);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        String name = id.get() + EXTENSION;
        byte[] content = directory
                .read(name)
                .orElseThrow(() -> new IOException("the key file " + name + " is not in " + directory));
        try {
            return Optional.of(EncryptionKey.parse(new String(content, StandardCharsets.US_ASCII).strip()));
        } catch (IllegalArgumentException e) {
            throw new IOException("the key file " + name + " in " + directory + " is damaged", e);
        }
    }

    @Override
    public void forget(String reference) throws IOException {
        Optional<KeyId> id = KeyId.after(PLACE, reference);
        if (id.isPresent()) {
            directory.writing(() -> {
                directory.remove(id.get() + EXTENSION);
                return id;
            });
        }
    }
}
