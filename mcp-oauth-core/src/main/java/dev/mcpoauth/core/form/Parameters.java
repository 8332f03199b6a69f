package dev.mcpoauth.core.form;

import dev.mcpoauth.core.OAuthException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The parameters of an OAuth request or response, in order
 * (<a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.1">RFC 6749 §3.1</a>, §3.2 and Appendix B). A parameter
 * that is here has a value that is not empty. Immutable.
 */
public final class Parameters {
    /** Without any parameter. */
    public static final Parameters EMPTY = new Parameters(Map.of());

    private static final Pattern ORDINARY_NAME = Pattern.compile("[A-Za-z_]{1,40}");

    private final Map<String, List<String>> values;

    Parameters(Map<String, List<String>> values) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        values.forEach((name, list) -> copy.put(name, List.copyOf(list)));
        this.values = Collections.unmodifiableMap(copy);
    }

    /**
     * Reads a query string without its question mark, or a form body, under the {@linkplain ParameterRules#defaults
     * default rules}.
     *
     * @throws OAuthException {@code invalid_request} if the text breaks a rule
     */
    public static Parameters parse(String encoded) {
        return ParameterRules.defaults().parse(encoded);
    }

    /** Starts empty. */
    public static Builder builder() {
        return new Builder();
    }

    /** The names in the order of their first occurrence. */
    public Set<String> names() {
        return values.keySet();
    }

    /** Whether the parameter is there. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The parameter's value, the first one of a repeatable parameter. */
    public Optional<String> value(String name) {
        return values(name).stream().findFirst();
    }

    /** All values of a repeatable parameter, in order. */
    public List<String> values(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The text for a form body or a query string. */
    public String encode() {
        return values.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(value -> FormEncoding.encode(entry.getKey()) + "=" + FormEncoding.encode(value)))
                .collect(Collectors.joining("&"));
    }

    /**
     * Adds these parameters to a URI's query and leaves every character that it has in place (RFC 6749 §4.1.2).
     *
     * @throws IllegalArgumentException if the URI has a fragment
     */
    public String appendTo(String uri) {
        if (uri.indexOf('#') >= 0) {
            throw new IllegalArgumentException("uri must have no fragment");
        }
        if (values.isEmpty()) {
            return uri;
        }
        int query = uri.indexOf('?');
        boolean open = query == uri.length() - 1 || uri.endsWith("&");
        String separator = query < 0 ? "?" : open ? "" : "&";
        return uri + separator + encode();
    }

    /** A name for a log line: the ones that specifications use as they are, anything else without its text. */
    static String loggable(String name) {
        return ORDINARY_NAME.matcher(name).matches() ? name : "(other)";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Parameters that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Names only: values may be secrets. */
    @Override
    public String toString() {
        return "Parameters" + names().stream().map(Parameters::loggable).toList();
    }

    /** Collects parameters. Not thread-safe. */
    public static final class Builder {
        private final Map<String, List<String>> values = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a value; an empty one is left out.
         *
         * @throws IllegalArgumentException if the name is empty
         */
        public Builder add(String name, String value) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("name must not be empty");
            }
            if (!value.isEmpty()) {
                values.computeIfAbsent(name, absent -> new ArrayList<>(1)).add(value);
            }
            return this;
        }

        /** Adds each of the values. */
        public Builder addAll(String name, Iterable<String> many) {
            many.forEach(value -> add(name, value));
            return this;
        }

        /** The finished parameters. */
        public Parameters build() {
            return new Parameters(values);
        }
    }
}
