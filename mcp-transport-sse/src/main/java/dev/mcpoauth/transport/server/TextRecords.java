package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonException;
import dev.mcpoauth.transport.refusal.Refusal;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records of texts: what the arguments of a prompt and the variables of a template are. */
final class TextRecords {

    private TextRecords() {}

    /** The components, in order. */
    static List<RecordComponent> components(Class<? extends Record> type) {
        List<RecordComponent> components = List.of(type.getRecordComponents());
        components.forEach(TextRecords::requireText);
        return components;
    }

    private static void requireText(RecordComponent component) {
        Type text = isOptional(component)
                ? ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
                : component.getType();
        boolean named = text instanceof Class<?> known && (known == String.class || known.isEnum());
        if (!named)
            throw new IllegalArgumentException(component.getName() + " must be a text, an enum or an Optional of one");
    }

    static boolean isOptional(RecordComponent component) {
        return component.getType() == Optional.class;
    }

    /**
     * The record with these texts.
     *
     * @throws dev.mcpoauth.transport.refusal.RefusalException if they do not fit
     */
    static <A extends Record> A of(Class<A> type, Map<String, String> texts) {
        components(type).stream()
                .filter(component -> !isOptional(component) && !texts.containsKey(component.getName()))
                .findFirst()
                .ifPresent(missing -> {
                    throw Refusal.PARAMS_INVALID.because("missing " + missing.getName());
                });
        try {
            return Json.from(texts).as(type);
        } catch (JsonException e) {
            throw Refusal.PARAMS_INVALID.because("unknown value of one of " + names(type));
        }
    }

    private static String names(Class<? extends Record> type) {
        return Arrays.toString(Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toArray());
    }
}
