package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.TransactionStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Table {@code oauth_transaction}. */
final class JdbcTransactions implements TransactionStore {
    private final Database database;

    JdbcTransactions(Database database) {
        this.database = database;
    }

    @Override
    public void put(TransactionRecord transaction) {
        database.write(
                "transactions.put",
                sql -> sql.update(
                        "INSERT INTO oauth_transaction (id, version, created_at, expires_at, payload)"
                                + " VALUES (?, ?, ?, ?, ?)",
                        transaction.id(),
                        transaction.version(),
                        transaction.createdAt(),
                        transaction.expiresAt(),
                        transaction.payload()));
    }

    @Override
    public Optional<TransactionRecord> get(TokenHash id, Instant now) {
        return database.read("transactions.get", sql -> find(sql, id, now));
    }

    private static Optional<TransactionRecord> find(Sql sql, TokenHash id, Instant now) throws SQLException {
        return sql.first(
                JdbcTransactions::read, "SELECT * FROM oauth_transaction WHERE id = ? AND expires_at > ?", id, now);
    }

    /** Whoever deletes the version that was read has taken it; an advance in between makes us read again. */
    @Override
    public Optional<TransactionRecord> take(TokenHash id, Instant now) {
        return database.untilDecided("transactions.take", sql -> {
            Optional<TransactionRecord> found = find(sql, id, now);
            boolean settled = found.isEmpty() || delete(sql, found.get());
            return settled ? Optional.of(found) : Optional.empty();
        });
    }

    private static boolean delete(Sql sql, TransactionRecord found) throws SQLException {
        return sql.update("DELETE FROM oauth_transaction WHERE id = ? AND version = ?", found.id(), found.version())
                == 1;
    }

    @Override
    public boolean advance(TransactionRecord next, long expectedVersion, Instant now) {
        return database.write(
                "transactions.advance",
                sql -> sql.update(
                                "UPDATE oauth_transaction SET version = version + 1, expires_at = ?, payload = ?"
                                        + " WHERE id = ? AND version = ? AND expires_at > ?",
                                next.expiresAt(),
                                next.payload(),
                                next.id(),
                                expectedVersion,
                                now)
                        == 1);
    }

    private static TransactionRecord read(ResultSet row) throws SQLException {
        return new TransactionRecord(
                Sql.hash(row, "id"),
                row.getLong("version"),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "expires_at"),
                Sql.bytes(row, "payload"));
    }
}
