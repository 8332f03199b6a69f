package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.ClientStore;
import dev.mcpoauth.core.store.CodeStore;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantStore;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.PurgeResult;
import dev.mcpoauth.core.store.ReplayStore;
import dev.mcpoauth.core.store.Retention;
import dev.mcpoauth.core.store.StoreCapabilities;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.core.store.TokenStore;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.TransactionStore;
import dev.mcpoauth.core.store.transfer.RowKind;
import dev.mcpoauth.core.store.transfer.StoredRow;
import dev.mcpoauth.core.store.transfer.TransferableStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A store in the heap of one process: atomic, not durable, not shared.
 *
 * <p>Codes, transactions and replay entries are each bounded by the capacity; at that bound expired ones go first, and if
 * none has expired the store refuses with {@link StoreException} rather than forget something live. Clients, grants and
 * tokens are never dropped: bound registrations by {@link dev.mcpoauth.core.store.RegistrationLimits} and call {@link
 * #purge}, which walks the tables without a lock.
 */
public final class InMemoryOAuthStore implements TransferableStore {
    private static final int DEFAULT_CAPACITY = 100_000;

    private final Gate gate = new Gate();
    private final Tables tables;
    private final BoundedMap<TokenHash, TransactionRecord> transactionRows;
    private final BoundedMap<MemoryReplay.Key, Instant> replayRows;
    private final MemoryClients clients = new MemoryClients(gate);

    /** With room for 100,000 codes, as many transactions, and as many replay entries. */
    public InMemoryOAuthStore() {
        this(DEFAULT_CAPACITY);
    }

    /**
     * With room for {@code capacity} codes, as many transactions, and as many replay entries.
     *
     * @throws IllegalArgumentException if {@code capacity} is not positive
     */
    public InMemoryOAuthStore(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be positive: " + capacity);
        }
        tables = new Tables(capacity);
        transactionRows = new BoundedMap<>(capacity, TransactionRecord::expiresAt);
        replayRows = new BoundedMap<>(capacity, until -> until);
    }

    @Override
    public StoreCapabilities capabilities() {
        return new StoreCapabilities(true, false, false, false, Duration.ZERO);
    }

    @Override
    public ClientStore clients() {
        return clients;
    }

    @Override
    public GrantStore grants() {
        return new MemoryGrants(gate, tables);
    }

    @Override
    public CodeStore codes() {
        return new MemoryCodes(gate, tables);
    }

    @Override
    public TokenStore tokens() {
        return new MemoryTokens(gate, tables);
    }

    @Override
    public TransactionStore transactions() {
        return new MemoryTransactions(gate, transactionRows);
    }

    @Override
    public ReplayStore replay() {
        return new MemoryReplay(gate, replayRows);
    }

    @Override
    public PurgeResult purge(Instant now, int batch) {
        gate.pass();
        Instant evidence = now.minus(Retention.EVIDENCE);
        Sweep sweep = new Sweep(batch)
                .table(replayRows.map(), until -> !until.isAfter(now))
                .table(transactionRows.map(), row -> !row.expiresAt().isAfter(now))
                .table(
                        tables.access,
                        row -> isOver(row.token().expiresAt(), now, row.token().grantId(), now))
                .table(
                        tables.codes.map(),
                        row -> isOver(
                                row.code().expiresAt(), evidence, row.code().grantId(), now))
                .table(
                        tables.refresh,
                        row -> isOver(
                                row.token().expiresAt(), evidence, row.token().grantId(), now))
                .table(tables.grants, family -> !family.grant().expiresAt().isAfter(now));
        return purgeClients(sweep, now).result();
    }

    /** Past its own time, or under a grant that is past its end. */
    private boolean isOver(Instant expiresAt, Instant limit, String grantId, Instant now) {
        return !expiresAt.isAfter(limit)
                || tables.grant(grantId)
                        .map(grant -> !grant.expiresAt().isAfter(now))
                        .orElse(false);
    }

    private Sweep purgeClients(Sweep sweep, Instant now) {
        if (sweep.isDone()) {
            return sweep;
        }
        Set<String> needed = tables.grants.values().stream()
                .filter(family -> family.grant().isLive(now))
                .map(family -> family.grant().clientId())
                .collect(Collectors.toUnmodifiableSet());
        return sweep.keys(clients.ids(), id -> clients.removeIf(id, client -> isUnused(client, needed, now)));
    }

    private static boolean isUnused(ClientRecord client, Set<String> needed, Instant now) {
        return !client.expiresAt().isAfter(now) && !needed.contains(client.clientId());
    }

    @Override
    public Page<StoredRow> rows(RowKind kind, Cursor from, int limit) {
        gate.pass();
        return new MemoryTransfer(tables, clients).rows(kind, from, limit);
    }

    @Override
    public boolean restore(StoredRow row) {
        gate.pass();
        return new MemoryTransfer(tables, clients).restore(row);
    }

    @Override
    public void close() {
        gate.close();
    }
}
