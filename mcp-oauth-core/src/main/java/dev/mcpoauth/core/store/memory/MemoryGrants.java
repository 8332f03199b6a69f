package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.GrantStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.RevokeReason;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Grants; each change takes only the lock of its own family. */
final class MemoryGrants implements GrantStore {
    private final Gate gate;
    private final Tables tables;

    MemoryGrants(Gate gate, Tables tables) {
        this.gate = gate;
        this.tables = tables;
    }

    @Override
    public void create(GrantRecord grant) {
        gate.pass();
        Tables.add(tables.grants, grant.grantId(), new Family(grant));
    }

    @Override
    public Optional<GrantRecord> find(String grantId) {
        gate.pass();
        return tables.grant(grantId);
    }

    @Override
    public boolean revoke(String grantId, RevokeReason why, Instant now) {
        gate.pass();
        return tables.family(grantId).map(f -> revoke(f, why, now)).orElse(false);
    }

    @Override
    public int revokeWhere(GrantSelector by, RevokeReason why, Instant now) {
        gate.pass();
        int revoked = 0;
        for (Family family : tables.grants.values()) {
            if (by.matches(family.grant()) && revoke(family, why, now)) {
                revoked++;
            }
        }
        return revoked;
    }

    private static boolean revoke(Family family, RevokeReason why, Instant now) {
        return family.changeIf(GrantRecord::isActive, grant -> grant.revoked(why, now));
    }

    @Override
    public boolean updateSealedProps(String grantId, OpaqueBytes sealed, long expectedVersion) {
        gate.pass();
        return tables.family(grantId)
                .map(f -> f.changeIf(
                        grant -> grant.isActive() && grant.version() == expectedVersion,
                        grant -> grant.withSealedProps(sealed)))
                .orElse(false);
    }

    @Override
    public Page<GrantRecord> list(GrantSelector by, Cursor from, int limit) {
        gate.pass();
        var rows = tables.grants.values().stream()
                .map(Family::grant)
                .filter(grant -> grant.grantId().compareTo(from.after()) > 0 && by.matches(grant))
                .sorted(Comparator.comparing(GrantRecord::grantId))
                .limit(limit + 1L)
                .toList();
        return Page.cut(rows, limit, GrantRecord::grantId);
    }
}
