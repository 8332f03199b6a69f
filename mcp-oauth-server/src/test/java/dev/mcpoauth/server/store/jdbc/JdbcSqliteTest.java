package dev.mcpoauth.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.core.store.contract.Race;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is particular to SQLite: one writer, whoever it is, and a driver with a mind of its own. */
class JdbcSqliteTest {
    private FreshDatabase database;
    private OAuthStore store;

    @BeforeEach
    void open() throws Exception {
        database = TestedDatabase.SQLITE.fresh();
        store = JdbcOAuthStore.open(database.pool());
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    private HikariDataSource pool(String settings) {
        HikariDataSource pool = database.newPool();
        pool.setJdbcUrl(database.url() + settings);
        return pool;
    }

    /** Each store lets its own writers take turns; of the other it knows only that the file is locked. */
    @Test
    void twoProcessesOfOneMachineMayShareAFile() throws Exception {
        List<OAuthStore> stores = List.of(store, JdbcOAuthStore.open(database.newPool()));
        for (int round = 0; round < 20; round++) {
            Rotation rotation = Rotation.prepared(store);
            assertThat(Race.run(i -> () -> rotation.isFirst(stores.get(i % 2)))).containsOnlyOnce(true);
            assertThat(rotation.happened(store)).isTrue();
        }
    }

    @Test
    void worksWhateverModeTheDriverIsTold() throws Exception {
        OAuthStore immediate = JdbcOAuthStore.over(pool("&transaction_mode=IMMEDIATE"));
        for (int round = 0; round < 20; round++) {
            Rotation rotation = Rotation.prepared(immediate);
            assertThat(Race.run(i -> () -> rotation.isFirst(immediate))).containsOnlyOnce(true);
        }
    }

    @Test
    void worksWithConnectionsThatComeWithoutAutoCommit() throws SQLException {
        HikariDataSource pool = pool("");
        pool.setAutoCommit(false);
        OAuthStore manual = JdbcOAuthStore.over(pool);
        Rotation rotation = Rotation.prepared(manual);
        rotation.run(manual);
        assertThat(rotation.happened(store)).isTrue();
        try (Connection connection = pool.getConnection()) {
            assertThat(connection.getAutoCommit()).isFalse();
        }
    }

    /** Waiting is the driver's as long as its {@code busy_timeout} is, and then the store's. */
    @Test
    void aWriterElsewhereIsWaitedForAndThenAnOutage() throws Exception {
        Rotation rotation = Rotation.prepared(store);
        OAuthStore impatient = JdbcOAuthStore.over(pool("&busy_timeout=0"), Duration.ofMillis(300));
        OAuthStore patient = JdbcOAuthStore.over(pool("&busy_timeout=0"), Duration.ofSeconds(30));
        List<Boolean> isFirst;
        try (Connection other = DriverManager.getConnection(database.url());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> rotation.run(impatient)).isInstanceOf(StoreException.class);
            isFirst = Race.run(List.of(() -> rotation.isFirst(patient), () -> {
                assertThat(store.tokens().findRefresh(rotation.presented())).isPresent();
                statement.execute("COMMIT");
                return false;
            }));
        }
        assertThat(isFirst).containsExactly(true, false);
    }

    @Test
    void aReadOnlyFileAnswersQuestions() {
        Rotation rotation = Rotation.prepared(store);
        HikariDataSource pool = pool("&open_mode=1");
        pool.setReadOnly(true);
        OAuthStore readOnly = JdbcOAuthStore.open(pool);
        assertThat(readOnly.tokens().findRefresh(rotation.presented())).isPresent();
        assertThatThrownBy(() -> rotation.run(readOnly)).isInstanceOf(StoreException.class);
        assertThat(rotation.happened(store)).isFalse();
    }
}
