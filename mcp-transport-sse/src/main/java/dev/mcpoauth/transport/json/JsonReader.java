package dev.mcpoauth.transport.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.mcpoauth.transport.json.JsonException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON texts within limits: bytes, nesting depth, number of values, length of names and numbers; refuses duplicate
 * names, trailing content and anything that RFC 8259 does not define. Immutable and thread-safe; make one and keep it.
 */
public final class JsonReader {

    /** Most bytes of a text unless told otherwise: 4 MiB. */
    public static final int DEFAULT_MAX_BYTES = 4 * 1024 * 1024;

    /** Deepest nesting unless told otherwise: 64 levels. */
    public static final int DEFAULT_MAX_DEPTH = 64;

    /**
     * Most values of a text unless told otherwise: 1,000,000, each element, each member's value and each object or array
     * counted. A value takes far more memory than the three bytes that {@code [],} takes in a text.
     */
    public static final int DEFAULT_MAX_VALUES = 1_000_000;

    /** Reads with the default limits. */
    public static final JsonReader DEFAULT = of(DEFAULT_MAX_BYTES, DEFAULT_MAX_DEPTH);

    /** No number of the protocol needs more digits; longer ones only cost time. */
    private static final int MAX_NUMBER_DIGITS = 200;

    private static final int MAX_NAME_LENGTH = 4096;

    private final int maxBytes;
    private final int maxDepth;
    private final int maxValues;
    private final JsonFactory factory;

    private JsonReader(int maxBytes, int maxDepth, int maxValues) {
        if (maxBytes < 1) throw new IllegalArgumentException("maxBytes must be positive");
        if (maxDepth < 1) throw new IllegalArgumentException("maxDepth must be positive");
        if (maxValues < 1) throw new IllegalArgumentException("maxValues must be positive");
        this.maxBytes = maxBytes;
        this.maxValues = maxValues;
        this.maxDepth = maxDepth;
        this.factory = factory(maxBytes, maxDepth);
    }

    private static JsonFactory factory(int maxBytes, int maxDepth) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxStringLength(maxBytes)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .maxNumberLength(MAX_NUMBER_DIGITS)
                        .build())
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build();
    }

    /** A reader with its own limits, and {@link #DEFAULT_MAX_VALUES}. */
    public static JsonReader of(int maxBytes, int maxDepth) {
        return new JsonReader(maxBytes, maxDepth, DEFAULT_MAX_VALUES);
    }

    /**
     * A reader like this one that takes so many values in a text.
     *
     * @throws IllegalArgumentException if it is less than one
     */
    public JsonReader withMaxValues(int values) {
        return new JsonReader(maxBytes, maxDepth, values);
    }

    /** Most bytes of a text that this reader takes. */
    public int maxBytes() {
        return maxBytes;
    }

    /**
     * Reads one JSON value from UTF-8.
     *
     * @throws JsonException if the bytes are not one JSON value within the limits
     */
    public Json read(byte[] utf8) {
        if (utf8.length > maxBytes) throw new JsonException(Kind.TOO_LARGE, "JSON text is longer than " + maxBytes);
        return read(decode(utf8));
    }

    /**
     * Reads one JSON value.
     *
     * @throws JsonException if the text is not one JSON value within the limits
     */
    public Json read(String text) {
        if (text.length() > maxBytes) throw new JsonException(Kind.TOO_LARGE, "JSON text is longer than " + maxBytes);
        try (JsonParser in = factory.createParser(text)) {
            if (in.nextToken() == null) throw new JsonException(Kind.MALFORMED, "empty JSON text");
            Json json = value(in, new Budget(maxValues));
            if (in.nextToken() != null) throw malformed(in.currentTokenLocation());
            return json;
        } catch (JsonProcessingException e) {
            throw refusal(e);
        } catch (IOException e) {
            throw impossible(e);
        }
    }

    /** The value that begins with the current token. */
    static Json value(JsonParser in) throws IOException {
        return value(in, new Budget(Integer.MAX_VALUE));
    }

    private static Json value(JsonParser in, Budget budget) throws IOException {
        budget.spend();
        return switch (in.currentToken()) {
            case START_OBJECT -> object(in, budget);
            case START_ARRAY -> array(in, budget);
            case VALUE_STRING -> Json.of(in.getText());
            case VALUE_NUMBER_INT -> wholeNumber(in);
            case VALUE_NUMBER_FLOAT -> decimal(in);
            case VALUE_TRUE -> Json.of(true);
            case VALUE_FALSE -> Json.of(false);
            case VALUE_NULL -> Json.NULL;
            default -> throw malformed(in.currentTokenLocation());
        };
    }

    private static Json object(JsonParser in, Budget budget) throws IOException {
        Map<String, Json> members = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            if (members.put(name, value(in, budget)) != null) {
                throw new JsonException(
                        Kind.DUPLICATE_NAME, "JSON object names a member twice" + where(in.currentTokenLocation()));
            }
        }
        return members.isEmpty() ? Json.EMPTY_OBJECT : Json.ofMembers(members);
    }

    private static Json array(JsonParser in, Budget budget) throws IOException {
        List<Json> elements = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) elements.add(value(in, budget));
        return elements.isEmpty() ? Json.EMPTY_ARRAY : Json.ofElements(elements);
    }

    private static Json wholeNumber(JsonParser in) throws IOException {
        boolean big = in.getNumberType() == JsonParser.NumberType.BIG_INTEGER;
        return big ? Json.of(in.getBigIntegerValue()) : Json.of(in.getLongValue());
    }

    // A BigDecimal has no exponent beyond int, and Jackson lets what it throws pass.
    private static Json decimal(JsonParser in) throws IOException {
        try {
            return Json.of(in.getDecimalValue());
        } catch (NumberFormatException | ArithmeticException e) {
            throw malformed(in.currentTokenLocation());
        }
    }

    // Strict: Jackson's own byte decoder would let some malformed sequences (lone surrogates, overlong forms) pass.
    private static String decode(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new JsonException(Kind.MALFORMED, "JSON text is not UTF-8 (RFC 8259 §8.1)");
        }
    }

    private JsonException refusal(JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) {
            boolean depth = String.valueOf(e.getOriginalMessage()).contains("nesting depth");
            return depth
                    ? new JsonException(Kind.TOO_DEEP, "JSON nests deeper than " + maxDepth)
                    : new JsonException(Kind.TOO_LARGE, "JSON holds a name, text or number that is too long");
        }
        return malformed(e.getLocation());
    }

    private static JsonException malformed(@Nullable JsonLocation location) {
        return new JsonException(Kind.MALFORMED, "malformed JSON" + where(location));
    }

    private static String where(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + " column " + location.getColumnNr();
    }

    static UncheckedIOException impossible(IOException e) {
        return new UncheckedIOException("writing JSON to memory failed", e);
    }

    /** How many values a text may still bring. */
    private static final class Budget {
        private final int most;
        private int spent;

        private Budget(int most) {
            this.most = most;
        }

        private void spend() {
            if (spent == most) throw new JsonException(Kind.TOO_LARGE, "JSON holds more than " + most + " values");
            spent++;
        }
    }
}
