package dev.mcpoauth.server.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;

/**
 * Keeps the entries that are asked for most, up to a number. Thread-safe.
 *
 * @param <K> what is looked up
 * @param <V> what was found
 */
public final class BoundedCache<K, V> {
    private final Cache<K, V> entries;

    /** A cache of this many entries. */
    public BoundedCache(int most) {
        this.entries =
                Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
    }

    /** What was put, unless it was dropped. */
    public Optional<V> get(K key) {
        return Optional.ofNullable(entries.getIfPresent(key));
    }

    /** Adds or replaces an entry. */
    public void put(K key, V value) {
        entries.put(key, value);
    }

    /** Takes an entry away. */
    public void remove(K key) {
        entries.invalidate(key);
    }
}
