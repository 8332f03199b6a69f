package dev.mcpoauth.transport.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mcpoauth.transport.json.JsonException.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One immutable JSON value (RFC 8259). Members keep their order, numbers their digits, and nothing unknown is dropped,
 * so a value that is read and written again says what it said before.
 *
 * <p>An accessor that does not apply (a member of something that is no object, a text where a number is) answers empty:
 * untrusted input needs no checks of its own.
 */
public final class Json {

    /** The literal {@code null}. */
    public static final Json NULL = new Json(NullNode.getInstance());

    /** {@code {}}. */
    public static final Json EMPTY_OBJECT = new Json(JsonNodeFactory.instance.objectNode());

    // Mutable by its type, never mutated after it came here, and never handed out.
    private final JsonNode node;

    private Json(JsonNode node) {
        this.node = node;
    }

    static Json of(JsonNode node) {
        return node.isNull() ? NULL : new Json(node);
    }

    JsonNode node() {
        return node;
    }

    /**
     * Reads one value with {@linkplain JsonReader#DEFAULT default limits}.
     *
     * @throws JsonException if the text is not one JSON value within the limits
     */
    public static Json parse(String text) {
        return JsonReader.DEFAULT.read(text);
    }

    /**
     * Reads one value from UTF-8 with {@linkplain JsonReader#DEFAULT default limits}.
     *
     * @throws JsonException if the bytes are not one JSON value within the limits
     */
    public static Json parse(byte[] utf8) {
        return JsonReader.DEFAULT.read(utf8);
    }

    /** A text. */
    public static Json of(String text) {
        return new Json(TextNode.valueOf(text));
    }

    /** A whole number. */
    public static Json of(long number) {
        boolean small = number == (int) number;
        return new Json(small ? IntNode.valueOf((int) number) : LongNode.valueOf(number));
    }

    /**
     * A number.
     *
     * @throws IllegalArgumentException if it is not finite: JSON has no such number
     */
    public static Json of(double number) {
        if (!Double.isFinite(number)) throw new IllegalArgumentException("JSON has no NaN and no infinity");
        return new Json(JsonNodeFactory.instance.numberNode(BigDecimal.valueOf(number)));
    }

    /** A truth value. */
    public static Json of(boolean value) {
        return new Json(BooleanNode.valueOf(value));
    }

    /** An array. */
    public static Json array(Json... elements) {
        return array(List.of(elements));
    }

