package dev.mcpoauth.server.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A database that was empty when it was made, with the pools that are open on it. */
final class FreshDatabase implements AutoCloseable {
    private static final int CONNECTIONS = 10;

    private final String url;
    private final Optional<Path> folder;
    private final List<HikariDataSource> pools = new ArrayList<>();
    private final Deque<HikariDataSource> idle = new ArrayDeque<>();

    /** On a server, which goes away with all its databases, or in memory. */
    FreshDatabase(String url) {
        this.url = url;
        this.folder = Optional.empty();
    }

    /** In a folder of its own. */
    FreshDatabase(String url, Path folder) {
        this.url = url;
        this.folder = Optional.of(folder);
    }

    String url() {
        return url;
    }

    /** As an application would have one. */
    synchronized HikariDataSource pool() {
        return idle.isEmpty() ? newPool() : idle.pop();
    }

    /** One that nobody used before. */
    HikariDataSource newPool() {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(0);
        pools.add(pool);
        return pool;
    }

    void execute(String sql) throws SQLException {
        execute(url, sql);
    }

    static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The files themselves, which show more than their tables would; of a server, each value of each column. */
    byte[] dump() throws IOException, SQLException {
        if (folder.isPresent()) {
            return files(folder.get());
        }
        try (Connection connection = DriverManager.getConnection(url)) {
            return JdbcDump.of(connection);
        }
    }

    private static byte[] files(Path folder) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                bytes.writeBytes(Files.readAllBytes(file));
            }
        }
        return bytes.toByteArray();
    }

    boolean isInFiles() {
        return folder.isPresent();
    }

    /** Takes the rows out and keeps tables and pools for the next test. */
    void clear() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String table : JdbcDump.tables(connection)) {
                if (!table.equalsIgnoreCase("oauth_schema_version")) {
                    statement.executeUpdate("DELETE FROM " + table);
                }
            }
        }
        idle.clear();
        idle.addAll(pools);
    }

    void closePools() {
        pools.forEach(HikariDataSource::close);
        pools.clear();
        idle.clear();
    }

    @Override
    public synchronized void close() throws IOException {
        closePools();
        if (folder.isPresent() && Files.exists(folder.get())) {
            try (Stream<Path> files = Files.walk(folder.get())) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }
}
