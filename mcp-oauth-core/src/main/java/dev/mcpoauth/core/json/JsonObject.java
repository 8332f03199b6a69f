package dev.mcpoauth.core.json;

import dev.mcpoauth.core.internal.json.JsonReading;
import dev.mcpoauth.core.internal.json.JsonWriting;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable JSON object (RFC 8259). Members keep their order and survive a round trip whether or not anybody knows
 * them.
 *
 * <p>A member's value is a {@link String}, {@link Boolean}, {@link Long}, {@link BigInteger}, {@link BigDecimal},
 * {@link JsonObject} or an unmodifiable {@link List} of such values; {@code null} members are kept for writing and read
 * as absent. The typed accessors are empty where the member is absent or has another type, so that a rule which needs to
 * tell the two apart asks {@link #has}.
 */
public final class JsonObject {
    /** Without members. */
    public static final JsonObject EMPTY = new JsonObject(new LinkedHashMap<>());

    /** Nested objects are plain maps in here and become views on the way out. */
    private final Map<String, @Nullable Object> members;

    private JsonObject(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    /**
     * Reads a UTF-8 text of at most 1 MiB and 32 levels, without duplicate member names.
     *
     * @throws MalformedJsonException if the text is anything else
     */
    public static JsonObject parse(byte[] utf8) {
        try {
            return new JsonObject(JsonReading.object(utf8));
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Reads a text; see {@link #parse(byte[])}. */
    public static JsonObject parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Starts an empty object. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts from this object's members. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.members.putAll(members);
        return builder;
    }

    /** The member names in order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(members.keySet());
    }

    /** Whether the member is there and not {@code null}. */
    public boolean has(String name) {
        return members.get(name) != null;
    }

    /** The member's value, of one of the types that the class comment lists. */
    public Optional<Object> value(String name) {
        return Optional.ofNullable(view(members.get(name)));
    }

    /** The member, if it is a string. */
    public Optional<String> string(String name) {
        return typed(name, String.class);
    }

    /** The member, if it is a boolean. */
    public Optional<Boolean> bool(String name) {
        return typed(name, Boolean.class);
    }

    /** The member, if it is a number without fraction in the range of a long. */
    public Optional<Long> integer(String name) {
        return typed(name, Long.class);
    }

    /** The member, if it is an object. */
    public Optional<JsonObject> object(String name) {
        return value(name).filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
    }

    /** The member, if it is an array; elements that are {@code null} are left out. */
    public Optional<List<Object>> array(String name) {
        return value(name)
                .filter(List.class::isInstance)
                .map(list -> ((List<?>) list).stream().map(Object.class::cast).toList());
    }

    /** The member, if it is an array of strings only. */
    public Optional<List<String>> strings(String name) {
        return array(name)
                .filter(list -> list.stream().allMatch(String.class::isInstance))
                .map(list -> list.stream().map(String.class::cast).toList());
    }

    private <T> Optional<T> typed(String name, Class<T> type) {
        Object value = members.get(name);
        return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
    }

    private static @Nullable Object view(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Builder nested = new Builder();
            map.forEach((key, element) -> nested.members.put(String.valueOf(key), element));
            return nested.build();
        }
        if (value instanceof List<?> list) {
            return list.stream().filter(Objects::nonNull).map(JsonObject::view).toList();
        }
        return value;
    }

    /** Compact JSON text. */
    public String toJson() {
        return new String(toBytes(), StandardCharsets.UTF_8);
    }

    /** Compact JSON text in UTF-8. */
    public byte[] toBytes() {
        return JsonWriting.bytes(members);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject that && members.equals(that.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    /** Names the members only: values may be secrets. */
    @Override
    public String toString() {
        return "JsonObject" + members.keySet();
    }

    /** Collects members. Not thread-safe. */
    public static final class Builder {
        private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Sets a member.
         *
         * @param value a string, boolean, number, {@link JsonObject}, {@link Optional} (empty leaves the member out),
         *     or a collection or map of such values with string keys
         */
        public Builder put(String name, Object value) {
            if (value instanceof Optional<?> optional) {
                optional.ifPresent(present -> put(name, present));
            } else {
                members.put(name, normal(value));
            }
            return this;
        }

        /** Sets a member to JSON {@code null}. */
        public Builder putNull(String name) {
            members.put(name, null);
            return this;
        }

        /** Takes a member away. */
        public Builder remove(String name) {
            members.remove(name);
            return this;
        }

        /** The finished object. */
        public JsonObject build() {
            return new JsonObject(new LinkedHashMap<>(members));
        }

        private static @Nullable Object normal(@Nullable Object value) {
            if (value == null || value instanceof String || value instanceof Boolean) {
                return value;
            }
            if (value instanceof JsonObject object) {
                return object.members;
            }
            if (value instanceof Number number) {
                return number(number);
            }
            if (value instanceof Collection<?> collection) {
                List<@Nullable Object> list = new ArrayList<>();
                collection.forEach(element -> list.add(normal(element)));
                return Collections.unmodifiableList(list);
            }
            if (value instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> nested = new LinkedHashMap<>();
                map.forEach((key, element) -> nested.put(String.valueOf(key), normal(element)));
                return nested;
            }
            throw new IllegalArgumentException(
                    "not a JSON value: " + value.getClass().getName());
        }

        private static Number number(Number number) {
            if (number instanceof Integer || number instanceof Short || number instanceof Byte) {
                return number.longValue();
            }
            if (number instanceof Double || number instanceof Float) {
                return new BigDecimal(number.toString());
            }
            return number;
        }
    }
}
