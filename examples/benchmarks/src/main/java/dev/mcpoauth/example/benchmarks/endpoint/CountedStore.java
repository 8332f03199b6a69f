package dev.mcpoauth.example.benchmarks.endpoint;

import com.zaxxer.hikari.HikariDataSource;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.store.backend.Link;
import dev.mcpoauth.server.store.backend.LocalServer;
import dev.mcpoauth.server.store.backend.MariaDbServer;
import dev.mcpoauth.server.store.backend.PostgresServer;
import dev.mcpoauth.server.store.backend.RedisServer;
import dev.mcpoauth.server.store.jdbc.JdbcOAuthStore;
import dev.mcpoauth.server.store.redis.RedisOAuthStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import redis.clients.jedis.RedisClient;

/**
 * A store on a backend of its own that is counted.
 *
 * @param counted what {@link Counters} are to watch; of a database connections that were lent, statements, commits and, unless it is embedded, round
 *     trips; of Redis scripts and round trips
 * @param backend what to close after the store, in this order
 */
record CountedStore(OAuthStore store, List<LongSupplier> counted, List<Closeable> backend) implements Closeable {
    /** What {@link #open} knows. */
    static final List<String> NAMES = List.of("H2", "SQLite", "PostgreSQL", "MariaDB", "Redis");

    CountedStore {
        counted = List.copyOf(counted);
        backend = List.copyOf(backend);
    }

    /** An empty store; the servers of databases are started for it. */
    static CountedStore open(String name) throws IOException {
        return switch (name) {
            case "H2" -> embedded("jdbc:h2:file:", ";WRITE_DELAY=0");
            case "SQLite" -> embedded("jdbc:sqlite:", "?journal_mode=WAL&busy_timeout=30000&synchronous=FULL");
            case "PostgreSQL" -> postgresql();
            case "MariaDB" -> mariaDb();
            case "Redis" -> redis();
            default -> throw new IllegalArgumentException("no store is called " + name + ": " + NAMES);
        };
    }

    private static CountedStore embedded(String scheme, String settings) throws IOException {
        Path folder = Files.createTempDirectory("mcp-oauth-connections-");
        return jdbc(scheme + folder.resolve("store") + settings, List.of(), List.of(() -> delete(folder)));
    }

    private static CountedStore postgresql() {
        PostgresServer server = PostgresServer.run();
        Link link = new Link(server.port());
        return jdbc(server.urlThrough(link.port()), List.of(link::roundTrips), List.of(link::close, server::close));
    }

    private static CountedStore mariaDb() {
        MariaDbServer server = MariaDbServer.run();
        Link link = new Link(server.port());
        return jdbc(
                server.urlThrough(link.port(), "oauth"),
                List.of(link::roundTrips),
                List.of(link::close, server::close));
    }

    private static CountedStore jdbc(String url, List<LongSupplier> more, List<Closeable> backend) {
        HikariDataSource connections = new HikariDataSource();
        connections.setJdbcUrl(url);
        connections.setMaximumPoolSize(1); // so that only one speaks, and none is opened meanwhile
        CountedPool pool = new CountedPool(connections);
        List<LongSupplier> counted =
                new ArrayList<>(List.of(pool.borrowed::get, pool.statements::get, pool.commits::get));
        counted.addAll(more);
        List<Closeable> closed = new ArrayList<>(List.of(connections));
        closed.addAll(backend);
        return new CountedStore(JdbcOAuthStore.open(pool.dataSource()), counted, closed);
    }

    private static CountedStore redis() {
        RedisServer server = RedisServer.run();
        Link link = new Link(server.port());
        RedisClient jedis = RedisClient.builder()
                .hostAndPort(LocalServer.host(), link.port())
                .build();
        AtomicLong scripts = new AtomicLong();
        OAuthStore store = RedisOAuthStore.builder((script, keys, arguments) -> {
                    scripts.incrementAndGet();
                    return jedis.eval(script, keys, arguments);
                })
                .assumeDurable()
                .open();
        return new CountedStore(
                store, List.of(scripts::get, link::roundTrips), List.of(jedis::close, link::close, server::close));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    @Override
    public void close() throws IOException {
        store.close();
        for (Closeable part : backend) part.close();
    }
}
