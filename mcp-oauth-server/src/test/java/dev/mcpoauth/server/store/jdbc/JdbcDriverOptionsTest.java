package dev.mcpoauth.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.ReplayScope;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.contract.Samples;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of a driver that change how it counts rows, sends statements, or ends transactions. */
class JdbcDriverOptionsTest {
    private static final Instant T0 = Transition.T0;
    private static final Instant END = Transition.END;

    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL, prepareThreshold=1",
        "POSTGRESQL, prepareThreshold=0&preferQueryMode=simple",
        "POSTGRESQL, autosave=always&reWriteBatchedInserts=true",
        "MARIADB, useAffectedRows=true",
        "MARIADB, useServerPrepStmts=true&useBulkStmts=true",
        "MARIADB, allowMultiQueries=true&disablePipeline=true",
        "MARIADB, sessionVariables=sql_mode=NO_BACKSLASH_ESCAPES",
        "MARIADB, autocommit=false"
    })
    void worksWith(TestedDatabase kind, String options) throws Exception {
        FreshDatabase database = kind.empty();
        HikariDataSource pool = database.newPool();
        pool.setJdbcUrl(database.url() + "&" + options);
        OAuthStore store = JdbcOAuthStore.open(pool);
        assertThatClientsCanBeTouched(store);
        assertThatFamiliesGoOn(store);
        assertThatPurgesCountWhatTheyRemove(store);
        database.closePools();
        kind.giveBack(database);
    }

    private static void assertThatClientsCanBeTouched(OAuthStore store) {
        ClientRecord client = ClientRecord.registered("c", T0, END, OpaqueBytes.ofUtf8("a'b\\c\n\"d\u0000"));
        store.clients().registerIfAbsent("f", client, RegistrationLimits.UNLIMITED);
        assertThat(store.clients().find("c")).contains(client);
        assertThat(store.clients().touch("c", T0, END)).as("nothing to move").isTrue();
        assertThat(store.clients().touch("d", T0, END)).isFalse();
    }

    private static void assertThatFamiliesGoOn(OAuthStore store) {
        Rotation rotation = Rotation.prepared(store);
        assertThat(rotation.isFirst(store)).isTrue();
        assertThat(rotation.isFirst(store)).isFalse();
        assertThat(rotation.happened(store)).isTrue();
        rotation.next().run(store);
    }

    private static void assertThatPurgesCountWhatTheyRemove(OAuthStore store) {
        for (int i = 0; i < 3; i++) {
            store.replay().putIfAbsent(ReplayScope.DPOP, Samples.hash(), T0, T0);
            store.transactions().put(TransactionRecord.begun(Samples.hash(), T0, T0, OpaqueBytes.empty()));
        }
        assertThat(store.purge(T0, 100).removed()).isEqualTo(6);
    }
}
