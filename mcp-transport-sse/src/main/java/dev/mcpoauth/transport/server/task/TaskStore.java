package dev.mcpoauth.transport.server.task;

import java.time.Instant;
import java.util.Optional;

/**
 * Keeps tasks until they expire. Each verb is atomic; only the instants that are passed count. Thread-safe, and bounded:
 * callers decide how many tasks there are. Nodes that share a store can answer for each other's tasks.
 *
 * <p>A store that cannot be reached throws, for instance {@link java.io.UncheckedIOException}: the client then hears of an
 * internal error, and never that its task is unknown.
 */
public interface TaskStore {

    /**
     * Keeps a new task. When this has returned, every node finds it.
     *
     * @param now what expired before it takes no room and may be forgotten
     * @return false if there is no room for it, in all or for its owner
     * @throws IllegalStateException if there is a task of this id
     */
    boolean create(StoredTask task, Instant now);

    /** The task as it was last replaced; empty if there is none. May still give one that has expired. */
    Optional<StoredTask> find(String id);

    /**
     * Replaces the version before this one.
     *
     * @param now what expired before it takes no room and may be forgotten
     */
    Replacement replace(StoredTask task, Instant now);

    /** How a replacement ended. Unless it is {@link #REPLACED}, nothing changed. */
    enum Replacement {
        /** The store has the new version. */
        REPLACED,
        /** Somebody was faster: the store has another version than the one before. */
        OUTDATED,
        /** There is no task of this id. */
        GONE,
        /** The new version is larger than the store allows. */
        NO_ROOM
    }
}
