package dev.mcpoauth.transport.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mcpoauth.transport.json.JsonException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON texts within limits: bytes, nesting depth, length of names and numbers; refuses duplicate names, trailing
 * content and anything that RFC 8259 does not define. Immutable and thread-safe; make one and keep it.
 */
public final class JsonReader {

    /** Most bytes of a text unless told otherwise: 4 MiB. */
    public static final int DEFAULT_MAX_BYTES = 4 * 1024 * 1024;

    /** Deepest nesting unless told otherwise: 64 levels. */
    public static final int DEFAULT_MAX_DEPTH = 64;

    /** Reads with the default limits. */
    public static final JsonReader DEFAULT = new JsonReader(DEFAULT_MAX_BYTES, DEFAULT_MAX_DEPTH);

    /** No number of the protocol needs more digits; longer ones only cost time. */
    private static final int MAX_NUMBER_DIGITS = 200;

    private static final int MAX_NAME_LENGTH = 4096;

    private final int maxBytes;
    private final int maxDepth;
    private final ObjectReader reader;

    private JsonReader(int maxBytes, int maxDepth) {
        if (maxBytes < 1) throw new IllegalArgumentException("maxBytes must be positive");
        if (maxDepth < 1) throw new IllegalArgumentException("maxDepth must be positive");
        this.maxBytes = maxBytes;
        this.maxDepth = maxDepth;
        this.reader = JsonMapper.builder(factory(maxBytes, maxDepth))
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build()
                .readerFor(JsonNode.class);
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

    /** A reader with its own limits. */
    public static JsonReader of(int maxBytes, int maxDepth) {
        return new JsonReader(maxBytes, maxDepth);
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
        try {
            JsonNode node = reader.readValue(text);
            if (node == null || node.isMissingNode()) throw new JsonException(Kind.MALFORMED, "empty JSON text");
            return Json.of(node);
        } catch (JsonProcessingException e) {
            throw refusal(e);
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
        String where = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + " column "
                        + e.getLocation().getColumnNr();
        if (e instanceof MismatchedInputException
                && String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")) {
            return new JsonException(Kind.DUPLICATE_NAME, "JSON object names a member twice" + where);
        }
        return new JsonException(Kind.MALFORMED, "malformed JSON" + where);
    }

    static UncheckedIOException impossible(IOException e) {
        return new UncheckedIOException("writing JSON to memory failed", e);
    }
}
