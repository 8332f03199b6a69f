package dev.mcpoauth.example.database.mcp;

import dev.mcpoauth.example.database.sql.Parameters;
import dev.mcpoauth.example.database.sql.Parameters.Named;
import dev.mcpoauth.example.database.sql.Parameters.Positional;
import dev.mcpoauth.example.database.sql.SqlStatement;
import dev.mcpoauth.transport.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A statement as tools take it: {@code sql}, and {@code parameters} as an array or an object. */
final class SqlArguments {

    /** Members of a JSON Schema object; the statement's text and its values. */
    static final String PROPERTIES = """
            "sql": {"type": "string", "minLength": 1, "maxLength": 50000,
                    "description": "One statement, with ? or :name where values go."},
            "parameters": {
              "description": "Values for ? as an array, or for :name as an object.",
              "anyOf": [
                {"type": "array", "maxItems": 500, "items": {"type": ["string", "number", "boolean", "null"]}},
                {"type": "object", "maxProperties": 500,
                 "additionalProperties": {"type": ["string", "number", "boolean", "null"]}}]}""";

    private SqlArguments() {}

    /** The statement in arguments that are valid against the schema. */
    static SqlStatement statement(Json arguments) {
        Parameters parameters =
                arguments.get("parameters").map(SqlArguments::parameters).orElse(Parameters.NONE);
        return new SqlStatement(arguments.string("sql").orElseThrow(), parameters);
    }

    private static Parameters parameters(Json json) {
        if (json.isArray()) {
            return new Positional(
                    json.elements().stream().map(SqlArguments::value).toList());
        }
        Map<String, Optional<Object>> named = new HashMap<>();
        json.members().forEach((name, value) -> named.put(name, value(value)));
        return new Named(named);
    }

    private static Optional<Object> value(Json json) {
        Optional<Object> text = json.asString().map(Object.class::cast);
        return text.or(() -> json.asBoolean().map(Object.class::cast))
                .or(() -> json.asNumber().map(Object.class::cast));
    }
}
