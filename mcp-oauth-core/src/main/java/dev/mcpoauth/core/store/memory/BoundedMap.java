package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.store.StoreException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A map for what strangers can make grow. At its capacity it gives up what has expired, and then refuses: dropping something
 * live would let an identifier be replayed, or let a flood end other people's sign-ins.
 */
final class BoundedMap<K, V> {
    private final ConcurrentHashMap<K, V> map = new ConcurrentHashMap<>();
    private final int capacity;
    private final Function<V, Instant> expiry;
    /** Nothing expires before this, so that a full map is not swept again for each refusal. */
    private volatile Instant nextExpiry = Instant.MIN;

    BoundedMap(int capacity, Function<V, Instant> expiry) {
        this.capacity = capacity;
        this.expiry = expiry;
    }

    ConcurrentHashMap<K, V> map() {
        return map;
    }

    Optional<V> get(K key) {
        return Optional.ofNullable(map.get(key));
    }

    /** Makes sure there is room for one more entry. */
    void makeRoom(Instant now) {
        if (map.size() < capacity) {
            nextExpiry = Instant.MIN;
            return;
        }
        if (!nextExpiry.isAfter(now)) {
            sweep(now);
        }
        if (map.size() >= capacity) {
            throw new StoreException("the store is full");
        }
    }

    private void sweep(Instant now) {
        Instant earliest = Instant.MAX;
        for (var entry : map.entrySet()) {
            Instant end = expiry.apply(entry.getValue());
            if (!end.isAfter(now)) {
                map.remove(entry.getKey(), entry.getValue());
            } else if (end.isBefore(earliest)) {
                earliest = end;
            }
        }
        nextExpiry = earliest;
    }
}
