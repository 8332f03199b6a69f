package dev.mcpoauth.server.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The statements that make the tables. Each can be repeated, also while another node runs the same ones. */
final class SchemaScripts {
    private static final String VERSIONS =
            "CREATE TABLE IF NOT EXISTS oauth_schema_version (version INT NOT NULL PRIMARY KEY){table}";

    private final SchemaWords words;

    SchemaScripts(Dialect dialect) {
        this.words = dialect.words();
    }

    /** The table of the versions that are installed. */
    String versionTable() {
        return words.fillIn(VERSIONS);
    }

    /** From version {@code installed}, which may be 0, to version {@code wanted}. */
    List<String> between(int installed, int wanted) {
        String all = IntStream.rangeClosed(installed + 1, wanted)
                .mapToObj(version -> script(version) + record(version))
                .collect(Collectors.joining());
        return Arrays.stream(all.replaceAll("(?m)^--.*\n", "").split(";\\s*\n"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private String script(int version) {
        try (InputStream in = SchemaScripts.class.getResourceAsStream("schema-" + version + ".sql")) {
            if (in == null) {
                throw new IllegalStateException("schema " + version + " is missing from the class path");
            }
            return words.fillIn(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Last, and only once: a version that is recorded is complete. */
    private static String record(int version) {
        return "INSERT INTO oauth_schema_version (version) SELECT " + version + " FROM (SELECT 1 AS one) AS one_row"
                + " WHERE NOT EXISTS (SELECT 1 FROM oauth_schema_version WHERE version = " + version + ");\n";
    }
}
