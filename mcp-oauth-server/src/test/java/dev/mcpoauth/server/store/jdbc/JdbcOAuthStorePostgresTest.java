package dev.mcpoauth.server.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.contract.OAuthStoreContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Needs a PostgreSQL whose user may create schemas: {@code MCP_OAUTH_TEST_POSTGRES=jdbc:postgresql://...?user=...}. */
@EnabledIfEnvironmentVariable(
        named = JdbcOAuthStorePostgresTest.URL,
        matches = "jdbc:postgresql:.+",
        disabledReason = "no PostgreSQL was given")
class JdbcOAuthStorePostgresTest extends OAuthStoreContract {
    static final String URL = "MCP_OAUTH_TEST_POSTGRES";

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Map<OAuthStore, String> schemas = new ConcurrentHashMap<>();
    private final Map<OAuthStore, FaultyDataSource> sources = new ConcurrentHashMap<>();
    private final List<HikariDataSource> pools = new ArrayList<>();

    private HikariDataSource pool(String schema) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(System.getenv(URL));
        pool.setSchema(schema);
        pool.setMaximumPoolSize(10);
        pool.setMinimumIdle(1);
        pools.add(pool);
        return pool;
    }

    private OAuthStore open(String schema) {
        var source = new FaultyDataSource(pool(schema));
        OAuthStore store = JdbcOAuthStore.open(source);
        schemas.put(store, schema);
        sources.put(store, source);
        return store;
    }

    @Override
    public OAuthStore newStore() throws SQLException {
        String schema = "store_" + ProcessHandle.current().pid() + "_" + NUMBERS.incrementAndGet();
        execute("CREATE SCHEMA " + schema);
        return open(schema);
    }

    @Override
    public Optional<OAuthStore> sameData(OAuthStore store) {
        return Optional.of(open(schemas.get(store)));
    }

    @Override
    public Optional<AutoCloseable> outage(OAuthStore store) {
        sources.get(store).down(true);
        return Optional.of(() -> sources.get(store).down(false));
    }

    @Override
    public Optional<byte[]> dump(OAuthStore store) throws SQLException {
        try (Connection connection = sources.get(store).getConnection()) {
            return Optional.of(JdbcDump.of(connection));
        }
    }

    private void execute(String ddl) throws SQLException {
        try (HikariDataSource pool = pool(null);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(ddl);
        }
    }

    @AfterEach
    void dropSchemas() throws SQLException {
        pools.forEach(HikariDataSource::close);
        pools.clear();
        for (String schema : schemas.values()) {
            execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        }
    }
}
