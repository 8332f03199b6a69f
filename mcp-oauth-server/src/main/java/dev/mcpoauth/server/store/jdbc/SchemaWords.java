package dev.mcpoauth.server.store.jdbc;

/**
 * What a schema script leaves to the dialect.
 *
 * @param bytes a type for {@code {bytes}}: any bytes, a megabyte at least
 * @param exact what makes a text column, at {@code {exact}}, tell every two texts apart
 * @param table what follows the columns of a table, at {@code {table}}
 * @param on what says of which table <code>$1</code> an index is, at {@code {on $1}}
 */
record SchemaWords(String bytes, String exact, String table, String on) {

    String fillIn(String script) {
        return script.replace("{bytes}", bytes)
                .replace("{exact}", exact)
                .replace("{table}", table)
                .replaceAll("\\{on (\\w+)}", on);
    }
}
