package dev.mcpoauth.client.store;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import java.io.IOException;
import java.util.Optional;

/**
 * Where the key of a directory is: the file {@code key.json}, which holds no secret.
 *
 * @param reference what the key source gave
 * @param fingerprint of the key
 * @param importing whether documents that were stored in the clear before are still being sealed
 */
record KeyRecord(String reference, String fingerprint, boolean importing) {
    static final String FILE = "key.json";

    static boolean isIn(OwnerOnlyDirectory directory) throws IOException {
        return directory.read(FILE).isPresent();
    }

    /** The record; empty if there is none, or a damaged one. */
    static Optional<KeyRecord> read(OwnerOnlyDirectory directory) throws IOException {
        try {
            JsonObject json = directory.read(FILE).map(JsonObject::parse).orElse(JsonObject.EMPTY);
            Optional<String> reference = json.string("key");
            Optional<String> fingerprint = json.string("fingerprint");
            return reference.isEmpty() || fingerprint.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new KeyRecord(
                            reference.get(),
                            fingerprint.get(),
                            json.bool("importing").orElse(false)));
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }

    void write(OwnerOnlyDirectory directory) throws IOException {
        JsonObject.Builder json = JsonObject.builder().put("key", reference).put("fingerprint", fingerprint);
        if (importing) {
            json.put("importing", true);
        }
        directory.writing(() -> {
            directory.replace(FILE, json.build().toBytes());
            return this;
        });
    }

    KeyRecord imported() {
        return new KeyRecord(reference, fingerprint, false);
    }

    boolean isOf(EncryptionKey key) {
        return fingerprint.equals(key.fingerprint());
    }

    /** The name of the place that a reference begins with. */
    static String place(String reference) {
        return reference.substring(0, Math.max(reference.indexOf(':'), 0));
    }
}
