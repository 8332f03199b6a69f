package dev.mcpoauth.example.benchmarks.store;

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
import java.time.Instant;

/** A store whose data would go with it, and which therefore stays open. */
record Unclosed(TransferableStore store) implements TransferableStore {

    @Override
    public StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public ClientStore clients() {
        return store.clients();
    }

    @Override
    public GrantStore grants() {
        return store.grants();
    }

    @Override
    public CodeStore codes() {
        return store.codes();
    }

    @Override
    public TokenStore tokens() {
        return store.tokens();
    }

    @Override
    public TransactionStore transactions() {
        return store.transactions();
    }

    @Override
    public ReplayStore replay() {
        return store.replay();
    }

    @Override
    public PurgeResult purge(Instant now, int batch) {
        return store.purge(now, batch);
    }

    @Override
    public Page<StoredRow> rows(RowKind kind, Cursor from, int limit) {
        return store.rows(kind, from, limit);
    }

    @Override
    public boolean restore(StoredRow row) {
        return store.restore(row);
    }

    @Override
    public void close() {
        // Opened again, it has what it had.
    }
}
