package dev.mcpoauth.core.store.transfer;

import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.Page;

/**
 * A store whose rows can be read and written as they are, to be moved by {@link StoreTransfer}. An adapter need not be one.
 *
 * <p>No tool for the engine: {@link #restore} asks no rule. Authorization requests that wait for a person and identifiers in
 * the replay store are not moved; they are over within minutes.
 */
public interface TransferableStore extends OAuthStore {

    /**
     * At most {@code limit} rows of one kind. Each row that is there from the first page to the last is on one of them; with
     * native expiry an adapter may show a row twice.
     */
    Page<StoredRow> rows(RowKind kind, Cursor from, int limit);

    /**
     * Adds a row unless its key is taken, for a client also its fingerprint; what was there stays. Atomic for one row.
     *
     * @return whether it was added
     */
    boolean restore(StoredRow row);
}
