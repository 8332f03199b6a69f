package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.contract.OAuthStoreContract;
import dev.mcpoauth.server.store.backend.LocalServer;
import dev.mcpoauth.server.store.backend.RedisCluster;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
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

    @AfterAll
    void stop() {
        jedis.close();
        cluster.close();
    }
}
