package dev.mcpoauth.example.database.sql;

/**
 * A statement was not run, or not to its end. The message is meant for whoever sent the statement: it names no file, no
 * class and nothing of the server.
 */
public final class SqlRefused extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why, for programs. */
    public enum Reason {
        /** The statement is more than one, or would write, in a query. */
        NOT_A_READ_ONLY_QUERY,
        /** The statement is something else than INSERT, UPDATE, DELETE or MERGE, in a change. */
        NOT_A_ROW_CHANGE,
        /** The parameters do not fit the statement. */
        PARAMETERS,
        /** The database refused it: syntax, types, constraints, rights. */
        SQL_ERROR,
        /** It took too long. */
        TIME_LIMIT,
        /** It needed too much memory. */
        MEMORY_LIMIT,
        /** It is too large, or would change too many rows. */
        SIZE_LIMIT,
        /** The caller gave up. */
        CANCELLED,
        /** Too many statements are running. */
        BUSY,
        /** The database could not answer. */
        UNAVAILABLE
    }

    private final Reason reason;

    SqlRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    SqlRefused(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What the caller may read. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
