package dev.mcpoauth.server.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.ClientRegistration;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.ReplayScope;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.contract.Race;
import dev.mcpoauth.core.store.contract.Samples;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One winner under every isolation that a pool may be set to, not only the one that the contract runs with. */
class JdbcIsolationTest {
    private static final int ROUNDS = 10;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POSTGRESQL | TRANSACTION_READ_COMMITTED  |
            POSTGRESQL | TRANSACTION_REPEATABLE_READ |
            POSTGRESQL | TRANSACTION_SERIALIZABLE    |
            MARIADB    | TRANSACTION_READ_COMMITTED  |
            MARIADB    | TRANSACTION_REPEATABLE_READ |
            MARIADB    | TRANSACTION_REPEATABLE_READ | SET SESSION innodb_snapshot_isolation = ON
            MARIADB    | TRANSACTION_SERIALIZABLE    |
            """)
    void oneWinsUnder(TestedDatabase kind, String isolation, String setting) throws Exception {
        FreshDatabase database = kind.empty();
        HikariDataSource pool = database.newPool();
        pool.setTransactionIsolation(isolation);
        pool.setConnectionInitSql(setting);
        OAuthStore store = JdbcOAuthStore.open(pool);
        for (int round = 0; round < ROUNDS; round++) {
            oneRedeems(store);
            oneRotates(store);
            oneTakes(store);
            oneIsFirst(store);
            oneRegisters(store);
        }
        // The next test wants a pool without these settings.
        database.closePools();
        kind.giveBack(database);
    }

    private static void oneRedeems(OAuthStore store) throws Exception {
        Redemption redemption = Redemption.prepared(store);
        assertThat(Race.run(i -> () -> redemption.isFirst(store))).containsOnlyOnce(true);
        assertThat(redemption.happened(store)).isTrue();
    }

    private static void oneRotates(OAuthStore store) throws Exception {
        Rotation rotation = Rotation.prepared(store);
        assertThat(Race.run(i -> () -> rotation.isFirst(store))).containsOnlyOnce(true);
        assertThat(rotation.happened(store)).isTrue();
    }

    private static void oneTakes(OAuthStore store) throws Exception {
        var transaction = TransactionRecord.begun(Samples.hash(), Transition.T0, Transition.END, OpaqueBytes.empty());
        store.transactions().put(transaction);
        assertThat(Race.run(i -> () -> store.transactions()
                        .take(transaction.id(), Transition.T0)
                        .isPresent()))
                .containsOnlyOnce(true);
    }

    private static void oneIsFirst(OAuthStore store) throws Exception {
        var jti = Samples.hash();
        assertThat(Race.run(
                        i -> () -> store.replay().putIfAbsent(ReplayScope.DPOP, jti, Transition.T0, Transition.END)))
                .containsOnlyOnce(true);
    }

    private static void oneRegisters(OAuthStore store) throws Exception {
        String fingerprint = Samples.hash().encoded();
        List<ClientRegistration> results = Race.run(i -> () -> store.clients()
                .registerIfAbsent(
                        fingerprint,
                        ClientRecord.registered(fingerprint + i, Transition.T0, Transition.END, OpaqueBytes.empty()),
                        RegistrationLimits.UNLIMITED));
        assertThat(Race.count(results, ClientRegistration.Created.class)).isOne();
        assertThat(Race.count(results, ClientRegistration.Existing.class)).isEqualTo(Race.THREADS - 1L);
    }
}
