package dev.mcpoauth.server.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** How a transaction begins and ends on a connection that has none. */
interface Transaction {

    /** As JDBC has it: auto-commit goes off, which costs nothing where the driver tells the database with the first statement. */
    Transaction JDBC = new JdbcTransaction();

    /** Until the end, nothing counts and others see nothing. */
    void begin(Connection connection) throws SQLException;

    /** Returns when everything since {@link #begin} counts. */
    void commit(Connection connection) throws SQLException;

    /** Nothing since {@link #begin} has happened. */
    void rollBack(Connection connection) throws SQLException;
}
