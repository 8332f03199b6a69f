package dev.mcpoauth.server;

import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;

/** A store that a test takes down: every verb then throws, as an outage does. */
final class DownStore {
    private DownStore() {}

    static OAuthStore closed() {
        InMemoryOAuthStore store = new InMemoryOAuthStore();
        store.close();
        return store;
    }
}
