package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.OpaqueBytes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Statements on one connection, with our types as parameters. */
final class Sql {
    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** The address of the database, without the user and password that a data source adds. */
    String url() throws SQLException {
        return connection.getMetaData().getURL();
    }

    /** Makes a value of the current row. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** A statement without parameters or result. */
    void execute(String statement) throws SQLException {
        try (Statement plain = connection.createStatement()) {
            plain.execute(statement);
        }
    }

    /** The first column of the first row, empty if there is none. */
    String text(String statement) throws SQLException {
        return first(row -> row.getString(1), statement).orElse("");
    }

    /** Parameters of which the last ones are in a list. */
    static Object[] parameters(List<Object> last, Object... first) {
        return Stream.concat(Stream.of(first), last.stream()).toArray();
    }

    /** What follows {@code IN} for these. */
    static String places(List<?> values) {
        return "(" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")";
    }

    /** Rows changed. */
    int update(String statement, Object... parameters) throws SQLException {
        try (PreparedStatement prepared = prepare(statement, parameters)) {
            return prepared.executeUpdate();
        }
    }

    /** Rows changed by one statement with each of these parameters. A driver that does not say how many changed one. */
    int updateEach(String statement, List<Object[]> parameters) throws SQLException {
        if (parameters.isEmpty()) {
            return 0;
        }
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (Object[] each : parameters) {
                bindAll(prepared, each);
                prepared.addBatch();
            }
            return Arrays.stream(prepared.executeBatch())
                    .map(count -> count == Statement.SUCCESS_NO_INFO ? 1 : count)
                    .sum();
        }
    }

    <T> List<T> list(Reader<T> reader, String statement, Object... parameters) throws SQLException {
        try (PreparedStatement prepared = prepare(statement, parameters);
                ResultSet rows = prepared.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        }
    }

    <T> Optional<T> first(Reader<T> reader, String statement, Object... parameters) throws SQLException {
        return list(reader, statement, parameters).stream().findFirst();
    }

    private PreparedStatement prepare(String statement, Object... parameters) throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        try {
            bindAll(prepared, parameters);
            return prepared;
        } catch (SQLException | RuntimeException e) {
            prepared.close();
            throw e;
        }
    }

    private static void bindAll(PreparedStatement prepared, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            bind(prepared, i + 1, parameters[i]);
        }
    }

    private static void bind(PreparedStatement prepared, int index, Object value) throws SQLException {
        if (value instanceof Instant instant) {
            prepared.setLong(index, instant.toEpochMilli());
        } else if (value instanceof TokenHash hash) {
            prepared.setString(index, hash.encoded());
        } else if (value instanceof OpaqueBytes bytes) {
            prepared.setBytes(index, bytes.toByteArray());
        } else if (value instanceof Integer number) {
            prepared.setInt(index, number);
        } else if (value instanceof Long number) {
            prepared.setLong(index, number);
        } else if (value instanceof String text) {
            prepared.setString(index, text);
        } else {
            throw new IllegalArgumentException("no SQL type for " + value.getClass());
        }
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    static OpaqueBytes bytes(ResultSet row, String column) throws SQLException {
        return OpaqueBytes.of(row.getBytes(column));
    }

    static TokenHash hash(ResultSet row, String column) throws SQLException {
        return TokenHash.parse(row.getString(column));
    }
}
