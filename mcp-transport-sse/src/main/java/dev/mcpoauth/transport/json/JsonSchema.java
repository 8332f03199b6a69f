package dev.mcpoauth.transport.json;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import dev.mcpoauth.transport.json.internal.RecordSchemas;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A compiled JSON Schema, 2020-12 unless it names another dialect that is built in (drafts 4, 6, 7, 2019-09). A schema
 * is trusted as far as the program that supplies it; still, nothing is ever fetched: a {@code $ref} reaches only into
 * the schema itself (MCP 2026-07-28, Base Protocol, "$ref Resolution"). Immutable and thread-safe.
 */
public final class JsonSchema {

    /** Most problems that a validation names; the rest would only fill logs. */
    private static final int MAX_PROBLEMS = 8;

    private static final int MAX_SUBSCHEMAS = 5000;

    // The default dialect comes first. Keywords of others ("x-mcp-header", "enumNames") say nothing about validity.
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDialects(
            Stream.of(
                            Dialects.getDraft202012(),
                            Dialects.getDraft201909(),
                            Dialects.getDraft7(),
                            Dialects.getDraft6(),
                            Dialects.getDraft4())
                    .map(dialect -> Dialect.builder(dialect)
                            .unknownKeywordFactory((keyword, context) -> new AnnotationKeyword(keyword))
                            .build())
                    .toList(),
            builder -> builder.schemaCacheEnabled(false)
                    .schemaLoader(
                            loader -> loader.fetchRemoteResources(false).block(iri -> !isBuiltIn(iri.toString()))));

    private static final RecordSchemas RECORDS = new RecordSchemas(Json.class, JsonSchema::description);

    private final Json json;
    private final Schema compiled;

    private JsonSchema(Json json, Schema compiled) {
        this.json = json;
        this.compiled = compiled;
    }

    /**
     * Compiles a schema.
     *
     * @throws IllegalArgumentException if it is no object, names an unknown dialect, is larger than reasonable, or
     *     refers to something outside of itself
     */
    public static JsonSchema of(Json schema) {
        if (!schema.isObject()) throw new IllegalArgumentException("a schema is a JSON object");
        if (count(schema) > MAX_SUBSCHEMAS) throw new IllegalArgumentException("a schema has too many parts");
        refuseForeignReferences(schema);
        try {
            Schema compiled = REGISTRY.getSchema(JavaValues.node(schema));
            compiled.initializeValidators();
            return new JsonSchema(schema, compiled);
        } catch (SchemaException e) {
            throw new IllegalArgumentException("not a usable JSON Schema: " + e.getMessage(), e);
        }
    }

    /**
     * The schema of a record and what is in it: texts, numbers, truth values, enums (by name), {@code Map}, {@code Collection},
     * arrays, {@link Json} and records of these. A component that is an {@code Optional} may be left out or {@code null}; all
     * others are required. Descriptions come from {@link Description}.
     *
     * @throws IllegalArgumentException if it is no record, or holds anything else
     */
    public static JsonSchema derivedFrom(Class<? extends Record> type) {
        return of(Json.parse(RECORDS.of(type)));
    }

    private static Optional<String> description(AnnotatedElement element) {
        return Optional.ofNullable(element.getAnnotation(Description.class)).map(Description::value);
    }

    /** The schema as it was given. */
    public Json json() {
        return json;
    }

    /**
     * What is wrong with a value, at most a few lines such as {@code "/limit: must be at most 100"}; empty if it is
     * valid.
     */
    public List<String> problems(Json value) {
        return compiled.validate(JavaValues.node(value)).stream()
                .limit(MAX_PROBLEMS)
                .map(JsonSchema::describe)
                .toList();
    }

    private static String describe(Error error) {
        String where = error.getInstanceLocation().toString();
        return (where.isEmpty() ? "" : where + ": ") + error.getMessage();
    }

    private static boolean isBuiltIn(String iri) {
        return iri.startsWith("https://json-schema.org/") || iri.startsWith("http://json-schema.org/");
    }

    private static int count(Json json) {
        int count = 1;
        for (Json part : json.members().values()) count += count(part);
        for (Json part : json.elements()) count += count(part);
        return count;
    }

    private static void refuseForeignReferences(Json schema) {
        for (String keyword : List.of("$ref", "$dynamicRef")) {
            Optional<String> foreign = schema.string(keyword).filter(ref -> !ref.startsWith("#"));
            if (foreign.isPresent() && foreign.get().contains(":")) {
                throw new IllegalArgumentException("a schema may only refer to itself: " + foreign.get());
            }
        }
        schema.members().values().forEach(JsonSchema::refuseForeignReferences);
        schema.elements().forEach(JsonSchema::refuseForeignReferences);
    }
}
