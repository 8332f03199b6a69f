package dev.mcpoauth.client.store;

import java.io.IOException;
import java.util.Optional;

/**
 * A place that keeps encryption keys, such as the operating system's keychain. Thread-safe, and used by several processes
 * at once. A call may take as long as a user needs to unlock the place, and not without end.
 */
public interface KeySource {

    /**
     * Keeps a key. Never in place of another, as that may be all that opens somebody's documents.
     *
     * @return where it is: a text that begins with the name of this place and a colon and is no secret, as it is stored
     *     with the documents
     * @throws IOException if the place does not work; the message says why and goes to the user
     */
    String keep(EncryptionKey key) throws IOException;

    /**
     * The key that was kept.
     *
     * @param reference what {@link #keep} gave, here or at another place
     * @return empty if the reference is another place's
     * @throws IOException if the key is gone or the place does not work; the message says which, and goes to the user
     */
    Optional<EncryptionKey> find(String reference) throws IOException;

    /**
     * Removes a key; does nothing if the reference is another place's or the key is gone.
     *
     * @throws IOException if the place does not work
     */
    void forget(String reference) throws IOException;
}
