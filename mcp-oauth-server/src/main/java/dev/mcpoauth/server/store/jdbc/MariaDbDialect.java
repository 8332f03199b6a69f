package dev.mcpoauth.server.store.jdbc;

import java.sql.SQLException;
import java.util.Set;

/** MariaDB with InnoDB, under any isolation from {@code READ COMMITTED} on. */
final class MariaDbDialect implements Dialect {
    /** Deadlock, a lock that was not to be had, and a row that changed since the snapshot: not each has its SQLSTATE. */
    private static final Set<Integer> CONTENTION = Set.of(1213, 1205, 1020);
    /** Each commit is written through; any other value lets a crash take the last second. */
    private static final Set<String> WRITTEN_THROUGH = Set.of("1", "3");

    /** Saves one of three round trips around the work: the driver asks the database to turn auto-commit off, and on again. */
    private static final Transaction TRANSACTION = new SqlTransaction("START TRANSACTION");

    /** {@code nopad}: of the collations that compare bytes, only these see a space at the end of a key. */
    @Override
    public SchemaWords words() {
        return new SchemaWords(
                "LONGBLOB", "", " ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin", " ON $1");
    }

    @Override
    public Transaction transaction() {
        return TRANSACTION;
    }

    @Override
    public boolean isContention(SQLException failure) {
        return CONTENTION.contains(failure.getErrorCode());
    }

    @Override
    public boolean isDurable(Sql sql) throws SQLException {
        return WRITTEN_THROUGH.contains(sql.text("SELECT @@innodb_flush_log_at_trx_commit"));
    }

    @Override
    public boolean isShared(Sql sql) {
        return true;
    }
}
