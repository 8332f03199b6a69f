package dev.mcpoauth.server.store.jdbc;

import java.sql.SQLException;

/** What differs between databases; one class for each. The statements themselves are the same everywhere. */
interface Dialect {

    /** The words in which it declares tables. */
    SchemaWords words();

    /** How several statements become one transaction. */
    Transaction transaction();

    /** How many may write at once before they only keep each other waiting. */
    default int writers() {
        return Integer.MAX_VALUE;
    }

    /** A lost race for a lock or a snapshot: nothing happened, and the same transaction may succeed when it is run again. */
    boolean isContention(SQLException failure);

    /** A row with this key exists: class 23 of SQLSTATE, since the schema has no other constraint to violate. */
    default boolean isDuplicate(SQLException failure) {
        return failure.getSQLState() != null && failure.getSQLState().startsWith("23");
    }

    /** Whether a commit that returned survives a crash, as far as the database and this connection to it say. */
    boolean isDurable(Sql sql) throws SQLException;

    /** Whether nodes on several machines may use the same database. */
    boolean isShared(Sql sql) throws SQLException;
}
