package dev.mcpoauth.example.database.sql;

import java.time.Duration;

/**
 * What one query may cost.
 *
 * @param rows the most rows of an answer
 * @param time how long a query may run
 * @param cellCharacters the most characters of one value; the rest is cut off
 * @param resultCharacters the most characters of all values together
 * @param concurrent how many queries and changes run at once
 */
public record QueryLimits(int rows, Duration time, int cellCharacters, int resultCharacters, int concurrent) {

    /** 1,000 rows, 30 seconds, 10,000 characters in a value, 1,000,000 in a result, 8 at once. */
    public static final QueryLimits DEFAULT = new QueryLimits(1_000, Duration.ofSeconds(30), 10_000, 1_000_000, 8);

    public QueryLimits {
        Limits.positive("rows", rows);
        Limits.positive("time", time);
        Limits.positive("cellCharacters", cellCharacters);
        Limits.positive("resultCharacters", resultCharacters);
        Limits.positive("concurrent", concurrent);
    }
}
