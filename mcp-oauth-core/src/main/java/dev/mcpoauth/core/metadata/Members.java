package dev.mcpoauth.core.metadata;

import dev.mcpoauth.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Reads members that {@link DocumentCheck} has passed. */
final class Members {
    private Members() {}

    static Optional<URI> uri(JsonObject json, String name) {
        return json.string(name).map(URI::create);
    }

    static List<String> strings(JsonObject json, String name) {
        return json.strings(name).orElse(List.of());
    }

    /** Seconds since 1970 up to the year 9999, as a number or a string of digits. */
    static Optional<Long> epochSeconds(JsonObject json, String name) {
        return json.integer(name)
                .or(() -> json.string(name)
                        .filter(text -> text.matches("[0-9]{1,12}"))
                        .map(Long::valueOf))
                .filter(seconds -> seconds >= 0 && seconds < 253_402_300_800L);
    }

    static boolean flag(JsonObject json, String name) {
        return json.bool(name).orElse(false);
    }
}
