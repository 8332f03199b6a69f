package dev.mcpoauth.example.database.mcp;

import dev.mcpoauth.example.database.sql.SqlDatabase;
import dev.mcpoauth.example.database.sql.SqlRefused;
import dev.mcpoauth.example.database.sql.SqlStatement;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.CallContext;
import dev.mcpoauth.transport.server.ToolAnnotations;
import dev.mcpoauth.transport.server.ToolDefinition;
import dev.mcpoauth.transport.server.ToolHandler;
import dev.mcpoauth.transport.server.ToolResult;
import java.util.List;

/** Changes rows in one transaction. */
final class ChangeTool implements ToolHandler {

    static final ToolDefinition DEFINITION = ToolDefinition.builder("change")
            .title("Change rows")
            .description(
                    "Runs INSERT, UPDATE, DELETE or MERGE statements as one transaction: all take effect, or none.")
            .annotations(new ToolAnnotations(false, true, false, false))
            .inputSchema("""
                    {"type": "object", "required": ["statements"], "additionalProperties": false, "properties": {
                      "statements": {"type": "array", "minItems": 1, "maxItems": 1000, "items": {
                        "type": "object", "required": ["sql"], "additionalProperties": false, "properties": {
                          %s}}}}}""".formatted(SqlArguments.PROPERTIES))
            .outputSchema("""
                    {"type": "object", "required": ["affectedRows", "total"], "properties": {
                      "affectedRows": {"type": "array", "items": {"type": "integer"},
                                       "description": "Rows changed by each statement."},
                      "total": {"type": "integer"}}}""")
            .build();

    private final SqlDatabase database;

    ChangeTool(SqlDatabase database) {
        this.database = database;
    }

    @Override
    public ToolResult call(Json arguments, CallContext call) throws InterruptedException {
        List<SqlStatement> statements = arguments.get("statements").orElseThrow().elements().stream()
                .map(SqlArguments::statement)
                .toList();
        try {
            return ToolResult.structured(Shapes.change(database.change(statements, new ToolWatch(call))));
        } catch (SqlRefused e) {
            return ToolResult.error(e.text());
        }
    }
}
