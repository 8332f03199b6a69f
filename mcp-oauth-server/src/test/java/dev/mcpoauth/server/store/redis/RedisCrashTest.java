package dev.mcpoauth.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.store.backend.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Redis is killed under load at a random moment, again and again over the same data. Whatever it had told anybody still holds
 * after that, and what it had not told is done as a whole or not at all. {@code -Dmcpoauth.crash.rounds=100} for longer.
 */
class RedisCrashTest {
    private static final int ROUNDS = Integer.getInteger("mcpoauth.crash.rounds", 3);
    private static final int THREADS = 6;

    private final Random random = new Random();
    private final List<Ledger> ledgers = new ArrayList<>();

    @Test
    void aKilledServerForgetsNothingThatItTold() throws Exception {
        try (RedisServer server = RedisServer.run()) {
            for (int round = 0; round < ROUNDS; round++) {
                workUntilKilled(server, 200 + random.nextInt(600));
                server.start();
                check(server);
            }
        }
        int told = ledgers.stream().mapToInt(Ledger::size).sum();
        int unknown = ledgers.stream().mapToInt(Ledger::unknown).sum();
        System.out.printf(
                "redis crash: %d kills, %d transitions checked, %d more in flight at a kill%n", ROUNDS, told, unknown);
        assertThat(told).isGreaterThanOrEqualTo(ROUNDS * 200);
    }

    private void workUntilKilled(RedisServer server, int transitions) throws Exception {
        var acknowledged = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (JedisClient client = JedisClient.at(server.port())) {
            OAuthStore store =
                    RedisOAuthStore.builder(client.eval()).assumeDurable().open();
            List<Future<Ledger>> workers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                workers.add(threads.submit(new CrashWorker(store, acknowledged)));
            }
            Awaitility.await("load")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> acknowledged.get() >= transitions);
            server.kill();
            for (Future<Ledger> worker : workers) {
                ledgers.add(worker.get(60, TimeUnit.SECONDS));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Everything since the first round: a later kill must not undo it either. */
    private void check(RedisServer server) {
        try (JedisClient client = JedisClient.at(server.port());
                OAuthStore store = RedisOAuthStore.builder(client.eval()).open()) {
            ledgers.forEach(ledger -> ledger.check(store));
        }
    }
}
