package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Runs work in one short transaction, again if it lost a race for a lock, and gives every connection back as it came. A
 * failure carries its cause and the name of the operation, never data.
 */
final class Database {
    private static final int MAX_ATTEMPTS = 20;
    private static final int MAX_RACES = 100;

    private final DataSource dataSource;
    private final SqlDialect dialect;
    private volatile boolean closed;

    Database(DataSource dataSource, SqlDialect dialect) {
        this.dataSource = dataSource;
        this.dialect = dialect;
    }

    /** Work on one connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Sql sql) throws SQLException;
    }

    /** The result of one statement, which needs no transaction around it; otherwise like {@link #transact}. */
    <T> T statement(String operation, Work<T> work) {
        return retrying(operation, () -> once(work, false));
    }

    /**
     * The result of {@code work}, committed.
     *
     * @throws DuplicateKey if it inserted a key that exists
     * @throws StoreException if the database failed or stayed contended
     */
    <T> T transact(String operation, Work<T> work) {
        return retrying(operation, () -> once(work, true));
    }

    /**
     * The result of a read, a decision and a conditional write: {@code attempt} is empty if somebody was faster, and then runs
     * again in a new transaction that sees what they did.
     */
    <T> T untilDecided(String operation, Work<Optional<T>> attempt) {
        for (int race = 0; race < MAX_RACES; race++) {
            Optional<T> decided = transact(operation, attempt);
            if (decided.isPresent()) {
                return decided.get();
            }
        }
        throw contended(operation);
    }

    /** The result of a read and an insert, run again if somebody inserted the same key in between. */
    <T> T untilInserted(String operation, Work<T> attempt) {
        for (int race = 0; race < MAX_RACES; race++) {
            Optional<T> inserted = unlessDuplicate(operation, attempt);
            if (inserted.isPresent()) {
                return inserted.get();
            }
        }
        throw contended(operation);
    }

    private <T> Optional<T> unlessDuplicate(String operation, Work<T> attempt) {
        try {
            return Optional.of(transact(operation, attempt));
        } catch (DuplicateKey e) {
            return Optional.empty();
        }
    }

    private static StoreException contended(String operation) {
        return new StoreException(operation + " met too much contention");
    }

    /** One attempt at a transaction. */
    @FunctionalInterface
    private interface Attempt<T> {
        T run() throws SQLException;
    }

    private <T> T retrying(String operation, Attempt<T> attempt) {
        for (int number = 1; ; number++) {
            if (closed) {
                throw new StoreException("the store is closed");
            }
            try {
                return attempt.run();
            } catch (SQLException e) {
                if (dialect.isDuplicate(e)) {
                    throw new DuplicateKey(operation, e);
                }
                if (!dialect.isContention(e) || number == MAX_ATTEMPTS) {
                    throw new StoreException(operation + " failed", e);
                }
            }
        }
    }

    private <T> T once(Work<T> work, boolean inTransaction) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (!connection.getAutoCommit()) {
                return committed(connection, work);
            }
            if (!inTransaction) {
                return work.on(new Sql(connection));
            }
            connection.setAutoCommit(false);
            try {
                return committed(connection, work);
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static <T> T committed(Connection connection, Work<T> work) throws SQLException {
        try {
            T result = work.on(new Sql(connection));
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    void close() {
        closed = true;
    }
}
