package dev.mcpoauth.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.mcpoauth.core.store.StoreCapabilities;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invariant 22: a database that may lose what it acknowledged is not called durable. */
class JdbcDurabilityTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:mem:durability, false",
        "jdbc:h2:file:FOLDER/h2, false",
        "jdbc:h2:file:FOLDER/h2;WRITE_DELAY=100, false",
        "jdbc:h2:file:FOLDER/h2;WRITE_DELAY=0, true",
        "jdbc:sqlite::memory:, false",
        "jdbc:sqlite:file:durability?mode=memory&cache=shared, false",
        "jdbc:sqlite:FOLDER/db, true",
        "jdbc:sqlite:FOLDER/db?journal_mode=WAL&synchronous=FULL, true",
        "jdbc:sqlite:FOLDER/db?journal_mode=WAL&synchronous=EXTRA, true",
        "jdbc:sqlite:FOLDER/db?journal_mode=WAL&synchronous=NORMAL, false",
        "jdbc:sqlite:FOLDER/db?synchronous=OFF, false",
        "jdbc:sqlite:FOLDER/db?journal_mode=MEMORY, false",
        "jdbc:sqlite:FOLDER/db?journal_mode=OFF, false"
    })
    void anEmbeddedDatabaseIsDurableIfItWritesThrough(String url, boolean durable) throws IOException {
        StoreCapabilities capabilities = capabilities(url.replace("FOLDER", folder.toString()));
        assertThat(capabilities.durable()).isEqualTo(durable);
        assertThat(capabilities.shared()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'', true", "&options=-csynchronous_commit=off, false", "&options=-csynchronous_commit=local, true"})
    void postgresIsDurableUnlessASessionIsToldNotToWait(String setting, boolean durable)
            throws IOException, SQLException {
        FreshDatabase database = TestedDatabase.POSTGRESQL.fresh();
        StoreCapabilities capabilities = capabilities(database.url() + setting);
        assertThat(capabilities.durable()).isEqualTo(durable);
        assertThat(capabilities.shared()).isTrue();
    }

    private static StoreCapabilities capabilities(String url) throws IOException {
        try (FreshDatabase database = new FreshDatabase(url)) {
            HikariDataSource pool = database.newPool();
            pool.setMaximumPoolSize(1);
            pool.setMinimumIdle(1);
            return JdbcOAuthStore.open(pool).capabilities();
        }
    }
}
