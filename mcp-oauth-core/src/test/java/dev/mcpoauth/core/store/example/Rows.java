package dev.mcpoauth.core.store.example;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.core.store.transfer.StoredRow;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Rows as values of the backend. A failure of the backend is a {@link StoreException} here and above, never an answer. */
final class Rows {
    private static final int MAX_RACES = 10_000;

    private final KeyValues backend;
    private volatile boolean closed;

    Rows(KeyValues backend) {
        this.backend = backend;
    }

    /** A row with the version it had when it was read. */
    record Found<R>(String key, R row, long version) {}

    <R extends StoredRow> Optional<Found<R>> find(Class<R> type, String key) {
        return get(key).map(value -> found(type, value));
    }

    Optional<KeyValues.Versioned> get(String key) {
        return ask(() -> backend.get(key));
    }

    <R extends StoredRow> List<Found<R>> scan(Class<R> type, String prefix, String after, int limit) {
        return keys(prefix, after, limit).stream()
                .map(value -> found(type, value))
                .toList();
    }

    List<KeyValues.Versioned> keys(String prefix, String after, int limit) {
        return ask(() -> backend.scan(prefix, after, limit));
    }

    static <R extends StoredRow> Found<R> found(Class<R> type, KeyValues.Versioned value) {
        StoredRow row = StoredRow.parse(JsonObject.parse(value.value()));
        return new Found<>(value.key(), type.cast(row), value.version());
    }

    boolean commit(List<KeyValues.Write> writes) {
        return ask(() -> backend.commit(writes));
    }

    boolean commit(KeyValues.Write... writes) {
        return commit(List.of(writes));
    }

    /** Whether a row that these writes replace has changed since it was read. */
    boolean isOvertaken(List<KeyValues.Write> writes) {
        return writes.stream()
                .filter(write -> write.expected() != KeyValues.ABSENT)
                .anyMatch(write ->
                        get(write.key()).map(KeyValues.Versioned::version).orElse(KeyValues.ABSENT)
                                != write.expected());
    }

    static KeyValues.Write insert(String key, StoredRow row) {
        return insert(key, row.toJson().toBytes());
    }

    static KeyValues.Write insert(String key, byte[] value) {
        return new KeyValues.Write(key, KeyValues.ABSENT, Optional.of(value));
    }

    static KeyValues.Write replace(Found<?> old, StoredRow row) {
        return new KeyValues.Write(
                old.key(), old.version(), Optional.of(row.toJson().toBytes()));
    }

    /** Changes nothing, and lets the commit fail if somebody else did. */
    static KeyValues.Write unchanged(Found<? extends StoredRow> row) {
        return replace(row, row.row());
    }

    static KeyValues.Write delete(Found<?> row) {
        return new KeyValues.Write(row.key(), row.version(), Optional.empty());
    }

    /** Reads, decides and commits again until it was not overtaken in between. */
    static <T> T untilDecided(Supplier<Optional<T>> attempt) {
        for (int race = 0; race < MAX_RACES; race++) {
            Optional<T> decided = attempt.get();
            if (decided.isPresent()) {
                return decided.get();
            }
        }
        throw new StoreException("the row met too much contention");
    }

    private interface Question<T> {
        T ask() throws IOException;
    }

    private <T> T ask(Question<T> question) {
        if (closed) {
            throw new StoreException("the store is closed");
        }
        try {
            return question.ask();
        } catch (IOException e) {
            throw new StoreException("the backend failed", e);
        }
    }

    void close() {
        closed = true;
    }
}
