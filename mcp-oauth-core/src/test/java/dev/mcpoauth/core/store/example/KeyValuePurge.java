package dev.mcpoauth.core.store.example;

import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.PurgeResult;
import dev.mcpoauth.core.store.Retention;
import dev.mcpoauth.core.store.example.Rows.Found;
import dev.mcpoauth.core.store.transfer.StoredRow;
import dev.mcpoauth.core.store.transfer.StoredRow.OfAccess;
import dev.mcpoauth.core.store.transfer.StoredRow.OfClient;
import dev.mcpoauth.core.store.transfer.StoredRow.OfCode;
import dev.mcpoauth.core.store.transfer.StoredRow.OfGrant;
import dev.mcpoauth.core.store.transfer.StoredRow.OfRefresh;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Removes what is over, each row under the condition that nobody renewed it. Walks all rows: a backend with many keeps an
 * index by expiry instead.
 */
final class KeyValuePurge {
    private static final int PAGE = 200;

    private final Rows rows;
    private final Instant now;
    private int left;

    KeyValuePurge(Rows rows, Instant now, int batch) {
        this.rows = rows;
        this.now = now;
        this.left = batch;
    }

    PurgeResult run() {
        int batch = left;
        Instant evidence = now.minus(Retention.EVIDENCE);
        values(Keys.REPLAY, KeyValueReplay::expiry);
        values(Keys.TRANSACTION, KeyValueTransactions::expiry);
        rows(
                OfAccess.class,
                Keys.ACCESS,
                row -> isOver(row.token().expiresAt(), now, row.token().grantId()));
        rows(
                OfCode.class,
                Keys.CODE,
                row -> isOver(row.code().expiresAt(), evidence, row.code().grantId()));
        rows(
                OfRefresh.class,
                Keys.REFRESH,
                row -> isOver(row.token().expiresAt(), evidence, row.token().grantId()));
        walk(Keys.GRANT, value -> grant(Rows.found(OfGrant.class, value)));
        walk(Keys.CLIENT, value -> client(Rows.found(OfClient.class, value)));
        return new PurgeResult(batch - left, left == 0);
    }

    private boolean isOver(Instant expiresAt, Instant limit, String grantId) {
        return !expiresAt.isAfter(limit)
                || rows.find(OfGrant.class, Keys.of(Keys.GRANT, grantId))
                        .filter(found -> !found.row().grant().expiresAt().isAfter(now))
                        .isPresent();
    }

    private boolean grant(Found<OfGrant> found) {
        GrantRecord grant = found.row().grant();
        return !grant.expiresAt().isAfter(now)
                && rows.commit(
                        Rows.delete(found),
                        index(Keys.index(Keys.OF_CLIENT, grant.clientId(), grant.grantId())),
                        index(Keys.index(Keys.OF_SUBJECT, grant.subject(), grant.grantId())));
    }

    private KeyValues.Write index(String key) {
        long version = rows.get(key).map(KeyValues.Versioned::version).orElse(KeyValues.ABSENT);
        return new KeyValues.Write(key, version, Optional.empty());
    }

    /** A client with a live grant stays (invariant 15). */
    private boolean client(Found<OfClient> found) {
        ClientRecord client = found.row().client();
        return !client.expiresAt().isAfter(now)
                && !holdsALiveGrant(client.clientId())
                && new KeyValueClients(rows).delete(found);
    }

    private boolean holdsALiveGrant(String clientId) {
        Page<GrantRecord> held = new KeyValueGrants(rows)
                .list(new GrantSelector.OfClient(clientId), Cursor.START, Integer.MAX_VALUE - 1);
        return held.items().stream().anyMatch(grant -> grant.isLive(now));
    }

    private <R extends StoredRow> void rows(Class<R> type, String prefix, Predicate<R> isOver) {
        walk(prefix, value -> {
            Found<R> found = Rows.found(type, value);
            return isOver.test(found.row()) && rows.commit(Rows.delete(found));
        });
    }

    private void values(String prefix, Function<KeyValues.Versioned, Instant> expiry) {
        walk(
                prefix,
                value -> !expiry.apply(value).isAfter(now)
                        && rows.commit(new KeyValues.Write(value.key(), value.version(), Optional.empty())));
    }

    private void walk(String prefix, Predicate<KeyValues.Versioned> remove) {
        String after = "";
        List<KeyValues.Versioned> page;
        do {
            page = rows.keys(prefix, after, PAGE);
            for (KeyValues.Versioned value : page) {
                if (left > 0 && remove.test(value)) {
                    left--;
                }
                after = value.key();
            }
        } while (left > 0 && page.size() == PAGE);
    }
}
