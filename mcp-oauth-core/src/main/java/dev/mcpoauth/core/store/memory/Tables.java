package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantStanding;
import dev.mcpoauth.core.store.IssuedTokens;
import dev.mcpoauth.core.store.RefreshStatus;
import dev.mcpoauth.core.store.Spent;
import dev.mcpoauth.core.store.transfer.Spending;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What codes, tokens and grants share. */
final class Tables {
    final ConcurrentHashMap<String, Family> grants = new ConcurrentHashMap<>();
    final ConcurrentHashMap<TokenHash, AccessRow> access = new ConcurrentHashMap<>();
    final ConcurrentHashMap<TokenHash, RefreshRow> refresh = new ConcurrentHashMap<>();
    final BoundedMap<TokenHash, CodeRow> codes;

    Tables(int capacity) {
        codes = new BoundedMap<>(capacity, row -> row.code().expiresAt());
    }

    Optional<Family> family(String grantId) {
        return Optional.ofNullable(grants.get(grantId));
    }

    Optional<GrantRecord> grant(String grantId) {
        return family(grantId).map(Family::grant);
    }

    GrantStanding standing(String grantId, Instant now) {
        return grant(grantId).map(g -> g.standing(now)).orElse(GrantStanding.REVOKED);
    }

    /** Whether a refresh token has gone on to a successor or was revoked; also when it is gone. */
    private boolean isSpent(TokenHash token) {
        RefreshRow row = refresh.get(token);
        return row == null || row.status() != RefreshStatus.ACTIVE;
    }

    Spent spent(Spending spending) {
        return spending.spent(spending.successor().map(this::isSpent).orElse(false));
    }

    /** All or nothing (invariant 5); the caller holds the family. */
    void insert(IssuedTokens tokens) {
        tokens.access().ifPresent(a -> add(access, a.hash(), AccessRow.of(a)));
        try {
            tokens.refresh().ifPresent(r -> add(refresh, r.hash(), RefreshRow.of(r)));
        } catch (IllegalStateException e) {
            tokens.access().ifPresent(a -> access.remove(a.hash()));
            throw e;
        }
    }

    static <K, V> void add(ConcurrentMap<K, V> table, K key, V row) {
        if (table.putIfAbsent(key, row) != null) {
            throw new IllegalStateException("the key is taken");
        }
    }
}
