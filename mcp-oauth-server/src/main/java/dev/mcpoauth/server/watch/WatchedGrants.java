package dev.mcpoauth.server.watch;

import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.GrantStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.RevokeReason;
import java.time.Instant;
import java.util.Optional;

/** Reports revocations also when they fail: an outage may come after the change. */
record WatchedGrants(GrantStore grants, Runnable revoked) implements GrantStore {

    @Override
    public void create(GrantRecord grant) {
        grants.create(grant);
    }

    @Override
    public Optional<GrantRecord> find(String grantId) {
        return grants.find(grantId);
    }

    @Override
    public boolean revoke(String grantId, RevokeReason why, Instant now) {
        try {
            return grants.revoke(grantId, why, now);
        } finally {
            revoked.run();
        }
    }

    @Override
    public int revokeWhere(GrantSelector by, RevokeReason why, Instant now) {
        try {
            return grants.revokeWhere(by, why, now);
        } finally {
            revoked.run();
        }
    }

    @Override
    public boolean updateSealedProps(String grantId, OpaqueBytes sealed, long expectedVersion) {
        return grants.updateSealedProps(grantId, sealed, expectedVersion);
    }

    @Override
    public Page<GrantRecord> list(GrantSelector by, Cursor from, int limit) {
        return grants.list(by, from, limit);
    }
}
