package dev.mcpoauth.server.store.jdbc;

import java.sql.SQLException;
import java.util.Set;

/** PostgreSQL. */
final class PostgresDialect implements Dialect {
    /** Serialization failure, deadlock, and a lock that was not to be had. */
    private static final Set<String> CONTENTION = Set.of("40001", "40P01", "55P03");

    /** Keys compare by their bytes, whatever the locale of the database. */
    @Override
    public SchemaWords words() {
        return new SchemaWords("BYTEA", " COLLATE \"C\"", "", "");
    }

    @Override
    public Transaction transaction() {
        return Transaction.JDBC;
    }

    @Override
    public boolean isContention(SQLException failure) {
        return failure.getSQLState() != null && CONTENTION.contains(failure.getSQLState());
    }

    /** Both settings may be turned off for speed, the first one also for a single role or database. */
    @Override
    public boolean isDurable(Sql sql) throws SQLException {
        String settings = "SELECT current_setting('synchronous_commit') || ' ' || current_setting('fsync')";
        return sql.text(settings).matches("(?!off).+ on");
    }

    @Override
    public boolean isShared(Sql sql) {
        return true;
    }
}
