package dev.mcpoauth.example.conformance.client;

import dev.mcpoauth.transport.json.Json;

/** Answers an elicitation as somebody would who accepts the form as it is: with the defaults of its schema. */
final class SchemaDefaults {

    private SchemaDefaults() {}

    static Json accept(Json elicitation) {
        Json.Builder content = Json.object();
        elicitation
                .at("requestedSchema", "properties")
                .orElse(Json.EMPTY_OBJECT)
                .members()
                .forEach((name, schema) -> content.putIfPresent(name, schema.get("default")));
        return Json.object().put("action", "accept").put("content", content).build();
    }
}
