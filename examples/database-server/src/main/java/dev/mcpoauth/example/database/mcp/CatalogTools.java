package dev.mcpoauth.example.database.mcp;

import dev.mcpoauth.example.database.sql.SqlDatabase;
import dev.mcpoauth.example.database.sql.SqlRefused;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.CallContext;
import dev.mcpoauth.transport.server.ToolAnnotations;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolException;
import dev.mcpoauth.transport.server.ToolResult;

/** The tools that tell which tables there are and what they look like. */
final class CatalogTools {

    static final ToolDefinition LIST_TABLES = ToolDefinition.builder("list_tables")
            .title("List tables")
            .description("Lists the tables with their purpose and number of rows.")
            .annotations(ToolAnnotations.READ_ONLY)
            .outputSchema("""
                    {"type": "object", "required": ["tables"], "properties": {"tables": {"type": "array", "items": {
                      "type": "object", "required": ["name", "description", "rows"], "properties": {
                        "name": {"type": "string"},
                        "description": {"type": "string"},
                        "rows": {"type": "integer"}}}}}}""")
            .build();

    static final ToolDefinition DESCRIBE_TABLE = ToolDefinition.builder("describe_table")
            .title("Describe a table")
            .description("Tells the columns, keys and number of rows of one table.")
            .annotations(ToolAnnotations.READ_ONLY)
            .inputSchema("""
                    {"type": "object", "required": ["table"], "additionalProperties": false, "properties": {
                      "table": {"type": "string", "minLength": 1, "maxLength": 128,
                                "description": "A name from list_tables, in any case."}}}""")
            .outputSchema("""
                    {"type": "object",
                     "required": ["name", "description", "rows", "columns", "primaryKey", "foreignKeys"],
                     "properties": {
                      "name": {"type": "string"},
                      "description": {"type": "string"},
                      "rows": {"type": "integer"},
                      "columns": {"type": "array", "items": {
                        "type": "object", "required": ["name", "type", "nullable", "generated"], "properties": {
                          "name": {"type": "string"},
                          "type": {"type": "string"},
                          "nullable": {"type": "boolean"},
                          "generated": {"type": "boolean", "description": "Numbered by the database if left out."},
                          "default": {"type": "string"}}}},
                      "primaryKey": {"type": "array", "items": {"type": "string"}},
                      "foreignKeys": {"type": "array", "items": {
                        "type": "object", "required": ["column", "table", "references"], "properties": {
                          "column": {"type": "string"},
                          "table": {"type": "string"},
                          "references": {"type": "string"}}}}}}""")
            .build();

    private final SqlDatabase database;

    CatalogTools(SqlDatabase database) {
        this.database = database;
    }

    ToolResult list(Json arguments, CallContext call) throws InterruptedException {
        try {
            Json tables =
                    Json.array(database.tables().stream().map(Shapes::summary).toList());
            return ToolResult.structured(Json.object().put("tables", tables).build());
        } catch (SqlRefused e) {
            return ToolResult.error(e.text());
        }
    }

    ToolResult describe(Json arguments, CallContext call) throws InterruptedException {
        String name = arguments.string("table").orElseThrow();
        try {
            return database.table(name)
                    .map(table -> ToolResult.structured(Shapes.table(table)))
                    .orElseThrow(() -> new ToolException("there is no such table; list_tables tells which there are"));
        } catch (SqlRefused e) {
            return ToolResult.error(e.text());
        }
    }
}
