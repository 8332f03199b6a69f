package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.ReplayScope;
import dev.mcpoauth.core.store.ReplayStore;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/** Identifiers seen, until they expire. */
final class MemoryReplay implements ReplayStore {
    private final Gate gate;
    private final BoundedMap<Key, Instant> seen;

    record Key(ReplayScope scope, TokenHash id) {}

    MemoryReplay(Gate gate, BoundedMap<Key, Instant> seen) {
        this.gate = gate;
        this.seen = seen;
    }

    @Override
    public boolean putIfAbsent(ReplayScope scope, TokenHash id, Instant now, Instant expiresAt) {
        gate.pass();
        seen.makeRoom(now);
        var fresh = new AtomicBoolean();
        seen.map().compute(new Key(scope, id), (key, until) -> {
            fresh.set(until == null || !until.isAfter(now));
            return fresh.get() ? expiresAt : until;
        });
        return fresh.get();
    }
}
