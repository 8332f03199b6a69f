package dev.mcpoauth.example.database.sql;

import java.util.List;
import java.util.Optional;

/** A table as its definition describes it. */
public record Table(
        TableSummary summary, List<TableColumn> columns, List<String> primaryKey, List<ForeignKey> foreignKeys) {

    public Table {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        foreignKeys = List.copyOf(foreignKeys);
    }

    /**
     * A column.
     *
     * @param defaultValue the SQL expression that is taken where an INSERT names no value
     */
    public record TableColumn(
            String name, String type, boolean nullable, boolean generated, Optional<String> defaultValue) {}

    /** A column that holds a key of another table. */
    public record ForeignKey(String column, String table, String references) {}
}
