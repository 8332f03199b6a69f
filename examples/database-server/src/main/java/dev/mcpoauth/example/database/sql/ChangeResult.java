package dev.mcpoauth.example.database.sql;

import java.util.List;

/** A committed transaction: the number of rows that each statement changed. */
public record ChangeResult(List<Long> affectedRows) {

    public ChangeResult {
        affectedRows = List.copyOf(affectedRows);
    }

    /** All of them. */
    public long total() {
        return affectedRows.stream().mapToLong(Long::longValue).sum();
    }
}
