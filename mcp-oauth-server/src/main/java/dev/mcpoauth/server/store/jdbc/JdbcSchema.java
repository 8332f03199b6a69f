package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * The tables of the store, in numbered versions. Installs and upgrades itself, or prints its statements for a migration tool.
 * Each statement can be repeated, so that any number of nodes may start at once on an empty database.
 */
public final class JdbcSchema {
    /** The version this code works with. */
    public static final int VERSION = 2;

    private static final int MAX_ATTEMPTS = 50;

    private final DataSource dataSource;
    private final SchemaScripts scripts;
    private final Transaction transaction;

    /** The schema of one database, which is not touched yet. */
    public JdbcSchema(DataSource dataSource, SqlDialect dialect) {
        this.dataSource = dataSource;
        this.scripts = new SchemaScripts(dialect.rules());
        this.transaction = dialect.rules().transaction();
    }

    /** All statements from an empty database, or any older version, to {@link #VERSION}, each ended by a semicolon. */
    public static String ddl(SqlDialect dialect) {
        var scripts = new SchemaScripts(dialect.rules());
        return Stream.concat(Stream.of(scripts.versionTable()), scripts.between(0, VERSION).stream())
                .map(statement -> statement + ";\n")
                .collect(Collectors.joining("\n"));
    }

    /**
     * Brings the database to {@link #VERSION}; changes nothing if it is there. May take as long as the database needs to make
     * an index.
     *
     * @throws IllegalStateException if the database has a newer schema than this code knows
     * @throws StoreException if the database refuses
     */
    public void install() {
        try (Loan loan = Loan.from(dataSource, Duration.ZERO)) {
            upgradeBesideOthers(loan.connection());
        } catch (SQLException e) {
            throw new StoreException("the schema can not be installed", e);
        }
    }

    /** Another node may be creating the same table at this moment, which databases report in many ways: look again. */
    private void upgradeBesideOthers(Connection connection) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                upgrade(connection);
                return;
            } catch (SQLException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Changes nothing in a database that is up to date, which may be read-only at the moment. */
    private void upgrade(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        int installed = versionOrNone(new Sql(connection));
        requireKnown(installed);
        if (installed < VERSION) {
            runScripts(connection);
        }
    }

    /** At once where the database can, so that others see all of it or nothing. */
    private void runScripts(Connection connection) throws SQLException {
        var sql = new Sql(connection);
        transaction.begin(connection);
        try {
            for (String statement : scripts.between(version(sql), VERSION)) {
                sql.execute(statement);
            }
            transaction.commit(connection);
        } catch (SQLException e) {
            rollBack(connection, e);
            throw e;
        }
    }

    private void rollBack(Connection connection, SQLException cause) {
        try {
            transaction.rollBack(connection);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** If the table is there and something else is wrong, that shows when it is made or read again. */
    private int versionOrNone(Sql sql) throws SQLException {
        try {
            return version(sql);
        } catch (SQLException e) {
            sql.execute(scripts.versionTable());
            return version(sql);
        }
    }

    private static int version(Sql sql) throws SQLException {
        return Integer.parseInt(sql.text("SELECT COALESCE(MAX(version), 0) FROM oauth_schema_version"));
    }

    private static void requireKnown(int installed) {
        if (installed > VERSION) {
            throw new IllegalStateException(
                    "the database has schema version " + installed + ", this code knows " + VERSION);
        }
    }

    /** The version that is installed, if it is {@link #VERSION}. */
    static int requireCurrent(Sql sql) throws SQLException {
        int installed = version(sql);
        requireKnown(installed);
        if (installed < VERSION) {
            throw new IllegalStateException(
                    "the database has schema version " + installed + ", this code needs " + VERSION);
        }
        return installed;
    }
}