    /** An array. */
    public static Json array(Collection<Json> elements) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(elements.size());
        elements.forEach(element -> array.add(element.node));
        return new Json(array);
    }

    /** An array of texts. */
    public static Json strings(Collection<String> texts) {
        return array(texts.stream().map(Json::of).toList());
    }

    /** Starts an object. */
    public static Builder object() {
        return new Builder(JsonNodeFactory.instance.objectNode());
    }

    /**
     * The JSON form of plain Java values: {@code null}, texts, numbers, truth values, enums (by name), {@code Map},
     * {@code Collection}, arrays, {@code Optional}, {@code Json} and records of these.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Json from(@Nullable Object value) {
        return JavaValues.toJson(value);
    }

    /**
     * This value as a record, enum, {@code String}, number or other plain Java type. Unknown members are ignored.
     *
     * @throws JsonException of kind {@link Kind#MISMATCH} if this value does not have the shape of the type
     */
    public <T> T as(Class<T> type) {
        return JavaValues.fromJson(this, type);
    }

    /** What kind of value this is. */
    public Type type() {
        if (node.isObject()) return Type.OBJECT;
        if (node.isArray()) return Type.ARRAY;
        if (node.isTextual()) return Type.STRING;
        if (node.isNumber()) return Type.NUMBER;
        return node.isBoolean() ? Type.BOOLEAN : Type.NULL;
    }

    /** Whether this is the literal {@code null}. */
    public boolean isNull() {
        return node.isNull();
    }

    /** Whether this is an object. */
    public boolean isObject() {
        return node.isObject();
    }

    /** Whether this is an array. */
    public boolean isArray() {
        return node.isArray();
    }

    /** Whether this is a number written without fraction and exponent. */
    public boolean isWholeNumber() {
        return node.isIntegralNumber();
    }

    /** The member of this name, {@code null} literal included. */
    public Optional<Json> get(String name) {
        return Optional.ofNullable(node.get(name)).map(Json::of);
    }

    /** The value reached by following these member names. */
    public Optional<Json> at(String... path) {
        JsonNode at = node;
        for (String name : path) {
            at = at.get(name);
            if (at == null) return Optional.empty();
        }
        return Optional.of(of(at));
    }

    /** The member of this name if it is a text. */
    public Optional<String> string(String name) {
        return get(name).flatMap(Json::asString);
    }

    /** Whether an object has this member. */
    public boolean has(String name) {
        return node.has(name);
    }

    /** This value if it is a text. */
    public Optional<String> asString() {
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    /** This value if it is a truth value. */
    public Optional<Boolean> asBoolean() {
        return node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty();
    }

    /** This value if it is a number without a fraction that fits 64 bits; {@code 42.0} is one. */
    public Optional<Long> asLong() {
        if (!node.isNumber()) return Optional.empty();
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() ? Optional.of(node.longValue()) : Optional.empty();
        }
        try {
            BigDecimal decimal = node.decimalValue();
            // Bounded first: expanding 1e999999999 would take gigabytes.
            if (decimal.precision() - (long) decimal.scale() > 19) return Optional.empty();
            return Optional.of(decimal.longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** This value if it is a number. */
    public Optional<BigDecimal> asNumber() {
        return node.isNumber() ? Optional.of(node.decimalValue()) : Optional.empty();
    }

    /** The elements of an array; none for anything else. */
    public List<Json> elements() {
        if (!node.isArray()) return List.of();
        List<Json> elements = new ArrayList<>(node.size());
        node.forEach(element -> elements.add(of(element)));
        return Collections.unmodifiableList(elements);
    }

    /** The members of an object in their order; none for anything else. */
    public Map<String, Json> members() {
        Map<String, Json> members = new LinkedHashMap<>();
        node.properties().forEach(member -> members.put(member.getKey(), of(member.getValue())));
        return Collections.unmodifiableMap(members);
    }

    /** How many elements or members there are; zero for anything else. */
    public int size() {
        return node.size();
    }

    /**
     * This object with a member added or replaced.
     *
     * @throws IllegalStateException if this is no object
     */
    public Json with(String name, Json value) {
        return toBuilder().put(name, value).build();
    }

    /**
     * This object without a member.
     *
     * @throws IllegalStateException if this is no object
     */
    public Json without(String name) {
        ObjectNode copy = shallowCopy();
        copy.remove(name);
        return new Json(copy);
    }

    /**
     * A builder that starts with the members of this object.
     *
     * @throws IllegalStateException if this is no object
     */
    public Builder toBuilder() {
        return new Builder(shallowCopy());
    }

    private ObjectNode shallowCopy() {
        if (!(node instanceof ObjectNode object)) throw new IllegalStateException("not a JSON object: " + type());
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.setAll(object);
        return copy;
    }

    /** The compact text in UTF-8, without line breaks. */
    public byte[] toBytes() {
        try {
            return JavaValues.MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw JsonReader.impossible(e);
        }
    }

    /** The compact text, without line breaks. */
    @Override
    public String toString() {
        try {
            return JavaValues.MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw JsonReader.impossible(e);
        }
    }

    /** Equal values: members in any order, numbers by kind and value. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Json json && node.equals(json.node);
    }

    @Override
    public int hashCode() {
        return node.hashCode();
    }

    /** The kinds of JSON values. */
    public enum Type {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    /** Collects the members of an object in order; a name that is put twice keeps its last value. Used by one thread. */
    public static final class Builder {

        private ObjectNode members;

        private Builder(ObjectNode members) {
            this.members = members;
        }

        /** Adds or replaces a member. */
        public Builder put(String name, Json value) {
            members.set(name, value.node);
            return this;
        }

        /** Adds or replaces a text. */
        public Builder put(String name, String value) {
            return put(name, of(value));
        }

        /** Adds or replaces a whole number. */
        public Builder put(String name, long value) {
            return put(name, of(value));
        }

        /** Adds or replaces a number. */
        public Builder put(String name, double value) {
            return put(name, of(value));
        }

        /** Adds or replaces a truth value. */
        public Builder put(String name, boolean value) {
            return put(name, of(value));
        }

        /** Adds or replaces an object. */
        public Builder put(String name, Builder value) {
            return put(name, value.build());
        }

        /** Adds or replaces an array. */
        public Builder put(String name, Collection<Json> values) {
            return put(name, array(values));
        }

        /** Adds a member if there is a value. */
        public Builder putIfPresent(String name, Optional<Json> value) {
            value.ifPresent(present -> put(name, present));
            return this;
        }

        /** Adds all members of an object; nothing if it is none. */
        public Builder putAll(Json object) {
            object.members().forEach(this::put);
            return this;
        }

        /** The object; the builder goes on with a copy of its own. */
        public Json build() {
            ObjectNode built = members;
            members = JsonNodeFactory.instance.objectNode();
            members.setAll(built);
            return new Json(built);
        }
    }
}
