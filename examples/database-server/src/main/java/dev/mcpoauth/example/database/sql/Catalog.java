package dev.mcpoauth.example.database.sql;

import dev.mcpoauth.example.database.sql.Table.ForeignKey;
import dev.mcpoauth.example.database.sql.Table.TableColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tables of the shop, read from the engine's own catalogue. */
final class Catalog {

    private static final String SCHEMA = "SHOP";
    private static final String TABLES = "select table_name, remarks from information_schema.tables"
            + " where table_schema = 'SHOP' and table_type = 'BASE TABLE' order by table_name";

    private final Connection reader;
    private final Running running;

    Catalog(Connection reader, Running running) {
        this.reader = reader;
        this.running = running;
    }

    List<TableSummary> tables() throws SQLException, SqlRefused {
        List<TableSummary> tables = new ArrayList<>();
        try (PreparedStatement query = reader.prepareStatement(TABLES)) {
            running.start(query);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) tables.add(summary(rows.getString(1), Optional.ofNullable(rows.getString(2))));
            }
        }
        return tables;
    }

    private TableSummary summary(String name, Optional<String> remarks) throws SQLException, SqlRefused {
        String count = "select count(*) from shop.\"" + name.replace("\"", "\"\"") + "\"";
        try (PreparedStatement query = reader.prepareStatement(count)) {
            running.checkStopped();
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return new TableSummary(name, remarks.orElse(""), rows.getLong(1));
            }
        }
    }

    Optional<Table> table(String name) throws SQLException, SqlRefused {
        String wanted = name.toUpperCase(Locale.ROOT);
        for (TableSummary summary : tables()) {
            if (summary.name().equals(wanted)) return Optional.of(describe(summary));
        }
        return Optional.empty();
    }

    private Table describe(TableSummary summary) throws SQLException {
        return new Table(summary, columns(summary.name()), primaryKey(summary.name()), foreignKeys(summary.name()));
    }

    private List<TableColumn> columns(String table) throws SQLException {
        List<TableColumn> columns = new ArrayList<>();
        try (ResultSet rows = reader.getMetaData().getColumns(null, SCHEMA, table, null)) {
            while (rows.next()) columns.add(column(rows));
        }
        return columns;
    }

    private static TableColumn column(ResultSet row) throws SQLException {
        boolean generated = row.getString("IS_AUTOINCREMENT").equals("YES");
        Optional<String> defaultValue = Optional.ofNullable(row.getString("COLUMN_DEF"));
        return new TableColumn(
                row.getString("COLUMN_NAME"),
                type(row),
                row.getString("IS_NULLABLE").equals("YES"),
                generated,
                defaultValue);
    }

    private static String type(ResultSet row) throws SQLException {
        String name = row.getString("TYPE_NAME");
        return switch (row.getInt("DATA_TYPE")) {
            case Types.DECIMAL, Types.NUMERIC ->
                name + "(" + row.getInt("COLUMN_SIZE") + ", " + row.getInt("DECIMAL_DIGITS") + ")";
            case Types.CHAR, Types.VARCHAR -> name + "(" + row.getInt("COLUMN_SIZE") + ")";
            default -> name;
        };
    }

    private List<String> primaryKey(String table) throws SQLException {
        // The driver answers in the order of the names.
        SortedMap<Integer, String> columns = new TreeMap<>();
        try (ResultSet rows = reader.getMetaData().getPrimaryKeys(null, SCHEMA, table)) {
            while (rows.next()) columns.put(rows.getInt("KEY_SEQ"), rows.getString("COLUMN_NAME"));
        }
        return List.copyOf(columns.values());
    }

    private List<ForeignKey> foreignKeys(String table) throws SQLException {
        List<ForeignKey> keys = new ArrayList<>();
        try (ResultSet rows = reader.getMetaData().getImportedKeys(null, SCHEMA, table)) {
            while (rows.next()) {
                keys.add(new ForeignKey(
                        rows.getString("FKCOLUMN_NAME"),
                        rows.getString("PKTABLE_NAME"),
                        rows.getString("PKCOLUMN_NAME")));
            }
        }
        return keys;
    }
}
