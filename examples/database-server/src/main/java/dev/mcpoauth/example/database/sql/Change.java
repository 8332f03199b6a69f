package dev.mcpoauth.example.database.sql;

import dev.mcpoauth.example.database.sql.SqlRefused.Reason;
import dev.mcpoauth.example.database.sql.SqlStatement.Positioned;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Changes rows in one transaction: every statement takes effect, or none. */
final class Change {

    private final List<Positioned> statements;
    private final ChangeLimits limits;

    Change(List<Positioned> statements, ChangeLimits limits) {
        this.statements = statements;
        this.limits = limits;
    }

    ChangeResult run(Connection writer, Running running) throws SQLException, SqlRefused {
        List<Long> affected = new ArrayList<>();
        long total = 0;
        for (Positioned statement : statements) {
            long rows = update(writer, statement, running);
            total += rows;
            if (total > limits.rows()) throw tooManyRows();
            affected.add(rows);
        }
        running.checkStopped();
        writer.commit();
        return new ChangeResult(affected);
    }

    private static long update(Connection writer, Positioned statement, Running running)
            throws SQLException, SqlRefused {
        if (Compiled.kindOf(writer, statement.sql()) != StatementKind.ROW_CHANGE) {
            throw new SqlRefused(
                    Reason.NOT_A_ROW_CHANGE, "only single INSERT, UPDATE, DELETE and MERGE statements may run here");
        }
        try (PreparedStatement prepared = writer.prepareStatement(statement.sql())) {
            statement.bind(prepared);
            running.start(prepared);
            return prepared.executeLargeUpdate();
        }
    }

    private SqlRefused tooManyRows() {
        return new SqlRefused(
                Reason.SIZE_LIMIT, "more than " + limits.rows() + " rows would change; nothing was changed");
    }
}
