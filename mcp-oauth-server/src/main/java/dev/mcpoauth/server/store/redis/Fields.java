package dev.mcpoauth.server.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcpoauth.core.store.OpaqueBytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Fields of a row to be written, with their values: text, numbers in decimal, instants in milliseconds, or bytes. */
final class Fields {
    private final List<byte[]> list = new ArrayList<>();

    Fields put(String name, String value) {
        return put(name, value.getBytes(UTF_8));
    }

    Fields put(String name, long value) {
        return put(name, Long.toString(value));
    }

    Fields put(String name, Instant value) {
        return put(name, value.toEpochMilli());
    }

    Fields put(String name, OpaqueBytes value) {
        return put(name, value.toByteArray());
    }

    private Fields put(String name, byte[] value) {
        list.add(name.getBytes(UTF_8));
        list.add(value);
        return this;
    }

    /** Fields and values in turn. */
    List<byte[]> list() {
        return list;
    }
}
