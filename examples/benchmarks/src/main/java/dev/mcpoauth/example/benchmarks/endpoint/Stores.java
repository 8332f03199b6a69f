package dev.mcpoauth.example.benchmarks.endpoint;

import com.zaxxer.hikari.HikariDataSource;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.store.jdbc.JdbcOAuthStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;

/** Where the server remembers: in the heap, on H2 in memory, and on H2 in a file that is on disk before an answer goes out. */
public final class Stores {
    /** What {@link #open} knows. */
    public static final List<String> NAMES = List.of("memory", "h2-memory", "h2-file");

    private Stores() {}

    /** An empty store. */
    public static OAuthStore open(String name) throws IOException {
        return switch (name) {
            case "memory" -> new InMemoryOAuthStore(4_000_000);
            case "h2-memory" -> jdbc("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
            case "h2-file" ->
                jdbc("jdbc:h2:file:"
                        + Files.createTempDirectory("mcp-oauth-endpoints-").resolve("store") + ";WRITE_DELAY=0");
            default -> throw new IllegalArgumentException("no store is called " + name + ": " + NAMES);
        };
    }

    private static OAuthStore jdbc(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(4);
        return JdbcOAuthStore.open(pool);
    }
}
