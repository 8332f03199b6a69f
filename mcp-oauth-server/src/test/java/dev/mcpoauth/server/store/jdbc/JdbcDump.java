package dev.mcpoauth.server.store.jdbc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Every value of every column of every table that a connection finds in its schema. */
public final class JdbcDump {
    private JdbcDump() {}

    public static byte[] of(Connection connection) throws SQLException {
        var dump = new ByteArrayOutputStream();
        try (Statement statement = connection.createStatement()) {
            for (String table : tables(connection)) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
                    append(dump, rows);
                }
            }
        }
        return dump.toByteArray();
    }

    static List<String> tables(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet tables = connection
                .getMetaData()
                .getTables(
                        connection.getCatalog(), connection.getSchema(), "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
        }
        return names;
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
