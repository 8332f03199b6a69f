package dev.mcpoauth.server.store.jdbc;

import java.sql.SQLException;
import java.util.Set;

/** H2, in memory, in a file, or as a server. */
final class H2Dialect implements Dialect {
    /** Deadlock, lock timeout, and two transactions that changed one row. */
    private static final Set<String> CONTENTION = Set.of("40001", "HYT00", "90131");

    @Override
    public SchemaWords words() {
        return new SchemaWords("VARBINARY(1048576)", "", "", "");
    }

    @Override
    public Transaction transaction() {
        return Transaction.JDBC;
    }

    @Override
    public boolean isContention(SQLException failure) {
        return failure.getSQLState() != null && CONTENTION.contains(failure.getSQLState());
    }

    /** By default H2 acknowledges half a second before it writes. */
    @Override
    public boolean isDurable(Sql sql) throws SQLException {
        boolean inMemory = sql.url().startsWith("jdbc:h2:mem:");
        String delay = "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'WRITE_DELAY'";
        return !inMemory && sql.text(delay).equals("0");
    }

    /** An embedded database belongs to one process. */
    @Override
    public boolean isShared(Sql sql) throws SQLException {
        return sql.url().matches("jdbc:h2:(tcp|ssl):.*");
    }
}
