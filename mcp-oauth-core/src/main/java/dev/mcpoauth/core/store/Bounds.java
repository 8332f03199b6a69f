package dev.mcpoauth.core.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What every record checks about its parts, so that an adapter can size its columns. */
final class Bounds {
    static final int ID = 64;
    static final int NAME = 255;
    static final int CLIENT_ID = 512;
    static final int URI = 2048;

    private Bounds() {}

    static String text(String name, String value, int max) {
        if (value.isEmpty() || value.length() > max) {
            throw new IllegalArgumentException(name + " must have 1 to " + max + " characters, not " + value.length());
        }
        return storable(name, value);
    }

    /** No database takes half a surrogate pair as a key, and not every one takes U+0000. */
    static String storable(String name, String value) {
        if (value.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException(name + " must be Unicode text without U+0000");
        }
        return value;
    }

    /** Stores keep milliseconds, so records do too: what comes back equals what went in. */
    static Instant millis(String name, Instant value) {
        if (value.isBefore(Instant.EPOCH) || value.isAfter(OAuthStore.NEVER)) {
            throw new IllegalArgumentException(name + " must lie between 1970 and 9999: " + value);
        }
        return value.truncatedTo(ChronoUnit.MILLIS);
    }

    static Instant after(String name, Instant value, Instant start) {
        Instant end = millis(name, value);
        if (end.isBefore(start)) {
            throw new IllegalArgumentException(name + " must not lie before " + start + ": " + value);
        }
        return end;
    }

    static long count(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
        }
        return value;
    }
}
