package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonSchema;
import java.util.Optional;

/** The schema of a form: flat, and of plain values only (MCP, Elicitation, "Requested Schema"). */
final class FormSchema {

    private FormSchema() {}

    static Json of(Class<? extends Record> type) {
        Json schema = JsonSchema.derivedFrom(type).json();
        Json.Builder fields = Json.object();
        schema.get("properties")
                .orElse(Json.EMPTY_OBJECT)
                .members()
                .forEach((name, property) -> fields.put(name, field(name, property)));
        return schema.without("$defs").with("properties", fields.build());
    }

    /** A field that may stay empty is one that is not required: forms know no null. */
    private static Json field(String name, Json property) {
        Json choice = property.get("anyOf").orElse(Json.NULL).elements().stream()
                .filter(alternative -> !alternative.string("type").equals(Optional.of("null")))
                .findFirst()
                .orElse(property);
        Json type = choice.get("type").orElse(Json.NULL);
        Json plain = type.elements().stream()
                .filter(alternative -> !alternative.equals(Json.of("null")))
                .findFirst()
                .orElse(type);
        String wire = plain.asString().orElse("object");
        if (wire.equals("object") || wire.equals("array")) {
            throw new IllegalArgumentException(name + " is no field of a form");
        }
        return property.without("anyOf").toBuilder()
                .putAll(choice)
                .put("type", plain)
                .build();
    }
}
