package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * The tables of the store, in numbered versions. Installs and upgrades itself, or prints its statements for a migration tool.
 * Each statement can be repeated, so that any number of nodes may start at once on an empty database.
 */
public final class JdbcSchema {
    /** The version this code works with. */
    public static final int VERSION = 1;

    private static final int MAX_ATTEMPTS = 50;
    private static final String CREATE_VERSION =
            "CREATE TABLE IF NOT EXISTS oauth_schema_version (version INT NOT NULL PRIMARY KEY)";

    private final DataSource dataSource;
    private final SqlDialect dialect;

    /** The schema of one database, which is not touched yet. */
    public JdbcSchema(DataSource dataSource, SqlDialect dialect) {
        this.dataSource = dataSource;
        this.dialect = dialect;
    }

    /** All statements from an empty database to {@link #VERSION}, each ended by a semicolon and a line end. */
    public static String ddl(SqlDialect dialect) {
        return statementsSince(0, dialect).stream().map(s -> s + ";\n").collect(Collectors.joining("\n"));
    }

    /**
     * Brings the database to {@link #VERSION}; does nothing if it is there.
     *
     * @throws IllegalStateException if the database has a newer schema than this code knows
     * @throws StoreException if the database refuses
     */
    public void install() {
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(true);
            try {
                upgradeBesideOthers(connection);
            } finally {
                connection.setAutoCommit(autoCommit);
            }
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

    private void upgrade(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE_VERSION);
            int installed = installedVersion(statement);
            if (installed > VERSION) {
                throw new IllegalStateException(
                        "the database has schema version " + installed + ", this code knows " + VERSION);
            }
            if (installed < VERSION) {
                for (String ddl : statementsSince(installed, dialect)) {
                    statement.execute(ddl);
                }
            }
        }
    }

    private static int installedVersion(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT COALESCE(MAX(version), 0) FROM oauth_schema_version")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static List<String> statementsSince(int installed, SqlDialect dialect) {
        String all = CREATE_VERSION + ";\n"
                + IntStream.rangeClosed(installed + 1, VERSION)
                        .mapToObj(version -> script(version, dialect) + recordVersion(version))
                        .collect(Collectors.joining());
        return Arrays.stream(all.replaceAll("(?m)^--.*\n", "").split(";\\s*\n"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    /** Last, and only once: a version that is recorded is complete. */
    private static String recordVersion(int version) {
        return "INSERT INTO oauth_schema_version (version) SELECT " + version
                + " WHERE NOT EXISTS (SELECT 1 FROM oauth_schema_version WHERE version = " + version + ");\n";
    }

    private static String script(int version, SqlDialect dialect) {
        try (InputStream in = JdbcSchema.class.getResourceAsStream("schema-" + version + ".sql")) {
            if (in == null) {
                throw new IllegalStateException("schema " + version + " is missing from the class path");
            }
            return dialect.translate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
