package dev.mcpoauth.transport.server.task;

import dev.mcpoauth.transport.json.Json;
import java.time.Instant;

/**
 * A task as a store keeps it.
 *
 * @param id names it; not to be guessed
 * @param owner who may ask for it, as {@code Call.callerKey} says; empty for a caller that nobody verified
 * @param version counts the replacements, from 1
 * @param expires when it may be forgotten
 * @param content everything else, which a store only keeps; an object
 */
public record StoredTask(String id, String owner, long version, Instant expires, Json content) {

    public StoredTask {
        if (id.isEmpty()) throw new IllegalArgumentException("a task has an id");
        if (version < 1) throw new IllegalArgumentException("versions count from 1: " + version);
        if (!content.isObject()) throw new IllegalArgumentException("content must be an object");
    }

    /** Without the content, which belongs to the caller. */
    @Override
    public String toString() {
        return "StoredTask[version=" + version + ", expires=" + expires + "]";
    }
}
