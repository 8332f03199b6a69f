package dev.mcpoauth.example.database.sql;

import java.time.Duration;

/**
 * What one transaction may cost.
 *
 * @param statements the most statements
 * @param rows the most rows changed by all statements together
 * @param time how long the transaction may take
 */
public record ChangeLimits(int statements, int rows, Duration time) {

    /** 20 statements, 1,000 rows, 10 seconds. */
    public static final ChangeLimits DEFAULT = new ChangeLimits(20, 1_000, Duration.ofSeconds(10));

    public ChangeLimits {
        Limits.positive("statements", statements);
        Limits.positive("rows", rows);
        Limits.positive("time", time);
    }
}
