package dev.mcpoauth.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.store.jdbc.JdbcOAuthStore;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A hundred requests over HTTP race for one credential, on H2")
class JdbcRacesOverHttpTest extends RacesOverHttpTest {
    private final HikariDataSource pool = new HikariDataSource();

    /** Where the rows are. */
    String database() throws Exception {
        return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    }

    @Override
    OAuthStore store() throws Exception {
        pool.setJdbcUrl(database());
        pool.setMaximumPoolSize(20);
        return JdbcOAuthStore.open(pool);
    }

    @AfterEach
    void closePool() {
        pool.close();
    }
}
