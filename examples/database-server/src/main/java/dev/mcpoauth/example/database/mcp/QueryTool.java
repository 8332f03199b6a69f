package dev.mcpoauth.example.database.mcp;

import dev.mcpoauth.example.database.sql.SqlDatabase;
import dev.mcpoauth.example.database.sql.SqlRefused;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.CallContext;
import dev.mcpoauth.transport.server.ToolAnnotations;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolHandler;
import dev.mcpoauth.transport.server.ToolResult;

/** Runs one read-only query. */
final class QueryTool implements ToolHandler {

    private static final int DEFAULT_ROWS = 100;

    static final ToolDefinition DEFINITION = ToolDefinition.builder("query")
            .title("Query")
            .description("Runs one read-only SQL query (H2 dialect). Decimals, dates and times come as text.")
            .annotations(ToolAnnotations.READ_ONLY)
            .inputSchema("""
                    {"type": "object", "required": ["sql"], "additionalProperties": false, "properties": {
                      %s,
                      "maxRows": {"type": "integer", "minimum": 1, "default": %d,
                                  "description": "The most rows to answer; the server has a limit too."}}}""".formatted(SqlArguments.PROPERTIES, DEFAULT_ROWS))
            .outputSchema("""
                    {"type": "object", "required": ["columns", "rows", "rowCount", "truncated"], "properties": {
                      "columns": {"type": "array", "items": {
                        "type": "object", "required": ["name", "type"], "properties": {
                          "name": {"type": "string"},
                          "type": {"type": "string", "description": "The SQL type."}}}},
                      "rows": {"type": "array", "items": {
                        "type": "array", "items": {"type": ["string", "number", "boolean", "null"]}}},
                      "rowCount": {"type": "integer"},
                      "truncated": {"type": "boolean", "description": "There was more than this answer holds."}}}""")
            .build();

    private final SqlDatabase database;

    QueryTool(SqlDatabase database) {
        this.database = database;
    }

    @Override
    public ToolResult call(Json arguments, CallContext call) throws InterruptedException {
        long rows = arguments.get("maxRows").flatMap(Json::asLong).orElse((long) DEFAULT_ROWS);
        int maxRows = (int) Math.min(rows, Integer.MAX_VALUE);
        try {
            return ToolResult.structured(
                    Shapes.rows(database.query(SqlArguments.statement(arguments), maxRows, new ToolWatch(call))));
        } catch (SqlRefused e) {
            return ToolResult.error(e.text());
        }
    }
}
