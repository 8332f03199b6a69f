package dev.mcpoauth.server.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** With statements, while the driver believes that it is in auto-commit mode. */
final class SqlTransaction implements Transaction {
    private final String begin;

    SqlTransaction(String begin) {
        this.begin = begin;
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        new Sql(connection).execute(begin);
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        new Sql(connection).execute("COMMIT");
    }

    @Override
    public void rollBack(Connection connection) throws SQLException {
        new Sql(connection).execute("ROLLBACK");
    }
}
