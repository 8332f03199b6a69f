package dev.mcpoauth.server.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * A connection of the data source, which goes back as it came: auto-commit and network timeout. Giving it back never fails,
 * because what was done with it is done by then; a connection that can not be put right is destroyed.
 */
final class Loan implements AutoCloseable {
    private final Connection connection;
    private final boolean autoCommit;
    private final int timeoutMillis;
    private boolean destroyed;

    private Loan(Connection connection) throws SQLException {
        this.connection = connection;
        this.autoCommit = connection.getAutoCommit();
        this.timeoutMillis = connection.getNetworkTimeout();
    }

    /** Takes a connection, and limits the wait for each answer unless the data source has done so; zero is no limit. */
    static Loan from(DataSource dataSource, Duration answerTimeout) throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            var loan = new Loan(connection);
            if (loan.timeoutMillis == 0) {
                loan.limitWaiting((int) answerTimeout.toMillis());
            }
            return loan;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Drivers of embedded databases, which answer or fail by themselves, ignore this. */
    private void limitWaiting(int millis) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, millis);
    }

    Connection connection() {
        return connection;
    }

    /** For a connection of which nobody knows what it would do next: the database rolls back what is open on it. */
    void destroy() {
        destroyed = true;
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It is beyond use already.
            return;
        }
    }

    @Override
    public void close() {
        try (connection) {
            putRight();
        } catch (SQLException e) {
            destroy();
        }
    }

    private void putRight() throws SQLException {
        if (destroyed || connection.isClosed()) {
            return;
        }
        connection.setAutoCommit(autoCommit);
        if (timeoutMillis == 0) {
            limitWaiting(0);
        }
    }
}
