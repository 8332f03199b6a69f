package dev.mcpoauth.core.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads bounded JSON into plain values. */
public final class JsonReading {
    private static final int LARGEST = 1 << 20;
    private static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxStringLength(LARGEST)
                    .build())
            .build();

    private JsonReading() {}

    /** Reads one object that fills the text. */
    public static Map<String, @Nullable Object> object(byte[] utf8) {
        if (utf8.length > LARGEST) {
            throw new IllegalArgumentException("JSON text is larger than 1 MiB");
        }
        try (JsonParser in = FACTORY.createParser(decode(utf8))) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a JSON object was expected");
            }
            Map<String, @Nullable Object> object = readObject(in);
            if (in.nextToken() != null) {
                throw new IllegalArgumentException("the JSON object is followed by something else");
            }
            return object;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the text is not UTF-8", e);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(
                    "the text is not JSON, has a duplicate member or is nested too deeply", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the JSON text breaks a limit", e);
        }
    }

    /** Jackson would also guess UTF-16 and UTF-32 from bytes; RFC 8259 §8.1 asks for UTF-8. */
    private static String decode(byte[] utf8) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    }

    private static Map<String, @Nullable Object> readObject(JsonParser in) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (JsonToken token = in.nextToken(); token != JsonToken.END_OBJECT; token = in.nextToken()) {
            String name = in.currentName();
            members.put(name, readValue(in, in.nextToken()));
        }
        return members;
    }

    private static @Nullable Object readValue(JsonParser in, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> readObject(in);
            case START_ARRAY -> readArray(in);
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT -> readInteger(in);
            case VALUE_NUMBER_FLOAT -> in.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Object readInteger(JsonParser in) throws IOException {
        if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            return in.getBigIntegerValue();
        }
        return in.getLongValue();
    }

    private static List<@Nullable Object> readArray(JsonParser in) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            list.add(readValue(in, token));
        }
        return list;
    }
}
