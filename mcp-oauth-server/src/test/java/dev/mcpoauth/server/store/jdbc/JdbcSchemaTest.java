package dev.mcpoauth.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.store.contract.Race;
import dev.mcpoauth.core.store.contract.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JdbcSchemaTest {
    private final JdbcDataSource source = H2StoreFixture.source(H2StoreFixture.freshMemoryUrl());

    private void execute(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void manyNodesMayStartAtOnceOnAnEmptyDatabase() throws Exception {
        for (int round = 0; round < 5; round++) {
            JdbcDataSource empty = H2StoreFixture.source(H2StoreFixture.freshMemoryUrl());
            assertThat(Race.run(i ->
                            () -> JdbcOAuthStore.open(empty).grants().find("g").isEmpty()))
                    .containsOnly(true);
        }
    }

    @Test
    void installingAgainChangesNothing() {
        JdbcOAuthStore.open(source);
        JdbcOAuthStore.open(source);
        assertThat(JdbcOAuthStore.over(source).grants().find("g")).isEmpty();
    }

    @Test
    void finishesAnInstallationThatWasInterrupted() throws SQLException {
        String ddl = JdbcSchema.ddl(SqlDialect.H2);
        execute(ddl.substring(0, ddl.indexOf("CREATE TABLE IF NOT EXISTS oauth_refresh")));
        assertThat(JdbcOAuthStore.open(source).tokens().findRefresh(Samples.hash()))
                .isEmpty();
    }

    @Test
    void theDdlAloneIsEnoughForAMigrationTool() throws SQLException {
        execute(JdbcSchema.ddl(SqlDialect.H2));
        assertThat(JdbcOAuthStore.over(source).grants().find("g")).isEmpty();
        JdbcOAuthStore.open(source);
    }

    @Test
    void refusesASchemaFromTheFuture() throws SQLException {
        JdbcOAuthStore.open(source);
        execute("INSERT INTO oauth_schema_version VALUES (" + (JdbcSchema.VERSION + 1) + ")");
        assertThatThrownBy(() -> JdbcOAuthStore.open(source))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this code knows");
    }

    @ParameterizedTest
    @EnumSource
    void leavesNoPlaceholderInTheDdl(SqlDialect dialect) {
        assertThat(JdbcSchema.ddl(dialect))
                .doesNotContain("{")
                .contains("oauth_refresh")
                .contains("oauth_schema_version");
    }
}
