package dev.mcpoauth.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.store.CodeStatus;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.server.store.backend.Link;
import dev.mcpoauth.server.store.backend.RedisServer;
import java.time.Duration;
import java.util.function.BiFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server that a test may disturb, a wire to it, and a store over a client of the test's choice. */
abstract class OwnRedis {
    static final Duration IMPATIENT = Duration.ofSeconds(1);
    static final Duration PATIENT = Duration.ofSeconds(20);

    final RedisServer server = RedisServer.run("--repl-diskless-sync-delay", "0");
    Link link;
    TestClient client;
    FaultyEval faulty;
    OAuthStore store;

    /** The clients in the variants that behave differently. */
    enum Client {
        JEDIS((port, timeout) -> JedisClient.at(port, (int) timeout.toMillis())),
        LETTUCE_REJECTING(LettuceClient::at),
        LETTUCE_WAITING(LettuceClient::patientAt);

        private final BiFunction<Integer, Duration, TestClient> connect;

        Client(BiFunction<Integer, Duration, TestClient> connect) {
            this.connect = connect;
        }

        /** Whether it sends a command again whose answer was lost. */
        boolean sendsAgain() {
            return this == LETTUCE_WAITING;
        }
    }

    @BeforeEach
    void openLink() {
        link = new Link(server.port());
    }

    final void open(Client kind, Duration timeout) {
        client = kind.connect.apply(link.port(), timeout);
        faulty = new FaultyEval(client.eval());
        store = RedisOAuthStore.builder(faulty).assumeDurable().open();
    }

    @AfterEach
    void stop() {
        client.close();
        link.close();
        server.close();
    }

    final void awaitRecovery() {
        Awaitility.await("a connection").atMost(Duration.ofSeconds(60)).until(client::isConnected);
    }

    final void assertRedeemedOnce(Family family, RedeemCommand command) {
        boolean done = store.codes().peek(family.code().hash()).orElseThrow().status() == CodeStatus.REDEEMED;
        assertThat(Family.exist(store, command.first())).isEqualTo(done);
        RedeemCommand again = family.redeem();
        RedeemOutcome outcome = store.codes().redeem(family.code().hash(), again);
        assertThat(outcome).isInstanceOf(done ? RedeemOutcome.DuplicateSubmit.class : RedeemOutcome.Redeemed.class);
        assertThat(Family.exist(store, again.first())).isEqualTo(!done);
    }

    final void assertRotatedOnce(RefreshRecord presented, RotateCommand command) {
        boolean done =
                !store.tokens().findRefresh(presented.hash()).orElseThrow().isActive(Family.T0);
        assertThat(Family.exist(store, command.next())).isEqualTo(done);
        RotateCommand again = Family.rotate(presented);
        RotateOutcome outcome = store.tokens().rotate(presented.hash(), again);
        assertThat(outcome).isInstanceOf(done ? RotateOutcome.Replay.class : RotateOutcome.Rotated.class);
        assertThat(Family.exist(store, again.next())).isEqualTo(!done);
    }
}
