package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.TreeMap;

/** SHA-256 of JSON, whatever the order of members. */
final class Digests {

    private Digests() {}

    static String of(Json json) {
        StringBuilder canonical = new StringBuilder();
        write(json, canonical);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void write(Json json, StringBuilder out) {
        switch (json.type()) {
            case OBJECT -> {
                out.append('{');
                new TreeMap<>(json.members()).forEach((name, value) -> {
                    out.append(Json.of(name)).append(':');
                    write(value, out);
                    out.append(',');
                });
                out.append('}');
            }
            case ARRAY -> {
                out.append('[');
                json.elements().forEach(element -> {
                    write(element, out);
                    out.append(',');
                });
                out.append(']');
            }
            default -> out.append(json);
        }
    }
}
