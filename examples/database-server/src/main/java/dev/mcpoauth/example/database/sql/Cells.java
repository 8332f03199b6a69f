package dev.mcpoauth.example.database.sql;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Reads rows as values that JSON can hold: dates as ISO 8601, decimals as exact texts, binary as base64. */
final class Cells {

    private static final long LARGEST_EXACT_NUMBER = (1L << 53) - 1;
    private static final String CUT = "…";

    private final ResultSet rows;
    private final ResultSetMetaData columns;
    private final QueryLimits limits;
    private long characters;
    private boolean cut;

    Cells(ResultSet rows, QueryLimits limits) throws SQLException {
        this.rows = rows;
        this.columns = rows.getMetaData();
        this.limits = limits;
    }

    List<Column> columns() throws SQLException {
        List<Column> list = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            list.add(new Column(columns.getColumnLabel(i), typeName(i)));
        }
        return list;
    }

    private String typeName(int column) throws SQLException {
        String name = columns.getColumnTypeName(column);
        return switch (columns.getColumnType(column)) {
            case Types.DECIMAL, Types.NUMERIC ->
                name + "(" + columns.getPrecision(column) + ", " + columns.getScale(column) + ")";
            case Types.CHAR, Types.VARCHAR -> name + "(" + columns.getPrecision(column) + ")";
            default -> name;
        };
    }

    /** The row on which the result stands. */
    List<Optional<Object>> row() throws SQLException {
        List<Optional<Object>> cells = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) cells.add(cell(i));
        return cells;
    }

    boolean cut() {
        return cut;
    }

    boolean full() {
        return characters > limits.resultCharacters();
    }

    private Optional<Object> cell(int i) throws SQLException {
        Object value = switch (columns.getColumnType(i)) {
            case Types.BOOLEAN, Types.BIT -> rows.getBoolean(i);
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> exact(rows.getLong(i));
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> finite(rows.getDouble(i));
            case Types.DATE -> iso(i, LocalDate.class);
            case Types.TIME -> iso(i, LocalTime.class);
            case Types.TIMESTAMP -> iso(i, LocalDateTime.class);
            case Types.TIMESTAMP_WITH_TIMEZONE -> iso(i, OffsetDateTime.class);
            case Types.BINARY, Types.VARBINARY, Types.BLOB -> base64(i);
            default -> text(i);
        };
        return rows.wasNull() ? Optional.empty() : Optional.of(value);
    }

    private static Object exact(long number) {
        return Math.abs(number) <= LARGEST_EXACT_NUMBER ? (Object) number : Long.toString(number);
    }

    private static Object finite(double number) {
        return Double.isFinite(number) ? (Object) number : Double.toString(number);
    }

    private String iso(int column, Class<?> type) throws SQLException {
        return String.valueOf(rows.getObject(column, type));
    }

    private String base64(int column) throws SQLException {
        byte[] bytes = rows.getBytes(column);
        return bytes == null ? "" : fitting(Base64.getEncoder().encodeToString(bytes));
    }

    private String text(int column) throws SQLException {
        String text = rows.getString(column);
        return text == null ? "" : fitting(text);
    }

    private String fitting(String text) {
        int end = Math.min(text.length(), limits.cellCharacters());
        characters += end;
        if (end == text.length()) return text;
        cut = true;
        return text.substring(0, end) + CUT;
    }
}
