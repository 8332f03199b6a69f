package dev.mcpoauth.client.store;

import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;

/**
 * Named JSON documents that hold secrets. The empty object stands for a document that is not there. Implementations are
 * thread-safe, and a document is always one that somebody wrote as a whole, also after the process was killed.
 *
 * <p>A key is any well-formed text and no secret. A store refuses a document that is too long for it with
 * {@link IOException}; up to 300,000 characters are not. After an {@code IOException} from a call that writes, the document
 * is the old one or the new one.
 */
public interface CredentialStore {

    /** The document, {@link JsonObject#EMPTY} if there is none. */
    JsonObject load(String key) throws IOException;

    /**
     * Replaces the document if it still equals the expected one. Atomic towards every user of the store.
     *
     * @param expected the document as it was loaded
     * @param next the new document; {@link JsonObject#EMPTY} removes it
     * @return whether it was replaced
     */
    boolean compareAndSet(String key, JsonObject expected, JsonObject next) throws IOException;

    /**
     * Runs an action while nobody else, in this or another process, runs one under the same key. Not reentrant. The lock
     * of a process that died is free. Only {@link #load} and {@link #compareAndSet} work regardless of the lock.
     *
     * @param patience how long to wait for the lock
     * @throws IOException if the lock was not free in time, or as the action throws
     */
    <T> T withLock(String key, Duration patience, Guarded<T> action) throws IOException, InterruptedException;

    /** What runs under a lock. */
    @FunctionalInterface
    interface Guarded<T> {
        T run() throws IOException, InterruptedException;
    }
}
