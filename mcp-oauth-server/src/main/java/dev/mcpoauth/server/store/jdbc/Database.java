package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Runs work in one short transaction, again while it loses races, and gives every connection back as it came. What may have
 * happened is never run again: a commit whose answer was lost is a {@link StoreException}. A failure carries its cause and the
 * name of the operation, never data.
 */
final class Database {
    private static final long LONGEST_PAUSE_MILLIS = 32;

    private final DataSource dataSource;
    private final Dialect dialect;
    private final Duration patience;
    private final Turns turns;
    private volatile boolean closed;

    /** {@code patience}: how long one answer of the database, and how long repeating what lost a race, may take. */
    Database(DataSource dataSource, Dialect dialect, Duration patience) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.patience = patience;
        this.turns = new Turns(dialect.writers(), patience);
    }

    /** Work on one connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Sql sql) throws SQLException;
    }

    /** The result of one statement that changes nothing; otherwise like {@link #transact}. */
    <T> T read(String operation, Work<T> work) {
        return repeating(operation, () -> Optional.of(unattended(work)));
    }

    /** The result of one statement, or several of which each counts by itself; otherwise like {@link #transact}. */
    <T> T write(String operation, Work<T> work) {
        return repeating(operation, () -> inTurn(() -> Optional.of(unattended(work))));
    }

    /** The same, empty if the statement inserted a key that exists. */
    <T> Optional<T> insert(String operation, Work<T> work) {
        return repeating(operation, () -> Optional.of(inTurn(() -> unlessDuplicate(() -> unattended(work)))));
    }

    /**
     * The result of {@code work}, committed.
     *
     * @throws DuplicateKey if it inserted a key that exists
     * @throws StoreException if the database failed or stayed contended
     */
    <T> T transact(String operation, Work<T> work) {
        return repeating(operation, () -> inTurn(() -> Optional.of(committed(work))));
    }

    /**
     * The result of a read, a decision and a conditional write: {@code attempt} is empty if somebody was faster, and then runs
     * again in a new transaction that sees what they did.
     */
    <T> T untilDecided(String operation, Work<Optional<T>> attempt) {
        return repeating(operation, () -> inTurn(() -> committed(attempt)));
    }

    /** The result of a read and an insert, run again if somebody inserted the same key in between. */
    <T> T untilInserted(String operation, Work<T> attempt) {
        return repeating(operation, () -> inTurn(() -> unlessDuplicate(() -> committed(attempt))));
    }

    private <T> Optional<T> unlessDuplicate(Inserting<T> attempt) throws SQLException {
        try {
            return Optional.of(attempt.run());
        } catch (SQLException e) {
            if (dialect.isDuplicate(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** An insert that may meet a key that exists. */
    @FunctionalInterface
    private interface Inserting<T> {
        T run() throws SQLException;
    }

    /** One attempt, empty if it lost a race. */
    @FunctionalInterface
    private interface Attempt<T> {
        Optional<T> run() throws SQLException;
    }

    private <T> T repeating(String operation, Attempt<T> attempt) {
        long start = System.nanoTime();
        for (int number = 1; ; number++) {
            Optional<T> result = once(operation, attempt, hasPatience(start));
            if (result.isPresent()) {
                return result.get();
            }
            if (!hasPatience(start)) {
                throw new StoreException(operation + " met too much contention");
            }
            pause(number);
        }
    }

    private <T> Optional<T> once(String operation, Attempt<T> attempt, boolean mayRepeat) {
        if (closed) {
            throw new StoreException("the store is closed");
        }
        try {
            return attempt.run();
        } catch (SQLException e) {
            if (dialect.isDuplicate(e)) {
                throw new DuplicateKey(operation, e);
            }
            if (!dialect.isContention(e) || !mayRepeat) {
                throw new StoreException(operation + " failed", e);
            }
            return Optional.empty();
        }
    }

    /** Before it takes a connection, or those who wait would keep readers from theirs. */
    private <T> Optional<T> inTurn(Attempt<T> attempt) throws SQLException {
        turns.await();
        try {
            return attempt.run();
        } finally {
            turns.end();
        }
    }

    private boolean hasPatience(long start) {
        return System.nanoTime() - start < patience.toNanos();
    }

    /** None after the first attempt, then short and random, so that those who lost a race do not meet again. */
    private static void pause(int attempts) {
        long longest = TimeUnit.MILLISECONDS.toNanos(Math.min(LONGEST_PAUSE_MILLIS, attempts - 1L));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest + 1));
    }

    private <T> T unattended(Work<T> work) throws SQLException {
        try (Loan loan = Loan.from(dataSource, patience)) {
            loan.connection().setAutoCommit(true);
            return work.on(new Sql(loan.connection()));
        }
    }

    private <T> T committed(Work<T> work) throws SQLException {
        try (Loan loan = Loan.from(dataSource, patience)) {
            Connection connection = loan.connection();
            dialect.transaction().begin(connection);
            try {
                T result = work.on(new Sql(connection));
                dialect.transaction().commit(connection);
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(loan, e);
                throw e;
            }
        }
    }

    private void rollBack(Loan loan, Exception cause) {
        try {
            dialect.transaction().rollBack(loan.connection());
        } catch (SQLException e) {
            cause.addSuppressed(e);
            loan.destroy();
        }
    }

    void close() {
        closed = true;
    }
}
