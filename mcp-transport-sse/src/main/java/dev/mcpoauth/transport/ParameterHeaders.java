package dev.mcpoauth.transport;

import dev.mcpoauth.transport.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The arguments of a tool that are mirrored into {@code Mcp-Param-*} headers: those whose schema carries
 * {@code x-mcp-header} (2026-07-28, Streamable HTTP, "Custom Headers from Tool Parameters"). Immutable.
 */
public final class ParameterHeaders {

    private static final String ANNOTATION = "x-mcp-header";
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");
    private static final long MAX_SAFE = (1L << 53) - 1;

    private final Map<String, List<String>> paths;

    private ParameterHeaders(Map<String, List<String>> paths) {
        this.paths = paths;
    }

    /**
     * Finds the annotations of an input schema.
     *
     * @throws IllegalArgumentException if one is no header name, is used twice, sits on something else than a text, whole
     *     number or truth value, or cannot be reached through {@code properties} alone
     */
    public static ParameterHeaders of(Json inputSchema) {
        Map<String, List<String>> paths = new LinkedHashMap<>();
        collect(inputSchema, List.of(), paths);
        if (annotations(inputSchema) != paths.size()) {
            throw new IllegalArgumentException(ANNOTATION + " must be on a property reached through properties alone");
        }
        return new ParameterHeaders(paths);
    }

    /** Whether nothing is mirrored. */
    public boolean isEmpty() {
        return paths.isEmpty();
    }

    /** The headers that these arguments are mirrored into, values not yet encoded. */
    public Map<String, String> headers(Json arguments) {
        Map<String, String> headers = new LinkedHashMap<>();
        paths.forEach((name, path) ->
                valueAt(arguments, path).ifPresent(value -> headers.put(McpHeaders.PARAM_PREFIX + name, text(value))));
        return headers;
    }

    /** The names of all headers that may be mirrored, whatever the arguments. */
    public Set<String> names() {
        return paths.keySet();
    }

    /** Whether a decoded header value says the same as the argument's text: whole numbers compare as numbers. */
    public static boolean same(String header, String argument) {
        if (header.equals(argument)) return true;
        Optional<Long> left = wholeNumber(header);
        return left.isPresent() && left.equals(wholeNumber(argument));
    }

    private static Optional<Long> wholeNumber(String text) {
        if (!text.matches("-?[0-9]{1,16}(\\.0{1,16})?")) return Optional.empty();
        return Optional.of(Long.parseLong(text.replaceFirst("\\..*", "")));
    }

    private static Optional<Json> valueAt(Json arguments, List<String> path) {
        return arguments.at(path.toArray(String[]::new)).filter(value -> !value.isNull());
    }

    private static String text(Json value) {
        return value.asString()
                .orElseGet(() -> value.asLong().map(String::valueOf).orElseGet(value::toString));
    }

    private static void collect(Json schema, List<String> path, Map<String, List<String>> paths) {
        Json properties = schema.get("properties").orElse(Json.NULL);
        properties.members().forEach((name, property) -> {
            List<String> here = Stream.concat(path.stream(), Stream.of(name)).toList();
            property.get(ANNOTATION).ifPresent(header -> add(header, property, here, paths));
            collect(property, here, paths);
        });
    }

    private static void add(Json header, Json property, List<String> path, Map<String, List<String>> paths) {
        String name = header.asString()
                .filter(text -> TOKEN.matcher(text).matches())
                .orElseThrow(() -> new IllegalArgumentException(ANNOTATION + " must be a header name (RFC 9110 §5.1)"));
        if (!TYPES.contains(property.string("type").orElse(""))) {
            throw new IllegalArgumentException(ANNOTATION + " must be on a string, integer or boolean");
        }
        requireSafe(property, "minimum");
        requireSafe(property, "maximum");
        boolean taken = paths.keySet().stream().anyMatch(other -> lower(other).equals(lower(name)));
        if (taken) throw new IllegalArgumentException(ANNOTATION + " values must differ by more than case");
        paths.put(name, path);
    }

    private static void requireSafe(Json property, String bound) {
        Optional<Long> value = property.get(bound).flatMap(Json::asLong);
        if (value.isPresent() && Math.abs(value.get()) > MAX_SAFE) {
            throw new IllegalArgumentException(ANNOTATION + " integers must stay within 2^53-1");
        }
    }

    /** Counts annotations wherever they are; a property that is merely called like the keyword is none. */
    private static int annotations(Json schema) {
        int count = 0;
        for (Map.Entry<String, Json> member : schema.members().entrySet()) {
            String keyword = member.getKey();
            if (keyword.equals(ANNOTATION)) count++;
            else if (Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
                    .contains(keyword)) {
                for (Json part : member.getValue().members().values()) count += annotations(part);
            } else if (!Set.of("const", "enum", "default", "examples").contains(keyword)) {
                count += annotations(member.getValue());
            }
        }
        for (Json part : schema.elements()) count += annotations(part);
        return count;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
