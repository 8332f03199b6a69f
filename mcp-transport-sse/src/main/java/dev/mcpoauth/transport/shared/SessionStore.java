package dev.mcpoauth.transport.shared;

import java.time.Duration;
import java.util.Optional;

/**
 * Keeps what nodes have to know of a session (2025-11-25, Streamable HTTP, "Session Management"). Every method is atomic and
 * seen by all nodes when it returns. Thread-safe.
 *
 * <p>All methods throw {@link SharedStateException} while the store can not be reached.
 */
public interface SessionStore {

    /** Keeps a new session for so long. Its key is unused: keys are hashes of random ids. */
    void open(StoredSession session, Duration idle);

    /** The session, kept for so long from now; empty if it was closed, its time is over, or it never was. */
    Optional<StoredSession> touch(String key, Duration idle);

    /**
     * Keeps another state of a session, if nobody did since the caller looked.
     *
     * @param next the new state, with the revision after the one that it replaces
     * @return false, with nothing changed, if the session has another revision by now or is gone
     */
    boolean replace(StoredSession next);

    /** Forgets a session. */
    void close(String key);
}
