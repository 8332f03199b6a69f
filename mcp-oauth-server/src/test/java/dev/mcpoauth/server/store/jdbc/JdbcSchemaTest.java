package dev.mcpoauth.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.core.store.contract.Race;
import dev.mcpoauth.core.store.contract.Samples;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JdbcSchemaTest {
    private static final Instant T0 = Instant.parse("2150-03-01T12:00:00Z");
    private static final Instant END = T0.plusSeconds(1000);

    private FreshDatabase database;

    private DataSource fresh(TestedDatabase kind) throws Exception {
        database = kind.fresh();
        return database.pool();
    }

    @AfterEach
    void closeDatabase() throws Exception {
        if (database != null) {
            database.close();
        }
    }

    private static SchemaScripts scripts(DataSource source) {
        return new SchemaScripts(SqlDialect.of(source).rules());
    }

    private void execute(Iterable<String> statements) throws SQLException {
        for (String statement : statements) {
            database.execute(statement);
        }
    }

    private static void assertWorks(OAuthStore store) {
        ClientRecord client = ClientRecord.registered("c", T0, END, OpaqueBytes.empty());
        store.clients().registerIfAbsent("f", client, RegistrationLimits.UNLIMITED);
        assertThat(store.clients().find("c")).contains(client);
        assertThat(store.tokens().findRefresh(Samples.hash())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void eightNodesMayStartAtOnceOnAnEmptyDatabase(TestedDatabase kind) throws Exception {
        for (int round = 0; round < 3; round++) {
            fresh(kind);
            // Each node has its own pool.
            assertThat(Race.run(i -> () -> JdbcOAuthStore.open(database.pool())
                            .clients()
                            .find("c")
                            .isEmpty()))
                    .containsOnly(true);
            assertWorks(JdbcOAuthStore.over(database.pool()));
            database.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void eightNodesMayUpgradeAtOnce(TestedDatabase kind) throws Exception {
        installVersion1(fresh(kind));
        assertThat(Race.run(i -> () ->
                        JdbcOAuthStore.open(database.pool()).clients().find("c").isEmpty()))
                .containsOnly(true);
        assertWorks(JdbcOAuthStore.over(database.pool()));
        assertThat(grantIndexes()).contains("oauth_grant_by_client").doesNotContain("oauth_grant_client");
    }

    private void installVersion1(DataSource source) throws SQLException {
        database.execute(scripts(source).versionTable());
        execute(scripts(source).between(0, 1));
    }

    private Set<String> grantIndexes() throws SQLException {
        Set<String> names = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection(database.url())) {
            boolean upper = connection.getMetaData().storesUpperCaseIdentifiers();
            String table = upper ? "OAUTH_GRANT" : "oauth_grant";
            try (ResultSet rows = connection
                    .getMetaData()
                    .getIndexInfo(connection.getCatalog(), connection.getSchema(), table, false, true)) {
                while (rows.next()) {
                    names.add(rows.getString("INDEX_NAME").toLowerCase(Locale.ROOT));
                }
            }
        }
        return names;
    }

    @ParameterizedTest
    @EnumSource
    void anUpgradeKeepsTheRows(TestedDatabase kind) throws Exception {
        DataSource source = fresh(kind);
        installVersion1(source);
        GrantRecord grant = GrantRecord.granted(
                "g", "alice", "c", "", T0, END, OpaqueBytes.ofUtf8("props"), OpaqueBytes.ofUtf8("payload"));
        try (Connection connection = source.getConnection()) {
            GrantRows.insert(new Sql(connection), grant);
        }
        OAuthStore store = JdbcOAuthStore.open(source);
        assertThat(store.grants()
                        .list(new GrantSelector.OfSubject("alice"), Cursor.START, 5)
                        .items())
                .containsExactly(grant);
        assertThat(grantIndexes())
                .contains("oauth_grant_by_client", "oauth_grant_by_subject")
                .doesNotContain("oauth_grant_client", "oauth_grant_subject");
    }

    @ParameterizedTest
    @EnumSource
    void installingAgainChangesNothingAndNeedsNoRightTo(TestedDatabase kind) throws Exception {
        DataSource source = fresh(kind);
        assertWorks(JdbcOAuthStore.open(source));
        database.execute("DROP TABLE oauth_replay");
        JdbcOAuthStore.open(source);
        assertThatThrownBy(() -> database.execute("SELECT * FROM oauth_replay")).isInstanceOf(SQLException.class);
    }

    @ParameterizedTest
    @EnumSource
    void finishesAnInstallationThatWasInterrupted(TestedDatabase kind) throws Exception {
        DataSource source = fresh(kind);
        database.execute(scripts(source).versionTable());
        execute(scripts(source).between(0, 1).subList(0, 5));
        assertWorks(JdbcOAuthStore.open(source));
    }

    @ParameterizedTest
    @EnumSource
    void theDdlAloneIsEnoughForAMigrationTool(TestedDatabase kind) throws Exception {
        DataSource source = fresh(kind);
        String ddl = JdbcSchema.ddl(SqlDialect.of(source));
        assertThat(ddl).doesNotContain("{");
        for (String statement : ddl.split(";\n", -1)) {
            if (!statement.isBlank()) {
                database.execute(statement);
            }
        }
        assertWorks(JdbcOAuthStore.over(source));
        JdbcOAuthStore.open(source);
    }

    @ParameterizedTest
    @EnumSource
    void theDdlAlsoUpgrades(TestedDatabase kind) throws Exception {
        DataSource source = fresh(kind);
        installVersion1(source);
        execute(scripts(source).between(0, JdbcSchema.VERSION));
        assertWorks(JdbcOAuthStore.over(source));
    }

    @ParameterizedTest
    @EnumSource
    void refusesASchemaFromTheFuture(TestedDatabase kind) throws Exception {
        DataSource source = fresh(kind);
        JdbcOAuthStore.open(source);
        database.execute("INSERT INTO oauth_schema_version VALUES (" + (JdbcSchema.VERSION + 1) + ")");
        assertThatThrownBy(() -> JdbcOAuthStore.open(source))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this code knows");
        assertThatThrownBy(() -> JdbcOAuthStore.over(source))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("this code knows");
    }

    @ParameterizedTest
    @EnumSource
    void refusesToWorkOverAnOlderSchemaOrNone(TestedDatabase kind) throws Exception {
        DataSource source = fresh(kind);
        assertThatThrownBy(() -> JdbcOAuthStore.over(source)).isInstanceOf(StoreException.class);
        installVersion1(source);
        assertThatThrownBy(() -> JdbcOAuthStore.over(source))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the database has schema version 1, this code needs " + JdbcSchema.VERSION);
    }
}
