package dev.mcpoauth.transport.shared;

/**
 * What is kept of a session. No bearer of it could use the session: key and caller are hashes.
 *
 * @param key names the session; no id that a client could send
 * @param caller identifies who opened it
 * @param revision counts the states, from 1
 * @param state what nodes remember, as a JSON text of at most a few hundred kilobytes
 */
public record StoredSession(String key, String caller, long revision, String state) {

    /** The session in its next state. */
    public StoredSession next(String newState) {
        return new StoredSession(key, caller, revision + 1, newState);
    }
}
