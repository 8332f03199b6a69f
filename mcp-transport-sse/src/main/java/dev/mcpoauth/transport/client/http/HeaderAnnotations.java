package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the {@code x-mcp-header} annotations of a tool's input schema (2026-07-28, "Schema Extension"). One that breaks
 * a rule makes the tool unusable.
 */
final class HeaderAnnotations {

    private static final String KEYWORD = "x-mcp-header";
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Set<String> PRIMITIVE = Set.of("string", "integer", "boolean");

    /** Keywords whose members are schemas under names of their own. */
    private static final Set<String> NAMED_SCHEMAS =
            Set.of("properties", "patternProperties", "dependentSchemas", "$defs", "definitions");

    /** Keywords whose value is data, in which the annotation's name means nothing. */
    private static final Set<String> DATA = Set.of("default", "const", "enum", "examples");

    private final List<Annotation> found = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private HeaderAnnotations() {}

    /**
     * An annotated property.
     *
     * @param path the member names that lead to the argument
     * @param name the header's name after {@code Mcp-Param-}
     */
    record Annotation(List<String> path, String name) {}

    /** An annotation that breaks a rule. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(String rule) {
            super(rule);
        }
    }

    /** The annotations of a schema, in its order. */
    static List<Annotation> of(Json inputSchema) throws Malformed {
        HeaderAnnotations annotations = new HeaderAnnotations();
        annotations.schema(inputSchema, List.of(), true);
        return List.copyOf(annotations.found);
    }

    /**
     * @param reachable whether only {@code properties} keywords lead here
     */
    private void schema(Json schema, List<String> path, boolean reachable) throws Malformed {
        for (Json element : schema.elements()) schema(element, path, false);
        for (Map.Entry<String, Json> keyword : schema.members().entrySet()) {
            String name = keyword.getKey();
            if (name.equals(KEYWORD)) annotation(schema, keyword.getValue(), path, reachable);
            else if (NAMED_SCHEMAS.contains(name))
                named(keyword.getValue(), path, reachable && name.equals("properties"));
            else if (!DATA.contains(name)) schema(keyword.getValue(), path, false);
        }
    }

    private void named(Json schemas, List<String> path, boolean reachable) throws Malformed {
        for (Map.Entry<String, Json> entry : schemas.members().entrySet()) {
            List<String> inner = new ArrayList<>(path);
            inner.add(entry.getKey());
            schema(entry.getValue(), List.copyOf(inner), reachable);
        }
    }

    private void annotation(Json schema, Json value, List<String> path, boolean reachable) throws Malformed {
        String name = value.asString().orElseThrow(() -> new Malformed("the header name is no text"));
        if (!TOKEN.matcher(name).matches()) throw new Malformed("the header name is no token");
        if (!reachable || path.isEmpty()) throw new Malformed("the property is not reachable by properties alone");
        if (schema.string("type").filter(PRIMITIVE::contains).isEmpty())
            throw new Malformed("the property is no string, integer or boolean");
        if (!names.add(name.toLowerCase(Locale.ROOT))) throw new Malformed("two properties share a header name");
        found.add(new Annotation(path, name));
    }
}
