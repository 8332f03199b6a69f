package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.TransactionStore;
import java.time.Instant;
import java.util.Optional;

/** Transactions, one map entry each. */
final class MemoryTransactions implements TransactionStore {
    private final Gate gate;
    private final BoundedMap<TokenHash, TransactionRecord> rows;

    MemoryTransactions(Gate gate, BoundedMap<TokenHash, TransactionRecord> rows) {
        this.gate = gate;
        this.rows = rows;
    }

    @Override
    public void put(TransactionRecord transaction) {
        gate.pass();
        rows.makeRoom(transaction.createdAt());
        Tables.add(rows.map(), transaction.id(), transaction);
    }

    @Override
    public Optional<TransactionRecord> get(TokenHash id, Instant now) {
        gate.pass();
        return rows.get(id).filter(row -> row.expiresAt().isAfter(now));
    }

    @Override
    public Optional<TransactionRecord> take(TokenHash id, Instant now) {
        gate.pass();
        return Optional.ofNullable(rows.map().remove(id))
                .filter(row -> row.expiresAt().isAfter(now));
    }

    @Override
    public boolean advance(TransactionRecord next, long expectedVersion, Instant now) {
        gate.pass();
        TransactionRecord current = rows.map().get(next.id());
        if (current == null
                || current.version() != expectedVersion
                || !current.expiresAt().isAfter(now)) {
            return false;
        }
        var advanced = new TransactionRecord(
                next.id(), expectedVersion + 1, current.createdAt(), next.expiresAt(), next.payload());
        return rows.map().replace(next.id(), current, advanced);
    }
}
