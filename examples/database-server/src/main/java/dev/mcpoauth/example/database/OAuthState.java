package dev.mcpoauth.example.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.store.jdbc.JdbcOAuthStore;
import java.nio.file.Path;

/** What the authorization server remembers: a database of its own, which no SQL of a tool can reach. */
final class OAuthState implements AutoCloseable {

    private static final int CONNECTIONS = 16;

    private final HikariDataSource dataSource;
    private final OAuthStore store;

    private OAuthState(HikariDataSource dataSource) {
        this.dataSource = dataSource;
        this.store = JdbcOAuthStore.open(dataSource);
    }

    static OAuthState open(Path directory) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("oauth");
        // Written before it is acknowledged: a crash loses nothing that a client was told.
        config.setJdbcUrl("jdbc:h2:file:" + directory.resolve("oauth").toAbsolutePath()
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        config.setUsername("oauth");
        config.setPassword("");
        config.setMaximumPoolSize(CONNECTIONS);
        return new OAuthState(new HikariDataSource(config));
    }

    OAuthStore store() {
        return store;
    }

    @Override
    public void close() {
        try {
            store.close();
        } finally {
            dataSource.close();
        }
    }
}
