package dev.mcpoauth.example.database.sql;

import java.util.List;
import java.util.Optional;

/**
 * What a query answered. A cell is empty for NULL, a truth value, a number if JSON can hold it exactly, else a text.
 *
 * @param truncated whether there was more: rows beyond the limit, or a text that was cut
 */
public record QueryResult(List<Column> columns, List<List<Optional<Object>>> rows, boolean truncated) {

    public QueryResult {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
