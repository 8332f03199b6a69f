package dev.mcpoauth.core.store.example;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** All that the example asks of its backend. */
interface KeyValues {
    /** The version of a key that is not there. */
    long ABSENT = 0;

    /** A value and its version, which is another one after each write. */
    record Versioned(String key, byte[] value, long version) {}

    /**
     * A write under the condition that the key still has a version.
     *
     * @param value what to write; empty deletes the key
     */
    record Write(String key, long expected, Optional<byte[]> value) {}

    Optional<Versioned> get(String key) throws IOException;

    /** At most {@code limit} keys after one, in order, that start with a prefix. */
    List<Versioned> scan(String prefix, String after, int limit) throws IOException;

    /** Does all of them if every condition holds, else nothing. */
    boolean commit(List<Write> writes) throws IOException;
}
