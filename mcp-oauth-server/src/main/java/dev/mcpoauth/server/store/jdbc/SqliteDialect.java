package dev.mcpoauth.server.store.jdbc;

import java.sql.SQLException;
import java.util.Set;

/** SQLite, through the driver of org.xerial, which reports result codes and no SQLSTATE. */
final class SqliteDialect implements Dialect {
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int CONSTRAINT = 19;
    private static final int FULL = 2;
    private static final Set<String> JOURNALS_THAT_LAST = Set.of("wal", "delete", "truncate", "persist");

    /**
     * Takes the write lock at the start, because a transaction that reads first can not wait for it. In statements, because
     * the driver's {@code commit} begins the next transaction at once: in that mode an idle connection of a pool would hold
     * the lock, and a {@code SQLITE_BUSY} from there would look as if the commit had failed.
     */
    private static final Transaction TRANSACTION = new SqlTransaction("BEGIN IMMEDIATE");

    @Override
    public SchemaWords words() {
        return new SchemaWords("BLOB", "", "", "");
    }

    @Override
    public Transaction transaction() {
        return TRANSACTION;
    }

    /** SQLite lets others ask again and again, in no order and after ever longer pauses. */
    @Override
    public int writers() {
        return 1;
    }

    @Override
    public boolean isContention(SQLException failure) {
        return failure.getErrorCode() == BUSY || failure.getErrorCode() == LOCKED;
    }

    @Override
    public boolean isDuplicate(SQLException failure) {
        return failure.getErrorCode() == CONSTRAINT;
    }

    /** A file, journaled on disk, and written through to it before a commit returns. Both are settings of the connection. */
    @Override
    public boolean isDurable(Sql sql) throws SQLException {
        boolean inFile = !sql.text("SELECT file FROM pragma_database_list WHERE name = 'main'")
                .isEmpty();
        return inFile
                && JOURNALS_THAT_LAST.contains(sql.text("PRAGMA journal_mode"))
                && Integer.parseInt(sql.text("PRAGMA synchronous")) >= FULL;
    }

    /** Processes of one machine may share the file; a network file system does not keep its locks. */
    @Override
    public boolean isShared(Sql sql) {
        return false;
    }
}
