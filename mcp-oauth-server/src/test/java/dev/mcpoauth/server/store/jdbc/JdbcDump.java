package dev.mcpoauth.server.store.jdbc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Every value of every column of the store's tables. */
final class JdbcDump {
    private static final List<String> TABLES = List.of(
            "oauth_client",
            "oauth_grant",
            "oauth_code",
            "oauth_refresh",
            "oauth_access",
            "oauth_transaction",
            "oauth_replay");

    private JdbcDump() {}

    static byte[] of(Connection connection) throws SQLException {
        var dump = new ByteArrayOutputStream();
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
                    append(dump, rows);
                }
            }
        }
        return dump.toByteArray();
    }

    private static void append(ByteArrayOutputStream dump, ResultSet rows) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            for (int column = 1; column <= columns; column++) {
                Object value = rows.getObject(column);
                dump.writeBytes(
                        value instanceof byte[] bytes
                                ? bytes
                                : String.valueOf(value).getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
