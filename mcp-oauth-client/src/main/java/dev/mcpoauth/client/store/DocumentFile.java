package dev.mcpoauth.client.store;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.json.MalformedJsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A document as a file holds it: together with its key, which the file's name does not tell.
 *
 * @param key the key
 * @param document what is stored under it
 */
record DocumentFile(String key, JsonObject document) {
    /** What the names of all document files look like. */
    static final String GLOB = "[0-9a-f]".repeat(64) + ".json";

    /** The longest text that {@link JsonObject#parse} reads. */
    static final int LONGEST = 1 << 20;

    static void requireReadable(byte[] content) throws IOException {
        if (content.length > LONGEST) {
            throw new IOException("a document of " + content.length + " bytes is too long to be stored");
        }
    }

    /** The file's name without extension: a key may be longer than a file name and have any character. */
    static String stem(String key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(utf8(key)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** No two keys have the same bytes. */
    static byte[] utf8(String key) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
            throw new IllegalArgumentException("a key must be well-formed text, without half a surrogate pair");
        }
        return key.getBytes(StandardCharsets.UTF_8);
    }

    static String name(String key) {
        return stem(key) + ".json";
    }

    /** Reads a file; empty if it is damaged. */
    static Optional<DocumentFile> parse(byte[] content) {
        try {
            JsonObject json = JsonObject.parse(content);
            return json.string("key")
                    .flatMap(key -> json.object("document").map(found -> new DocumentFile(key, found)));
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }

    /** Reads the file of this key; empty if it is damaged, or another key's under its name. */
    static Optional<DocumentFile> parse(byte[] content, String key) {
        return parse(content).filter(file -> file.key().equals(key));
    }

    byte[] toBytes() {
        return JsonObject.builder()
                .put("key", key)
                .put("document", document)
                .build()
                .toBytes();
    }
}
