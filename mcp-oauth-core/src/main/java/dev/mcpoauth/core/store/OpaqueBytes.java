package dev.mcpoauth.core.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that the engine serialised and perhaps sealed; a store returns them exactly and reads nothing into them. Immutable;
 * {@code toString} shows the length only.
 */
public final class OpaqueBytes {
    private static final OpaqueBytes EMPTY = new OpaqueBytes(new byte[0]);

    private final byte[] bytes;

    private OpaqueBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of {@code bytes}. */
    public static OpaqueBytes of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new OpaqueBytes(bytes.clone());
    }

    /** The UTF-8 encoding of {@code text}. */
    public static OpaqueBytes ofUtf8(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** No bytes. */
    public static OpaqueBytes empty() {
        return EMPTY;
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** The bytes read as UTF-8. */
    public String toUtf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Number of bytes. */
    public int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OpaqueBytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "OpaqueBytes[" + bytes.length + "]";
    }
}
