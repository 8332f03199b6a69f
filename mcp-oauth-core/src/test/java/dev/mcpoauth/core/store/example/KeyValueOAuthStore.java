package dev.mcpoauth.core.store.example;

import dev.mcpoauth.core.store.ClientStore;
import dev.mcpoauth.core.store.CodeStore;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantStore;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.PurgeResult;
import dev.mcpoauth.core.store.ReplayStore;
import dev.mcpoauth.core.store.StoreCapabilities;
import dev.mcpoauth.core.store.TokenStore;
import dev.mcpoauth.core.store.TransactionStore;
import dev.mcpoauth.core.store.transfer.RowKind;
import dev.mcpoauth.core.store.transfer.StoredRow;
import dev.mcpoauth.core.store.transfer.TransferableStore;
import java.time.Duration;
import java.time.Instant;

/** A store on a backend of keys and values. */
final class KeyValueOAuthStore implements TransferableStore {
    private final Rows rows;

    KeyValueOAuthStore(KeyValues backend) {
        this.rows = new Rows(backend);
    }

    /** Says no more than the backend holds: this one is shared, and gone with the process. */
    @Override
    public StoreCapabilities capabilities() {
        return new StoreCapabilities(true, false, true, false, Duration.ZERO);
    }

    @Override
    public ClientStore clients() {
        return new KeyValueClients(rows);
    }

    @Override
    public GrantStore grants() {
        return new KeyValueGrants(rows);
    }

    @Override
    public CodeStore codes() {
        return new KeyValueCodes(rows);
    }

    @Override
    public TokenStore tokens() {
        return new KeyValueTokens(rows);
    }

    @Override
    public TransactionStore transactions() {
        return new KeyValueTransactions(rows);
    }

    @Override
    public ReplayStore replay() {
        return new KeyValueReplay(rows);
    }

    @Override
    public PurgeResult purge(Instant now, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be positive: " + batch);
        }
        return new KeyValuePurge(rows, now, batch).run();
    }

    @Override
    public Page<StoredRow> rows(RowKind kind, Cursor from, int limit) {
        return new KeyValueTransfer(rows).rows(kind, from, limit);
    }

    @Override
    public boolean restore(StoredRow row) {
        return new KeyValueTransfer(rows).restore(row);
    }

    @Override
    public void close() {
        rows.close();
    }
}
