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

    static boolean flag(JsonObject json, String name) {
        return json.bool(name).orElse(false);
    }
}
