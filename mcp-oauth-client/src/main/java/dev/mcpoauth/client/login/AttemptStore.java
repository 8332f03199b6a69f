package dev.mcpoauth.client.login;

import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;

/**
 * Keeps sign-ins that have begun until the user comes back, perhaps to another node. The documents hold secrets. A database
 * table with key, document and expiry will do. Thread-safe.
 */
public interface AttemptStore {

    /**
     * Keeps a document.
     *
     * @param key 64 hexadecimal digits that nobody can guess
     * @param expires from when on it may be thrown away
     */
    void put(String key, JsonObject document, Instant expires) throws IOException;

    /** The document; {@link JsonObject#EMPTY} if there is none. */
    JsonObject load(String key) throws IOException;

    /**
     * Removes the document. Atomic: of several callers at once, on whichever nodes, one is told that it was there.
     *
     * @return whether it was there
     */
    boolean remove(String key) throws IOException;
}
