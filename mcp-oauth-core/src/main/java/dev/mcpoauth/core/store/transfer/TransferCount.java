package dev.mcpoauth.core.store.transfer;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many rows of each kind.
 *
 * @param rows without the kinds of which there were none
 */
public record TransferCount(Map<RowKind, Long> rows) {

    /** Copies the map. */
    public TransferCount {
        Map<RowKind, Long> copy = new EnumMap<>(RowKind.class);
        copy.putAll(rows);
        rows = Collections.unmodifiableMap(copy);
    }

    /** The rows of one kind. */
    public long of(RowKind kind) {
        return rows.getOrDefault(kind, 0L);
    }

    /** All rows. */
    public long total() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    static final class Counter {
        private final Map<RowKind, Long> rows = new EnumMap<>(RowKind.class);

        void add(RowKind kind) {
            rows.merge(kind, 1L, Long::sum);
        }

        TransferCount total() {
            return new TransferCount(rows);
        }
    }
}
