package dev.mcpoauth.server.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** With {@code setAutoCommit} and {@code commit}. */
final class JdbcTransaction implements Transaction {

    @Override
    public void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
    }

    @Override
    public void commit(Connection connection) throws SQLException {
        connection.commit();
    }

    @Override
    public void rollBack(Connection connection) throws SQLException {
        connection.rollback();
    }
}
