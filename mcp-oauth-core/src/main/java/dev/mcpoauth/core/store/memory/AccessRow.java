package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.store.AccessRecord;

record AccessRow(AccessRecord token, boolean revoked) {

    static AccessRow of(AccessRecord token) {
        return new AccessRow(token, false);
    }
}
