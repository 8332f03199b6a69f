package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.store.PurgeResult;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/** One bounded purge over several tables: it removes until its batch is used up. */
final class Sweep {
    private final int batch;
    private int removed;

    Sweep(int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be positive: " + batch);
        }
        this.batch = batch;
    }

    /** Removes rows that are {@code dead}, each only if it has not changed meanwhile. */
    <K, V> Sweep table(ConcurrentMap<K, V> table, Predicate<V> dead) {
        for (Map.Entry<K, V> entry : table.entrySet()) {
            if (isDone()) {
                break;
            }
            V row = entry.getValue();
            if (dead.test(row) && table.remove(entry.getKey(), row)) {
                removed++;
            }
        }
        return this;
    }

    <K> Sweep keys(Iterable<K> keys, Predicate<K> removal) {
        for (K key : keys) {
            if (isDone()) {
                break;
            }
            if (removal.test(key)) {
                removed++;
            }
        }
        return this;
    }

    boolean isDone() {
        return removed >= batch;
    }

    PurgeResult result() {
        return new PurgeResult(removed, isDone());
    }
}
