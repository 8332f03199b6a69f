package dev.mcpoauth.client.store;

import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The documents of a directory with a key, taken together. Those from a time without a key are sealed once, when the key
 * is made, each in one step in its place: a process that is killed meanwhile leaves some of either kind, and the record
 * says that the work is to be finished. After that a document in the clear is not believed.
 */
final class SealedDirectory {
    private static final String LOST = ".lost";

    private final OwnerOnlyDirectory directory;
    private final FileCredentialStore documents;

    SealedDirectory(OwnerOnlyDirectory directory, FileCredentialStore documents) {
        this.directory = directory;
        this.documents = documents;
    }

    private static boolean isSealed(JsonObject document) {
        return SealedDocument.read(document).isPresent();
    }

    boolean hasSealed() throws IOException {
        return documents.all().stream().anyMatch(file -> isSealed(file.document()));
    }

    boolean hasPlain() throws IOException {
        return documents.all().stream().anyMatch(file -> !isSealed(file.document()));
    }

    void finishImport(EncryptionKey key, SecureRandom random) throws IOException {
        Optional<KeyRecord> record = KeyRecord.read(directory).filter(KeyRecord::importing);
        if (record.isEmpty()) {
            return;
        }
        for (DocumentFile file : documents.all()) {
            seal(file.key(), key, random);
        }
        record.get().imported().write(directory);
    }

    /** Until it is sealed: a program that does not know of the key may write it meanwhile. */
    private void seal(String name, EncryptionKey key, SecureRandom random) throws IOException {
        JsonObject plain = documents.load(name);
        while (!plain.equals(JsonObject.EMPTY) && !isSealed(plain)) {
            JsonObject sealed = SealedDocument.seal(name, plain, key, random).toJson();
            plain = documents.compareAndSet(name, plain, sealed) ? sealed : documents.load(name);
        }
    }

    /** Keeps for the owner what cannot be opened, in case the key is found, and makes room. */
    void setSealedAside() throws IOException {
        for (DocumentFile file : documents.all()) {
            if (isSealed(file.document())) {
                documents.setAside(file, LOST);
            }
        }
        directory.writing(() -> {
            if (KeyRecord.isIn(directory)) {
                directory.rename(KeyRecord.FILE, KeyRecord.FILE + LOST);
            }
            return directory;
        });
    }
}
