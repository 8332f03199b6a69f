package dev.mcpoauth.example.database.sql;

import dev.mcpoauth.example.database.sql.SqlRefused.Reason;
import dev.mcpoauth.example.database.sql.SqlStatement.Positioned;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The bookshop database in a directory. Safe for use by many threads. */
public final class SqlDatabase implements AutoCloseable {

    private final Connections connections;
    private final Workers workers;
    private final QueryLimits queryLimits;
    private final ChangeLimits changeLimits;

    private SqlDatabase(Connections connections, QueryLimits queryLimits, ChangeLimits changeLimits) {
        this.connections = connections;
        this.workers = new Workers(queryLimits.concurrent());
        this.queryLimits = queryLimits;
        this.changeLimits = changeLimits;
    }

    /**
     * Opens the database in this directory, and creates it first if it is not there.
     *
     * @throws SQLException if it cannot be opened, such as while another process has it open
     */
    public static SqlDatabase open(Path directory, QueryLimits queries, ChangeLimits changes) throws SQLException {
        return new SqlDatabase(Connections.open(directory), queries, changes);
    }

    /** The tables in the order of their names. */
    public List<TableSummary> tables() throws SqlRefused, InterruptedException {
        return read(Watch.PATIENT, (reader, running) -> new Catalog(reader, running).tables());
    }

    /** A table by its name in any case. */
    public Optional<Table> table(String name) throws SqlRefused, InterruptedException {
        return read(Watch.PATIENT, (reader, running) -> new Catalog(reader, running).table(name));
    }

    /**
     * Runs one query.
     *
     * @param maxRows the most rows to answer, at most {@link QueryLimits#rows()}
     * @throws SqlRefused if it is no read-only query, fails, or goes beyond a limit
     */
    public QueryResult query(SqlStatement statement, int maxRows, Watch watch) throws SqlRefused, InterruptedException {
        if (maxRows < 1) throw new SqlRefused(Reason.PARAMETERS, "the row limit must be positive");
        int rows = Math.min(maxRows, queryLimits.rows());
        Query query = new Query(statement.positioned(), rows, queryLimits);
        return read(watch, query::run);
    }

    /**
     * Changes rows in one transaction.
     *
     * @throws SqlRefused if a statement is none of INSERT, UPDATE, DELETE and MERGE, fails, or goes beyond a limit;
     *     nothing has changed then
     */
    public ChangeResult change(List<SqlStatement> statements, Watch watch) throws SqlRefused, InterruptedException {
        if (statements.isEmpty() || statements.size() > changeLimits.statements()) {
            String text = "a change has 1 to " + changeLimits.statements() + " statements";
            throw new SqlRefused(Reason.SIZE_LIMIT, text);
        }
        List<Positioned> positioned = new ArrayList<>();
        for (SqlStatement statement : statements) positioned.add(statement.positioned());
        Change change = new Change(positioned, changeLimits);
        return workers.run(changeLimits.time(), watch, running -> {
            try (Connection writer = connections.writer()) {
                return rollingBack(writer, running, change::run);
            }
        });
    }

    private interface Use<T> {
        T with(Connection connection, Running running) throws SQLException, SqlRefused;
    }

    private <T> T read(Watch watch, Use<T> use) throws SqlRefused, InterruptedException {
        return workers.run(queryLimits.time(), watch, running -> {
            try (Connection reader = connections.reader()) {
                return rollingBack(reader, running, use);
            }
        });
    }

    private static <T> T rollingBack(Connection connection, Running running, Use<T> use)
            throws SQLException, SqlRefused {
        try {
            return use.with(connection, running);
        } finally {
            // After a commit there is nothing left to roll back. Closing alone would do it too, but only by the
            // engine's
            // choice: JDBC leaves open what happens to an unfinished transaction.
            if (!connection.isClosed()) connection.rollback();
        }
    }

    /** Ends running statements, writes everything to the file and closes it. */
    @Override
    public void close() throws SQLException {
        workers.close();
        connections.close();
    }
}
