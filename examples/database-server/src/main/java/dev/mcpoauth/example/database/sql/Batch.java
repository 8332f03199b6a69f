package dev.mcpoauth.example.database.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Rows on their way into one table. */
final class Batch implements AutoCloseable {

    private final PreparedStatement insert;

    Batch(Connection connection, String table, String columns) throws SQLException {
        int count = columns.split(",", -1).length;
        String marks = String.join(", ", Collections.nCopies(count, "?"));
        this.insert =
                connection.prepareStatement("insert into shop." + table + " (" + columns + ") values (" + marks + ")");
    }

    void add(@Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) insert.setObject(i + 1, values[i]);
        insert.addBatch();
    }

    @Override
    public void close() throws SQLException {
        try (insert) {
            insert.executeBatch();
        }
    }
}
