package dev.mcpoauth.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.contract.OAuthStoreContract;
import dev.mcpoauth.server.store.backend.LocalServer;
import dev.mcpoauth.server.store.backend.RedisCluster;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;

/** The contract on a Redis Cluster of three primaries, which refuses a script whose keys are not of one slot. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisClusterTest extends OAuthStoreContract {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final RedisCluster cluster = RedisCluster.run();
    private final RedisClusterClient jedis = RedisClusterClient.builder()
            .nodes(nodes())
            .clientConfig(
                    DefaultJedisClientConfig.builder().timeoutMillis(10_000).build())
            .build();
    private final Map<OAuthStore, String> prefixes = new ConcurrentHashMap<>();

    private Set<HostAndPort> nodes() {
        return cluster.ports().stream()
                .map(port -> new HostAndPort(LocalServer.host(), port))
                .collect(Collectors.toSet());
    }

    private OAuthStore open(String prefix) {
        OAuthStore store = RedisOAuthStore.builder(jedis::eval).prefix(prefix).open();
        prefixes.put(store, prefix);
        return store;
    }

    @Override
    public OAuthStore newStore() {
        return open("cluster" + NUMBERS.incrementAndGet());
    }

    @Override
    public Optional<OAuthStore> sameData(OAuthStore store) {
        return Optional.of(open(prefixes.get(store)));
    }

    /** A grant and what is under it are in one slot, whatever characters its id has. */
    @ParameterizedTest
    @ValueSource(strings = {"}", "{", "{}x", "a}b", " ", "+", "%2B", "\u00e9\ud83d\udd11", "clients", "0"})
    void anyTextMayBeAGrantId(String id) {
        OAuthStore store = newStore();
        Family family = Family.of(Family.T0, id);
        store.grants().create(family.grant());
        store.codes().issue(family.code());
        assertGoesOn(store, family);
    }

    private static void assertGoesOn(OAuthStore store, Family family) {
        RedeemCommand redeem = family.redeem();
        assertThat(store.codes().redeem(family.code().hash(), redeem)).isInstanceOf(RedeemOutcome.Redeemed.class);
        RefreshRecord first = redeem.first().refresh().orElseThrow();
        RotateCommand rotate = Family.rotate(first);
        assertThat(store.tokens().rotate(first.hash(), rotate)).isInstanceOf(RotateOutcome.Rotated.class);
        assertThat(store.tokens().rotate(first.hash(), Family.rotate(first))).isInstanceOf(RotateOutcome.Replay.class);
        assertThat(store.grants().revoke(family.grant().grantId(), RevokeReason.OPERATOR, Family.T0))
                .isTrue();
        assertThat(store.tokens()
                        .findAccess(rotate.next().access().orElseThrow().hash())
                        .orElseThrow()
                        .isActive(Family.T0))
                .isFalse();
    }

    @Test
    void aClusterClientOfLettuceFindsTheServers() {
        io.lettuce.core.cluster.RedisClusterClient lettuce =
                io.lettuce.core.cluster.RedisClusterClient.create(cluster.ports().stream()
                        .map(port -> RedisURI.create(LocalServer.host(), port))
                        .toList());
        try (var connection = lettuce.connect(ByteArrayCodec.INSTANCE)) {
            var commands = connection.sync();
            OAuthStore store = RedisOAuthStore.builder((script, keys, arguments) -> commands.eval(
                            script,
                            ScriptOutputType.MULTI,
                            keys.toArray(byte[][]::new),
                            arguments.toArray(byte[][]::new)))
                    .prefix("lettuce")
                    .open();
            for (int i = 0; i < 20; i++) {
                assertGoesOn(store, Family.issuedIn(store));
            }
            assertThat(store.grants()
                            .list(new GrantSelector.OfSubject("alice"), Cursor.START, 100)
                            .items())
                    .hasSize(20);
            assertThat(store.purge(Family.T0.plus(Duration.ofDays(90)), 1000).removed())
                    .isGreaterThanOrEqualTo(20 * 6);
        } finally {
            lettuce.shutdown();
        }
    }

    /** What is under different grants, and the shards, are on different servers. */
    @Test
    void theKeysAreSpreadOverAllServers() {
        OAuthStore store = newStore();
        for (int i = 0; i < 50; i++) {
            Family.issuedIn(store);
        }
        for (int i = 0; i < cluster.ports().size(); i++) {
            assertThat(cluster.server(i).ask("DBSIZE")).isNotEqualTo(":0");
        }
    }

    @AfterAll
    void stop() {
        jedis.close();
        cluster.close();
    }
}
