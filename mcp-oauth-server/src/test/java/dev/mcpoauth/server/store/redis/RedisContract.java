package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.contract.OAuthStoreContract;
import dev.mcpoauth.server.store.backend.Link;
import dev.mcpoauth.server.store.backend.LocalServer;
import dev.mcpoauth.server.store.backend.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.Jedis;

/** The contract on one Redis that all stores share, each under a prefix of its own, through a wire that can be cut. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RedisContract extends OAuthStoreContract {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Link link = new Link(RedisServer.shared().port());
    private final TestClient client = connect(link.port());
    private final Jedis direct =
            new Jedis(LocalServer.host(), RedisServer.shared().port());
    private final Map<OAuthStore, String> prefixes = new ConcurrentHashMap<>();

    abstract TestClient connect(int port);

    /** What the store gets. */
    RedisEval eval(TestClient connected) {
        return connected.eval();
    }

    private OAuthStore open(String prefix) {
        OAuthStore store = RedisOAuthStore.builder(eval(client))
                .prefix(prefix)
                .assumeDurable()
                .open();
        prefixes.put(store, prefix);
        return store;
    }

    @Override
    public OAuthStore newStore() {
        return open(getClass().getSimpleName() + NUMBERS.incrementAndGet());
    }

    @Override
    public Optional<OAuthStore> sameData(OAuthStore store) {
        return Optional.of(open(prefixes.get(store)));
    }

    @Override
    public Optional<byte[]> dump(OAuthStore store) throws IOException {
        byte[] keys = RedisDump.ofKeys(direct, prefixes.get(store));
        byte[] files = RedisDump.ofFiles(direct);
        byte[] all = Arrays.copyOf(keys, keys.length + files.length);
        System.arraycopy(files, 0, all, keys.length, files.length);
        return Optional.of(all);
    }

    @Override
    public Optional<AutoCloseable> outage(OAuthStore store) {
        link.down(true);
        return Optional.of(() -> {
            link.down(false);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(client::isConnected);
        });
    }

    @AfterAll
    void disconnect() {
        client.close();
        direct.close();
        link.close();
    }
}
