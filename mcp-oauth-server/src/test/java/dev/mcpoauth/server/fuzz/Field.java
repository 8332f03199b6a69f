package dev.mcpoauth.server.fuzz;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A parameter or a header line.
 *
 * @param encoded whether the value is sent as it is, percent signs included
 */
record Field(String name, String value, boolean encoded) {

    Field(String name, String value) {
        this(name, value, false);
    }

    Field with(String changed) {
        return new Field(name, changed, encoded);
    }

    static String encode(List<Field> fields) {
        return fields.stream()
                .map(field -> text(field.name) + "=" + (field.encoded ? field.value : text(field.value)))
                .collect(Collectors.joining("&"));
    }

    private static String text(String raw) {
        return URLEncoder.encode(raw, StandardCharsets.UTF_8);
    }
}
