package dev.mcpoauth.example.database.sql;

import java.time.Duration;

/** Checks on configured limits. */
final class Limits {

    private Limits() {}

    static void positive(String name, long value) {
        if (value <= 0) throw new IllegalArgumentException(name + " must be positive, not " + value);
    }

    static void positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }
}
