package dev.mcpoauth.transport.json;

import dev.mcpoauth.transport.json.JsonException.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    public static final Json NULL = new Json(Type.NULL);

    /** {@code {}}. */
    public static final Json EMPTY_OBJECT = new Json(Map.of());

    /** {@code []}. */
    static final Json EMPTY_ARRAY = new Json(List.of());

    // A String, Boolean, Long, BigInteger beyond it, BigDecimal, unmodifiable List or Map of Json, or Type.NULL.
    private final Object value;

    private Json(Object value) {
        this.value = value;
    }

    Object value() {
        return value;
    }

    /** Takes a list that nobody changes any more. */
    static Json ofElements(List<Json> elements) {
        return new Json(Collections.unmodifiableList(elements));
    }

    /** Takes a map that nobody changes any more. */
    static Json ofMembers(Map<String, Json> members) {
        return new Json(Collections.unmodifiableMap(members));
    }

    static Json of(BigDecimal number) {
        return new Json(number);
    }

    static Json of(BigInteger number) {
        return number.bitLength() < Long.SIZE ? of(number.longValue()) : new Json(number);
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
        return new Json(Objects.requireNonNull(text));
    }

    /** A whole number. */
    public static Json of(long number) {
        return new Json(number);
    }

    /**
     * A number.
     *
     * @throws IllegalArgumentException if it is not finite: JSON has no such number
     */
    public static Json of(double number) {
        if (!Double.isFinite(number)) throw new IllegalArgumentException("JSON has no NaN and no infinity");
        return of(BigDecimal.valueOf(number));
    }

    /** A truth value. */
    public static Json of(boolean value) {
        return new Json(value);
    }

    /** An array. */
    public static Json array(Json... elements) {
        return new Json(List.of(elements));
    }

    /** An array. */
    public static Json array(Collection<Json> elements) {
        return new Json(List.copyOf(elements));
    }

    /** An array of texts. */
    public static Json strings(Collection<String> texts) {
        return array(texts.stream().map(Json::of).toList());
    }

    /** Starts an object. */
    public static Builder object() {
        return new Builder(Map.of());
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
        if (isObject()) return Type.OBJECT;
        if (isArray()) return Type.ARRAY;
        if (value instanceof String) return Type.STRING;
        if (value instanceof Number) return Type.NUMBER;
        return value instanceof Boolean ? Type.BOOLEAN : Type.NULL;
    }

    /** Whether this is the literal {@code null}. */
    public boolean isNull() {
        return value == Type.NULL;
    }

    /** Whether this is an object. */
    public boolean isObject() {
        return value instanceof Map;
    }

    /** Whether this is an array. */
    public boolean isArray() {
        return value instanceof List;
    }

    /** Whether this is a number written without fraction and exponent. */
    public boolean isWholeNumber() {
        return value instanceof Long || value instanceof BigInteger;
    }

    /** The member of this name, {@code null} literal included. */
    public Optional<Json> get(String name) {
        return Optional.ofNullable(members().get(name));
    }

    /** The value reached by following these member names. */
    public Optional<Json> at(String... path) {
        Json at = this;
        for (String name : path) {
            at = at.members().get(name);
            if (at == null) return Optional.empty();
        }
        return Optional.of(at);
    }

    /** The member of this name if it is a text. */
    public Optional<String> string(String name) {
        return get(name).flatMap(Json::asString);
    }

    /** Whether an object has this member. */
    public boolean has(String name) {
        return members().containsKey(name);
    }

    /** This value if it is a text. */
    public Optional<String> asString() {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** This value if it is a truth value. */
    public Optional<Boolean> asBoolean() {
        return value instanceof Boolean bool ? Optional.of(bool) : Optional.empty();
    }

    /** This value if it is a number without a fraction that fits 64 bits; {@code 42.0} is one. */
    public Optional<Long> asLong() {
        if (value instanceof Long number) return Optional.of(number);
        if (!(value instanceof BigDecimal decimal)) return Optional.empty();
        try {
            // Bounded first: expanding 1e999999999 would take gigabytes.
            if (decimal.precision() - (long) decimal.scale() > 19) return Optional.empty();
            return Optional.of(decimal.longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** This value if it is a number. */
    public Optional<BigDecimal> asNumber() {
        if (value instanceof Long number) return Optional.of(BigDecimal.valueOf(number));
        if (value instanceof BigInteger number) return Optional.of(new BigDecimal(number));
        return value instanceof BigDecimal number ? Optional.of(number) : Optional.empty();
    }

    /** The elements of an array; none for anything else. */
    @SuppressWarnings("unchecked") // what the constructor was given
    public List<Json> elements() {
        return value instanceof List<?> elements ? (List<Json>) elements : List.of();
    }

    /** The members of an object in their order; none for anything else. */
    @SuppressWarnings("unchecked") // what the constructor was given
    public Map<String, Json> members() {
        return value instanceof Map<?, ?> members ? (Map<String, Json>) members : Map.of();
    }

    /** How many elements or members there are; zero for anything else. */
    public int size() {
        return isArray() ? elements().size() : members().size();
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
        Builder copy = toBuilder();
        copy.own().remove(name);
        return copy.build();
    }

    /**
     * A builder that starts with the members of this object.
     *
     * @throws IllegalStateException if this is no object
     */
    public Builder toBuilder() {
        if (!isObject()) throw new IllegalStateException("not a JSON object: " + type());
        return new Builder(members());
    }

    /** The compact text in UTF-8, without line breaks. */
    public byte[] toBytes() {
        return JsonText.bytes(this);
    }

    /** The compact text, without line breaks. */
    @Override
    public String toString() {
        return JsonText.string(this);
    }

    /** Equal values: members in any order, numbers by kind and value. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Json json)) return false;
        if (value instanceof BigDecimal mine && json.value instanceof BigDecimal theirs) {
            return mine.compareTo(theirs) == 0;
        }
        return value.equals(json.value);
    }

    @Override
    public int hashCode() {
        return value instanceof BigDecimal decimal ? hash(decimal) : value.hashCode();
    }

    private static int hash(BigDecimal decimal) {
        try {
            return decimal.stripTrailingZeros().hashCode();
        } catch (ArithmeticException e) {
            return decimal.signum(); // 100e2147483647, as all that are equal to it: too large once stripped.
        }
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

        private Map<String, Json> members;
        /** Whether an object has these members, too: then a change needs a copy. */
        private boolean given;

        private Builder(Map<String, Json> members) {
            this.members = new LinkedHashMap<>(members);
        }

        private Map<String, Json> own() {
            if (given) members = new LinkedHashMap<>(members);
            given = false;
            return members;
        }

        /** Adds or replaces a member. */
        public Builder put(String name, Json value) {
            own().put(Objects.requireNonNull(name), Objects.requireNonNull(value));
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

        /** The object; what the builder is given afterwards does not change it. */
        public Json build() {
            given = true;
            return ofMembers(members);
        }
    }
}
