package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a member of the configuration file means as values of its flag. */
final class ConfiguredValue {
    /** Flags of names and values, which a file may hold as an object. */
    private static final Map<Flag, String> PAIRS = Map.of(Flag.HEADER, ": ", Flag.AUTHORIZE_PARAM, "=");

    private ConfiguredValue() {}

    /** Empty if it is of a kind that the flag does not have. */
    static Optional<List<String>> of(Flag flag, Object value) {
        if (flag.isSwitch()) {
            return value instanceof Boolean on ? Optional.of(List.of(on.toString())) : Optional.empty();
        }
        if (value instanceof JsonObject object) {
            return object(flag, object);
        }
        if (value instanceof List<?> list) {
            return list(flag, list);
        }
        return text(value).map(List::of);
    }

    private static Optional<String> text(Object value) {
        if (value instanceof String text) {
            return Optional.of(text);
        }
        boolean number = value instanceof Long || value instanceof BigInteger || value instanceof BigDecimal;
        return number ? Optional.of(value.toString()) : Optional.empty();
    }

    private static Optional<List<String>> object(Flag flag, JsonObject object) {
        if (flag.label().startsWith("JSON")) {
            return Optional.of(List.of(object.toJson()));
        }
        List<String> lines = new ArrayList<>();
        for (String name : object.names()) {
            Optional<String> value = object.value(name).flatMap(ConfiguredValue::text);
            if (value.isEmpty() || !PAIRS.containsKey(flag)) {
                return Optional.empty();
            }
            lines.add(name + PAIRS.get(flag) + value.get());
        }
        return Optional.of(lines);
    }

    private static Optional<List<String>> list(Flag flag, List<?> list) {
        List<String> texts = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof String text)) {
                return Optional.empty();
            }
            texts.add(text);
        }
        if (flag == Flag.HEADER_COMMAND) {
            String object = JsonObject.builder().put("words", texts).build().toJson();
            return Optional.of(List.of(object.substring(object.indexOf('['), object.length() - 1)));
        }
        return flag.isRepeatable() ? Optional.of(texts) : Optional.empty();
    }

    /** What to say about one that is of another kind. */
    static String expected(Flag flag) {
        if (flag.isSwitch()) {
            return "true or false";
        }
        if (flag.label().startsWith("JSON")) {
            return "an object, or a string";
        }
        return flag.isRepeatable() || flag == Flag.HEADER_COMMAND
                ? "a string, or an array of strings"
                : "a string or a number";
    }
}
