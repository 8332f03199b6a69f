package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** What differs between databases; the statements themselves are the same everywhere. */
public enum SqlDialect {
    /** H2 2.x, in memory or in a file. */
    H2("VARBINARY(1048576)", "", "40001|HYT00|90131"),
    /** PostgreSQL 12 or newer. Keys compare by their bytes, whatever the locale of the database. */
    POSTGRESQL("BYTEA", " COLLATE \"C\"", "40001|40P01|55P03");

    private final String bytesType;
    private final String exactCollation;
    private final String contentionStates;

    SqlDialect(String bytesType, String exactCollation, String contentionStates) {
        this.bytesType = bytesType;
        this.exactCollation = exactCollation;
        this.contentionStates = contentionStates;
    }

    /**
     * The dialect of a database.
     *
     * @throws IllegalArgumentException if the database is none of these
     * @throws StoreException if it can not be reached
     */
    public static SqlDialect of(DataSource dataSource) {
        String product = productOf(dataSource);
        return switch (product) {
            case "H2" -> H2;
            case "PostgreSQL" -> POSTGRESQL;
            default -> throw new IllegalArgumentException("no SQL dialect for " + product);
        };
    }

    private static String productOf(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getDatabaseProductName();
        } catch (SQLException e) {
            throw new StoreException("the database can not be reached", e);
        }
    }

    /** Fills in what a schema script leaves to the dialect. */
    String translate(String script) {
        return script.replace("{bytes}", bytesType).replace("{exact}", exactCollation);
    }

    /** Whether a commit that returned survives the end of the process. */
    boolean isDurable(Connection connection) throws SQLException {
        if (this != H2) {
            return true;
        }
        boolean inMemory = connection.getMetaData().getURL().startsWith("jdbc:h2:mem:");
        return !inMemory && h2WritesAtOnce(connection);
    }

    private static boolean h2WritesAtOnce(Connection connection) throws SQLException {
        String question = "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'WRITE_DELAY'";
        return new Sql(connection)
                .first(row -> row.getString(1), question)
                .filter("0"::equals)
                .isPresent();
    }

    /** Whether other processes may open the same database: an embedded one belongs to one. */
    boolean isShared(Connection connection) throws SQLException {
        return this != H2 || connection.getMetaData().getURL().matches("jdbc:h2:(tcp|ssl):.*");
    }

    /** A lost race for a lock or a snapshot, after which the same transaction may succeed. */
    boolean isContention(SQLException failure) {
        return failure.getSQLState() != null && failure.getSQLState().matches(contentionStates);
    }

    /** A row with this key exists: class 23 of SQLSTATE, since the schema has no other constraint to violate. */
    boolean isDuplicate(SQLException failure) {
        return failure.getSQLState() != null && failure.getSQLState().startsWith("23");
    }
}
