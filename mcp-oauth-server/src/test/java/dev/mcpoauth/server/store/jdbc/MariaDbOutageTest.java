package dev.mcpoauth.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MariaDbOutageTest extends OutageContract {

    @Override
    DatabaseServer run() throws SQLException {
        return DatabaseServer.mariaDb();
    }

    @Override
    int impatience() {
        return 1000;
    }

    /** The setting is the server's, for everybody. */
    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "2, false", "3, true"})
    void isDurableIfTheServerWritesThroughAtEachCommit(int setting, boolean durable) throws SQLException {
        var process = (DatabaseServer.MariaDb) server();
        String url = process.process().url("durability");
        FreshDatabase.execute(url, "SET GLOBAL innodb_flush_log_at_trx_commit = " + setting);
        try {
            assertThat(JdbcOAuthStore.open(pool(url)).capabilities().durable()).isEqualTo(durable);
        } finally {
            FreshDatabase.execute(url, "SET GLOBAL innodb_flush_log_at_trx_commit = 1");
        }
    }
}
