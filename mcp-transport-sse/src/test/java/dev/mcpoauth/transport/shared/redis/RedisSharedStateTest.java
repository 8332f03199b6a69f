package dev.mcpoauth.transport.shared.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.transport.shared.EventBus;
import dev.mcpoauth.transport.shared.EventBusContract;
import dev.mcpoauth.transport.shared.EventStore;
import dev.mcpoauth.transport.shared.EventStore.StoredEvent;
import dev.mcpoauth.transport.shared.EventStore.StreamKey;
import dev.mcpoauth.transport.shared.EventStoreContract;
import dev.mcpoauth.transport.shared.SessionStore;
import dev.mcpoauth.transport.shared.SessionStoreContract;
import dev.mcpoauth.transport.shared.SharedStateException;
import dev.mcpoauth.transport.shared.StoredSession;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RedisSharedStateTest {

    private static RedisProcess redis;
    private static Keys keys;
    private static RedisEventBus one;
    private static RedisEventBus other;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
        keys = new Keys("test:");
        one = bus();
        other = bus();
    }

    private static RedisEventBus bus() {
        return new RedisEventBus(redis.eval(), keys, 100_000, Duration.ofMillis(5));
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        redis.close();
    }

    /** Every command is sent twice, as clients do that try again when an answer got lost. */
    private static RedisEval twice() {
        return (script, names, arguments) -> {
            redis.eval().eval(script, names, arguments);
            return redis.eval().eval(script, names, arguments);
        };
    }

    @Nested
    class Sessions extends SessionStoreContract {
        @Override
        protected SessionStore one() {
            return new RedisSessionStore(redis.eval(), keys);
        }

        @Override
        protected SessionStore other() {
            return one();
        }

        @Override
        protected void pass(Duration time) {
            long began = System.nanoTime();
            Awaitility.await().until(() -> System.nanoTime() - began > time.toNanos());
        }

        @Test
        void aReplacementThatIsSentTwiceIsOne() {
            SessionStore retrying = new RedisSessionStore(twice(), keys);
            var opened = new StoredSession(UUID.randomUUID().toString(), "c", 1, "{}");
            retrying.open(opened, Duration.ofMinutes(1));
            assertThat(retrying.replace(opened.next("{\"a\":1}"))).isTrue();
            assertThat(retrying.replace(opened.next("{\"b\":1}"))).isFalse();
        }
    }

    @Nested
    class Events extends EventStoreContract {
        @Override
        protected EventStore store() {
            return new RedisEventStore(redis.eval(), keys, 100_000, Duration.ofMinutes(1));
        }

        @Test
        void anEventThatIsSentTwiceIsOne() {
            EventStore retrying = new RedisEventStore(twice(), keys, 100_000, Duration.ofMinutes(1));
            StreamKey stream = new StreamKey(UUID.randomUUID().toString(), "1");
            retrying.append(stream, new StoredEvent(1, "a"));
            retrying.append(stream, new StoredEvent(2, "b"));
            assertThat(retrying.after(stream, 0).orElseThrow()).hasSize(2);
        }
    }

    @Nested
    class Bus extends EventBusContract {
        @Override
        protected EventBus one() {
            return one;
        }

        @Override
        protected EventBus other() {
            return other;
        }

        @Test
        void keepsItsBound() {
            for (int i = 0; i < 100; i++) one.publish("x".repeat(10_000));
            assertThat(redis.client().xlen(keys.bus().get(0))).isBetween(5L, 10L);
        }
    }

    @Test
    void everyKeyEndsByItself() {
        new RedisSessionStore(redis.eval(), keys).open(new StoredSession("k", "c", 1, "{}"), Duration.ofMinutes(1));
        new RedisEventStore(redis.eval(), keys, 1_000, Duration.ofMinutes(1))
                .append(new StreamKey("k", "1"), new StoredEvent(1, "x"));
        one.publish("x");
        assertThat(redis.client().keys("*"))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(redis.client().pttl(key)).isPositive());
    }

    @Test
    void anOutageIsAnOutageAndTheBusComesBack() {
        try (RedisProcess own = RedisProcess.start();
                RedisEventBus bus = new RedisEventBus(own.eval(), keys, 1_000, Duration.ofMillis(5))) {
            List<String> heard = new CopyOnWriteArrayList<>();
            bus.subscribe(heard::add);
            var sessions = new RedisSessionStore(own.eval(), keys);
            var events = new RedisEventStore(own.eval(), keys, 1_000, Duration.ofMinutes(1));
            own.kill();
            assertThatThrownBy(() -> bus.publish("x")).isInstanceOf(SharedStateException.class);
            assertThatThrownBy(() -> sessions.touch("k", Duration.ofMinutes(1)))
                    .isInstanceOf(SharedStateException.class);
            assertThatThrownBy(() -> events.after(new StreamKey("k", "1"), 0)).isInstanceOf(SharedStateException.class);
            own.startAgain();
            Awaitility.await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> {
                bus.publish("back");
                assertThat(heard).contains("back");
            });
        }
    }
}
