package dev.mcpoauth.transport.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Writes JSON values as compact text. */
final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int INITIAL_SIZE = 512;

    private JsonText() {}

    static byte[] bytes(Json json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(INITIAL_SIZE);
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            write(generator, json);
        } catch (IOException e) {
            throw JsonReader.impossible(e);
        }
        return out.toByteArray();
    }

    static String string(Json json) {
        StringWriter out = new StringWriter(INITIAL_SIZE);
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            write(generator, json);
        } catch (IOException e) {
            throw JsonReader.impossible(e);
        }
        return out.toString();
    }

    static void write(JsonGenerator out, Json json) throws IOException {
        Object value = json.value();
        if (value instanceof String text) {
            out.writeString(text);
        } else if (value instanceof Map<?, ?>) {
            writeMembers(out, json.members());
        } else if (value instanceof List<?>) {
            writeElements(out, json.elements());
        } else if (value instanceof Boolean bool) {
            out.writeBoolean(bool);
        } else if (value instanceof Number number) {
            writeNumber(out, number);
        } else {
            out.writeNull();
        }
    }

    private static void writeMembers(JsonGenerator out, Map<String, Json> members) throws IOException {
        out.writeStartObject();
        for (Map.Entry<String, Json> member : members.entrySet()) {
            out.writeFieldName(member.getKey());
            write(out, member.getValue());
        }
        out.writeEndObject();
    }

    private static void writeElements(JsonGenerator out, List<Json> elements) throws IOException {
        out.writeStartArray();
        for (Json element : elements) write(out, element);
        out.writeEndArray();
    }

    private static void writeNumber(JsonGenerator out, Number number) throws IOException {
        if (number instanceof BigDecimal decimal) {
            out.writeNumber(decimal);
        } else if (number instanceof BigInteger integer) {
            out.writeNumber(integer);
        } else {
            out.writeNumber(number.longValue());
        }
    }
}
