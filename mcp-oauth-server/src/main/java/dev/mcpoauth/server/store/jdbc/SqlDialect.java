package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;

/** A database that the store runs on. */
public enum SqlDialect {
    /** H2 2.x, in memory or in a file. */
    H2("H2"),
    /** SQLite, through {@code org.xerial:sqlite-jdbc}. */
    SQLITE("SQLite"),
    /** PostgreSQL 12 or newer. */
    POSTGRESQL("PostgreSQL"),
    /** MariaDB 10.6 or newer, through MariaDB Connector/J. */
    MARIADB("MariaDB");

    private final String product;

    SqlDialect(String product) {
        this.product = product;
    }

    /**
     * The dialect of a database.
     *
     * @throws IllegalArgumentException if the database is none of these
     * @throws StoreException if it can not be reached
     */
    public static SqlDialect of(DataSource dataSource) {
        String product = productOf(dataSource);
        return Arrays.stream(values())
                .filter(dialect -> dialect.product.equals(product))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no SQL dialect for " + product));
    }

    private static String productOf(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getDatabaseProductName();
        } catch (SQLException e) {
            throw new StoreException("the database can not be reached", e);
        }
    }

    Dialect rules() {
        return switch (this) {
            case H2 -> new H2Dialect();
            case SQLITE -> new SqliteDialect();
            case POSTGRESQL -> new PostgresDialect();
            case MARIADB -> new MariaDbDialect();
        };
    }
}
