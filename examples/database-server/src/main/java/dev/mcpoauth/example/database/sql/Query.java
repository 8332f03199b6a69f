package dev.mcpoauth.example.database.sql;

import dev.mcpoauth.example.database.sql.SqlRefused.Reason;
import dev.mcpoauth.example.database.sql.SqlStatement.Positioned;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs one read-only query. */
final class Query {

    private final Positioned statement;
    private final int maxRows;
    private final QueryLimits limits;

    Query(Positioned statement, int maxRows, QueryLimits limits) {
        this.statement = statement;
        this.maxRows = maxRows;
        this.limits = limits;
    }

    QueryResult run(Connection reader, Running running) throws SQLException, SqlRefused {
        if (Compiled.kindOf(reader, statement.sql()) != StatementKind.READ_ONLY_QUERY) {
            throw new SqlRefused(
                    Reason.NOT_A_READ_ONLY_QUERY, "only one query that reads and changes nothing may run here");
        }
        try (PreparedStatement prepared = reader.prepareStatement(statement.sql())) {
            statement.bind(prepared);
            // One more than shown: how we learn that there are more.
            prepared.setMaxRows(maxRows + 1);
            running.start(prepared);
            try (ResultSet rows = prepared.executeQuery()) {
                return read(rows, running);
            }
        }
    }

    private QueryResult read(ResultSet results, Running running) throws SQLException, SqlRefused {
        Cells cells = new Cells(results, limits);
        List<List<Optional<Object>>> rows = new ArrayList<>();
        boolean more = false;
        while (!more && results.next()) {
            running.row();
            more = rows.size() == maxRows || cells.full();
            if (!more) rows.add(cells.row());
        }
        return new QueryResult(cells.columns(), rows, more || cells.cut());
    }
}
