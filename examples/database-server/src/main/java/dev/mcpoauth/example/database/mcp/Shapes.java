package dev.mcpoauth.example.database.mcp;

import dev.mcpoauth.example.database.sql.ChangeResult;
import dev.mcpoauth.example.database.sql.QueryResult;
import dev.mcpoauth.example.database.sql.Table;
import dev.mcpoauth.example.database.sql.TableSummary;
import dev.mcpoauth.transport.json.Json;

/** Answers of the database as JSON. */
final class Shapes {

    private Shapes() {}

    static Json summary(TableSummary table) {
        return Json.from(table);
    }

    static Json table(Table table) {
        return Json.object()
                .put("name", table.summary().name())
                .put("description", table.summary().description())
                .put("rows", table.summary().rows())
                .put("columns", table.columns().stream().map(Shapes::column).toList())
                .put("primaryKey", Json.strings(table.primaryKey()))
                .put("foreignKeys", Json.from(table.foreignKeys()))
                .build();
    }

    private static Json column(Table.TableColumn column) {
        Json json = Json.object()
                .put("name", column.name())
                .put("type", column.type())
                .put("nullable", column.nullable())
                .put("generated", column.generated())
                .build();
        return column.defaultValue()
                .map(value -> json.with("default", Json.of(value)))
                .orElse(json);
    }

    static Json rows(QueryResult result) {
        return Json.object()
                .put("columns", Json.from(result.columns()))
                .put("rows", Json.from(result.rows()))
                .put("rowCount", result.rows().size())
                .put("truncated", result.truncated())
                .build();
    }

    static Json change(ChangeResult result) {
        return Json.object()
                .put("affectedRows", Json.from(result.affectedRows()))
                .put("total", result.total())
                .build();
    }
}
