package dev.mcpoauth.example.database.sql;

import static org.h2.api.ErrorCode.ADMIN_RIGHTS_REQUIRED;
import static org.h2.api.ErrorCode.DATABASE_IS_CLOSED;
import static org.h2.api.ErrorCode.FUNCTION_NOT_FOUND_1;
import static org.h2.api.ErrorCode.INVALID_PARAMETER_COUNT_2;
import static org.h2.api.ErrorCode.LOCK_TIMEOUT_1;
import static org.h2.api.ErrorCode.MUST_GROUP_BY_COLUMN_1;
import static org.h2.api.ErrorCode.NOT_ENOUGH_RIGHTS_FOR_1;
import static org.h2.api.ErrorCode.OUT_OF_MEMORY;
import static org.h2.api.ErrorCode.SCHEMA_NOT_FOUND_1;
import static org.h2.api.ErrorCode.SEQUENCE_NOT_FOUND_1;

import dev.mcpoauth.example.database.sql.SqlRefused.Reason;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Errors of the engine, as texts that may leave the server. Only errors known to speak of the statement and its data
 * keep their text; any other shows its SQLSTATE alone, because the engine also reports files, classes and settings.
 */
final class SqlErrors {

    private static final Logger LOG = LoggerFactory.getLogger(SqlErrors.class);
    private static final int LONGEST_TEXT = 500;

    /** Data exception, integrity constraint, syntax or unknown name, and what SIGNAL raises. */
    private static final Set<String> TELLING_CLASSES = Set.of("21", "22", "23", "42", "45");

    private static final Set<Integer> TELLING_CODES = Set.of(
            FUNCTION_NOT_FOUND_1,
            INVALID_PARAMETER_COUNT_2,
            MUST_GROUP_BY_COLUMN_1,
            SCHEMA_NOT_FOUND_1,
            SEQUENCE_NOT_FOUND_1);

    // "; SQL statement: ..." repeats what was sent; "[42000-240]" is the build of the engine.
    private static final Pattern TAIL = Pattern.compile("(?s)(; SQL statement:.*| \\[\\d+-\\d+])$");

    private SqlErrors() {}

    static SqlRefused refused(SQLException error) {
        int code = error.getErrorCode();
        if (code == OUT_OF_MEMORY) return memory(error);
        if (error.getCause() instanceof StackOverflowError) return tooDeep(error);
        if (code == ADMIN_RIGHTS_REQUIRED || code == NOT_ENOUGH_RIGHTS_FOR_1) {
            return sqlError(error, "Not permitted: this connection has no right to do that");
        }
        if (code == LOCK_TIMEOUT_1) return sqlError(error, "The rows are locked by another change; try again");
        if (code == DATABASE_IS_CLOSED || error.getSQLState().startsWith("08")) return unavailable(error);
        if (tells(error)) return sqlError(error, safe(String.valueOf(error.getMessage())));
        LOG.warn("Statement failed with SQLSTATE {}", error.getSQLState(), error);
        return sqlError(error, "The statement could not be run");
    }

    static SqlRefused memory(Throwable cause) {
        return new SqlRefused(Reason.MEMORY_LIMIT, "The statement needs more memory than it may have", cause);
    }

    private static SqlRefused tooDeep(Throwable cause) {
        return new SqlRefused(Reason.SIZE_LIMIT, "The statement is nested too deeply", cause);
    }

    private static SqlRefused unavailable(SQLException cause) {
        LOG.error("The database cannot answer", cause);
        return new SqlRefused(Reason.UNAVAILABLE, "The database cannot answer at the moment; try again", cause);
    }

    private static SqlRefused sqlError(SQLException error, String text) {
        return new SqlRefused(Reason.SQL_ERROR, text + " (SQLSTATE " + error.getSQLState() + ")", error);
    }

    private static boolean tells(SQLException error) {
        return TELLING_CLASSES.contains(error.getSQLState().substring(0, 2))
                || TELLING_CODES.contains(error.getErrorCode());
    }

    private static String safe(String message) {
        String text = TAIL.matcher(message).replaceFirst("").replaceAll("\\p{Cntrl}+", " ");
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}
