package dev.mcpoauth.server.store.jdbc;

/**
 * The words that a schema script leaves to the dialect.
 *
 * @param bytes a type for {@code {bytes}}: any bytes, a megabyte at least
 * @param exact what makes a text column, at {@code {exact}}, tell every two texts apart
 * @param table what follows the columns of a table, at {@code {table}}
 */
record ColumnTypes(String bytes, String exact, String table) {

    String fillIn(String script) {
        return script.replace("{bytes}", bytes).replace("{exact}", exact).replace("{table}", table);
    }
}
