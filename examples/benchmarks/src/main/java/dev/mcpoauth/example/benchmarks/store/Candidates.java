package dev.mcpoauth.example.benchmarks.store;

import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.core.store.transfer.TransferableStore;
import dev.mcpoauth.server.store.backend.MariaDbServer;
import dev.mcpoauth.server.store.backend.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The stores by name, each with a backend of its own. */
final class Candidates {
    /** What can be measured of each. */
    static final List<String> PARTS = List.of("latency", "growth", "purge");

    private Candidates() {}

    static List<String> names() {
        return List.of("memory", "h2", "sqlite", "postgresql", "mariadb", "redis");
    }

    static Candidate start(String name) throws IOException {
        return switch (name) {
            case "memory" -> memory();
            case "h2" -> h2(folder());
            case "sqlite" -> sqlite(folder());
            case "postgresql" -> postgresql(PostgresServer.run());
            case "mariadb" -> mariadb(MariaDbServer.run());
            case "redis" -> RedisCandidate.run();
            default -> throw new IllegalArgumentException("no store is called " + name + ": " + names());
        };
    }

    private static Candidate memory() {
        var store = new InMemoryOAuthStore(4_000_000);
        return new Candidate() {
            @Override
            public String name() {
                return "memory";
            }

            @Override
            public TransferableStore open() {
                return new Unclosed(store);
            }

            @Override
            public void close() {
                store.close();
            }
        };
    }

    private static Candidate h2(Path folder) {
        String url = "jdbc:h2:file:" + folder.resolve("store");
        return new JdbcCandidate("H2 file", url + ";WRITE_DELAY=0", url, () -> delete(folder));
    }

    private static Candidate sqlite(Path folder) {
        String url = "jdbc:sqlite:" + folder.resolve("store") + "?journal_mode=WAL&busy_timeout=30000&synchronous=";
        return new JdbcCandidate("SQLite", url + "FULL", url + "OFF", () -> delete(folder));
    }

    private static Candidate postgresql(PostgresServer server) {
        return new JdbcCandidate(
                "PostgreSQL", server.url(), server.url() + "&options=-c%20synchronous_commit=off", server::close);
    }

    private static Candidate mariadb(MariaDbServer server) {
        String url = server.url("oauth");
        return new JdbcCandidate("MariaDB", url, url, server::close);
    }

    private static Path folder() throws IOException {
        return Files.createTempDirectory("mcp-oauth-benchmark-");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
