package dev.mcpoauth.example.database.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/**
 * The file of the bookshop database. It is filled under another name and then renamed, so that a crash during the first
 * start leaves no half-filled database behind.
 */
final class DataFile {

    // No password: the file is as safe as its directory, and SQL cannot open connections.
    static final String OWNER = "OWNER";
    static final String NO_PASSWORD = "";

    private static final String SUFFIX = ".mv.db";

    private DataFile() {}

    /** The JDBC address of the database in this directory, created if it is not there. */
    static String in(Path directory) throws SQLException {
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve("bookshop" + SUFFIX);
            if (Files.notExists(file)) create(directory, file);
            return "jdbc:h2:" + RootedPath.of(directory) + "/bookshop";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void create(Path directory, Path file) throws IOException, SQLException {
        Path draft = directory.resolve("bookshop-new" + SUFFIX);
        Files.deleteIfExists(draft);
        try (Connection owner = DriverManager.getConnection(
                "jdbc:h2:" + RootedPath.of(directory) + "/bookshop-new", OWNER, NO_PASSWORD)) {
            fill(owner);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void fill(Connection owner) throws IOException, SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute(schema());
            owner.setAutoCommit(false);
            new Bookshop(owner).insertAll();
            owner.commit();
            statement.execute("analyze");
        }
    }

    private static String schema() throws IOException {
        try (InputStream schema = Objects.requireNonNull(DataFile.class.getResourceAsStream("bookshop.sql"))) {
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
