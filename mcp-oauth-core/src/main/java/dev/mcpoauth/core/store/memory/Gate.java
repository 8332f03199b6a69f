package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.store.StoreException;

/** Open until the store is closed; every verb passes it first (invariant 21). */
final class Gate {
    private volatile boolean closed;

    void pass() {
        if (closed) {
            throw new StoreException("the store is closed");
        }
    }

    void close() {
        closed = true;
    }
}
