package dev.mcpoauth.example.database.sql;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.command.CommandInterface;
import org.h2.command.Prepared;
import org.h2.command.query.Query;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.message.DbException;

/**
 * What the engine's own compiler makes of a statement.
 *
 * <p>The rights of the user keep the data safe already. They do not stop a user from changing the own session or
 * password, from local temporary tables, or from ending the transaction; and JDBC runs {@code select 1; set ...}. The
 * compiler sees all of that: it takes exactly one statement, and it knows for each expression whether it writes. It is
 * the check that the engine makes for a database on read-only media.
 */
final class Compiled {

    private Compiled() {}

    /** @throws SQLException if the text is not one statement, or names what does not exist */
    static StatementKind kindOf(Connection connection, String sql) throws SQLException {
        try {
            return kindOf(session(connection).prepare(connection.nativeSQL(sql)));
        } catch (RuntimeException | StackOverflowError e) {
            throw DbException.toSQLException(e);
        }
    }

    static SessionLocal session(Connection connection) throws SQLException {
        return (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    }

    private static StatementKind kindOf(Prepared statement) {
        if (statement.isQuery()) {
            return statement.isReadOnly() && !locksRows(statement)
                    ? StatementKind.READ_ONLY_QUERY
                    : StatementKind.OTHER;
        }
        return switch (statement.getType()) {
            case CommandInterface.INSERT, CommandInterface.UPDATE, CommandInterface.DELETE, CommandInterface.MERGE ->
                StatementKind.ROW_CHANGE;
            default -> StatementKind.OTHER;
        };
    }

    private static boolean locksRows(Prepared statement) {
        return statement instanceof Query query && query.getForUpdate() != null;
    }
}
