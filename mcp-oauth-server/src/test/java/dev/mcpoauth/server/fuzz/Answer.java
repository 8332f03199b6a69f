package dev.mcpoauth.server.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A response as it arrived. */
record Answer(int status, List<Field> headers, byte[] body) {

    Optional<String> header(String name) {
        return headers.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst();
    }

    boolean has(String name, String start) {
        return header(name).filter(value -> value.startsWith(start)).isPresent();
    }

    boolean isJson() {
        return has("Content-Type", "application/json") || has("Content-Type", "application/jwk-set+json");
    }

    boolean isPage() {
        return has("Content-Type", "text/html");
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
