package dev.mcpoauth.server.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.StoreException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of one row as they were read; none if there is no such row. */
final class Row {
    static final Row NONE = new Row(Map.of());

    private final Map<String, byte[]> fields;

    private Row(Map<String, byte[]> fields) {
        this.fields = fields;
    }

    /** From fields and values in turn. */
    static Row of(List<byte[]> list) {
        Map<String, byte[]> fields = new HashMap<>();
        for (int i = 0; i + 1 < list.size(); i += 2) {
            fields.put(new String(list.get(i), UTF_8), list.get(i + 1));
        }
        return new Row(fields);
    }

    boolean exists() {
        return !fields.isEmpty();
    }

    String text(String field) {
        return optionalText(field).orElseThrow(() -> new StoreException("a row has no " + field));
    }

    Optional<String> optionalText(String field) {
        return Optional.ofNullable(fields.get(field)).map(bytes -> new String(bytes, UTF_8));
    }

    long number(String field) {
        return Long.parseLong(text(field));
    }

    int count(String field) {
        return Math.toIntExact(number(field));
    }

    Instant instant(String field) {
        return Instant.ofEpochMilli(number(field));
    }

    OpaqueBytes bytes(String field) {
        byte[] bytes = fields.get(field);
        if (bytes == null) {
            throw new StoreException("a row has no " + field);
        }
        return OpaqueBytes.of(bytes);
    }

    boolean has(String field, String value) {
        return optionalText(field).filter(value::equals).isPresent();
    }
}
