package dev.mcpoauth.transport.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.mcpoauth.transport.json.JsonException.Kind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Between JSON and plain Java values. Types are only what the caller names: no type information is read from JSON. */
final class JavaValues {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Json.class, new JsonWriter())
                    .addDeserializer(Json.class, new JsonTaker()))
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    /** What this program has made itself is not bounded. */
    private static final JsonReader READER =
            JsonReader.of(Integer.MAX_VALUE, 1000).withMaxValues(Integer.MAX_VALUE);

    private JavaValues() {}

    static Json toJson(@Nullable Object value) {
        if (value == null) return Json.NULL;
        if (value instanceof Json json) return json;
        // Through text, so that equal values have equal representations whatever Java type they came from.
        try {
            return READER.read(MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "no JSON form for " + value.getClass().getName(), e);
        }
    }

    static <T> T fromJson(Json json, Class<T> type) {
        try (TokenBuffer tokens = tokens(json)) {
            @Nullable T value = MAPPER.readValue(tokens.asParserOnFirstToken(), type);
            if (value == null) throw new JsonException(Kind.MISMATCH, "null is not a " + type.getSimpleName());
            return value;
        } catch (JsonProcessingException e) {
            throw new JsonException(Kind.MISMATCH, "JSON does not have the shape of " + type.getSimpleName());
        } catch (IOException e) {
            throw JsonReader.impossible(e);
        }
    }

    /** For a library that wants Jackson's tree. */
    static JsonNode node(Json json) {
        try (TokenBuffer tokens = tokens(json)) {
            return MAPPER.readTree(tokens.asParserOnFirstToken());
        } catch (IOException e) {
            throw JsonReader.impossible(e);
        }
    }

    private static TokenBuffer tokens(Json json) throws IOException {
        TokenBuffer tokens = new TokenBuffer(MAPPER, false);
        JsonText.write(tokens, json);
        return tokens;
    }

    private static final class JsonWriter extends JsonSerializer<Json> {
        @Override
        public void serialize(Json value, JsonGenerator out, SerializerProvider provider) throws IOException {
            JsonText.write(out, value);
        }
    }

    private static final class JsonTaker extends JsonDeserializer<Json> {
        @Override
        public Json deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return JsonReader.value(in);
        }

        @Override
        public Json getNullValue(DeserializationContext context) {
            return Json.NULL;
        }
    }
}
