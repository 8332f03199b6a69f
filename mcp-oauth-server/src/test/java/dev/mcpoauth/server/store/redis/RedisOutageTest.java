package dev.mcpoauth.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.store.CodeStatus;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.ReplayWindow;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.store.backend.Link;
import dev.mcpoauth.server.store.backend.LocalServer;
import dev.mcpoauth.server.store.backend.RedisServer;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Invariant 21 on a server of its own: an outage is said to be one, leaves nothing half done, and passes. */
class RedisOutageTest {
    private static final Duration IMPATIENT = Duration.ofSeconds(1);
    private static final Duration PATIENT = Duration.ofSeconds(20);

    private final RedisServer server = RedisServer.run();
    private Link link;
    private TestClient client;
    private OAuthStore store;

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

    private void open(Client kind, Duration timeout) {
        client = kind.connect.apply(link.port(), timeout);
        store = RedisOAuthStore.builder(client.eval()).assumeDurable().open();
    }

    @AfterEach
    void stop() {
        client.close();
        link.close();
        server.close();
    }

    private void awaitRecovery() {
        Awaitility.await("a connection").until(client::isConnected);
    }

    private void assertOutage(Family family) {
        assertThatThrownBy(() -> store.codes().redeem(family.code().hash(), family.redeem()))
                .isInstanceOf(StoreException.class)
                .hasCauseInstanceOf(Exception.class);
    }

    private void assertStillIssued(Family family) {
        assertThat(store.codes().peek(family.code().hash()).orElseThrow().status())
                .isEqualTo(CodeStatus.ISSUED);
        RedeemCommand command = family.redeem();
        assertThat(store.codes().redeem(family.code().hash(), command)).isInstanceOf(RedeemOutcome.Redeemed.class);
        assertThat(Family.exist(store, command.first())).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatIsDownIsAnOutageUntilItComesBack(Client kind) {
        open(kind, IMPATIENT);
        Family family = Family.issuedIn(store);
        server.kill();
        assertOutage(family);
        assertOutage(family);
        server.start();
        awaitRecovery();
        assertStillIssued(family);
    }

    /** What was asked of a frozen server may be done when it thaws, after the caller was told that it failed. */
    @ParameterizedTest
    @EnumSource
    void aFrozenServerIsAnOutageAndDoesAllOrNothingOfWhatItWasAsked(Client kind) {
        open(kind, IMPATIENT);
        Family family = Family.issuedIn(store);
        RefreshRecord presented = Family.redeemedIn(store);
        RedeemCommand redeem = family.redeem();
        RotateCommand rotate = Family.rotate(presented);
        server.freeze();
        assertThatThrownBy(() -> store.codes().redeem(family.code().hash(), redeem))
                .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.tokens().rotate(presented.hash(), rotate))
                .isInstanceOf(StoreException.class);
        server.thaw();
        awaitRecovery();
        assertRedeemedOnce(family, redeem);
        assertRotatedOnce(presented, rotate);
    }

    private void assertRedeemedOnce(Family family, RedeemCommand command) {
        boolean done = store.codes().peek(family.code().hash()).orElseThrow().status() == CodeStatus.REDEEMED;
        assertThat(Family.exist(store, command.first())).isEqualTo(done);
        RedeemCommand again = family.redeem();
        RedeemOutcome outcome = store.codes().redeem(family.code().hash(), again);
        assertThat(outcome).isInstanceOf(done ? RedeemOutcome.DuplicateSubmit.class : RedeemOutcome.Redeemed.class);
        assertThat(Family.exist(store, again.first())).isEqualTo(!done);
    }

    private void assertRotatedOnce(RefreshRecord presented, RotateCommand command) {
        boolean done =
                !store.tokens().findRefresh(presented.hash()).orElseThrow().isActive(Family.T0);
        assertThat(Family.exist(store, command.next())).isEqualTo(done);
        RotateCommand again = Family.rotate(presented);
        RotateOutcome outcome = store.tokens().rotate(presented.hash(), again);
        assertThat(outcome).isInstanceOf(done ? RotateOutcome.Replay.class : RotateOutcome.Rotated.class);
        assertThat(Family.exist(store, again.next())).isEqualTo(!done);
    }

    /** Each client at each answer on the way of a transition: read, two entries, the write that counts. */
    static Stream<Arguments> lostAnswers() {
        return Stream.of(Client.values())
                .flatMap(kind -> IntStream.range(0, 4).mapToObj(step -> Arguments.of(kind, step)));
    }

    @ParameterizedTest
    @MethodSource("lostAnswers")
    void aLostAnswerDuringARedemptionLeavesNothingHalfDone(Client kind, int step) {
        open(kind, PATIENT);
        Family family = Family.issuedIn(store);
        RedeemCommand command = family.redeem();
        link.loseAnswerAfter(step);
        if (kind.sendsAgain()) {
            assertThat(store.codes().redeem(family.code().hash(), command))
                    .as("sent again by the client")
                    .isEqualTo(new RedeemOutcome.Redeemed(family.code()));
            assertThat(Family.exist(store, command.first())).isTrue();
            assertAllReplaysAreLeft(() -> store.codes().redeem(family.code().hash(), family.redeem()));
            return;
        }
        assertThatThrownBy(() -> store.codes().redeem(family.code().hash(), command))
                .isInstanceOf(StoreException.class);
        awaitRecovery();
        assertRedeemedOnce(family, command);
    }

    @ParameterizedTest
    @MethodSource("lostAnswers")
    void aLostAnswerDuringARotationLeavesNothingHalfDone(Client kind, int step) {
        open(kind, PATIENT);
        RefreshRecord presented = Family.redeemedIn(store);
        RotateCommand command = Family.rotate(presented);
        link.loseAnswerAfter(step);
        if (kind.sendsAgain()) {
            assertThat(store.tokens().rotate(presented.hash(), command))
                    .as("sent again by the client")
                    .isEqualTo(new RotateOutcome.Rotated(command.successor()));
            assertThat(Family.exist(store, command.next())).isTrue();
            assertAllReplaysAreLeft(() -> store.tokens().rotate(presented.hash(), Family.rotate(presented)));
            return;
        }
        assertThatThrownBy(() -> store.tokens().rotate(presented.hash(), command))
                .isInstanceOf(StoreException.class);
        awaitRecovery();
        assertRotatedOnce(presented, command);
    }

    /** Three, of which a script that came twice must not have taken one. */
    private void assertAllReplaysAreLeft(Supplier<Object> again) {
        for (int i = 0; i < 3; i++) {
            assertThat(again.get()).isInstanceOfAny(RedeemOutcome.DuplicateSubmit.class, RotateOutcome.Replay.class);
        }
        assertThat(again.get()).isInstanceOfAny(RedeemOutcome.Replayed.class, RotateOutcome.Reused.class);
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatLacksItsReplicasIsAnOutageForWrites(Client kind) {
        open(kind, PATIENT);
        Family family = Family.issuedIn(store);
        server.ask("CONFIG SET min-replicas-to-write 1");
        assertOutage(family);
        assertThat(store.codes().peek(family.code().hash())).contains(family.code());
        server.ask("CONFIG SET min-replicas-to-write 0");
        assertStillIssued(family);
    }

    @ParameterizedTest
    @EnumSource
    void aReplicaIsAnOutageForWritesUntilItIsPromoted(Client kind) {
        open(kind, PATIENT);
        Family family = Family.issuedIn(store);
        try (RedisServer primary = RedisServer.run()) {
            server.ask("REPLICAOF " + LocalServer.host() + " " + primary.port());
            assertOutage(family);
            server.ask("REPLICAOF NO ONE");
        }
        assertThat(store.codes().redeem(family.code().hash(), family.redeem()))
                .as("either what it had before or what the other primary did not have")
                .isInstanceOfAny(RedeemOutcome.Redeemed.class, RedeemOutcome.Unknown.class);
    }

    @ParameterizedTest
    @EnumSource
    void aFailoverIsAnOutageUntilTheReplicaHasTakenOver(Client kind) {
        open(kind, IMPATIENT);
        try (RedisServer replica = RedisServer.run()) {
            replica.ask("REPLICAOF " + LocalServer.host() + " " + server.port());
            Family family = Family.issuedIn(store);
            RefreshRecord revoked = Family.redeemedIn(store);
            store.grants().revoke(revoked.grantId(), RevokeReason.OPERATOR, Family.T0);
            Awaitility.await("replication").until(() -> server.ask("WAIT 1 100").equals(":1"));
            Awaitility.await("replication")
                    .until(() -> !replica.ask("EXISTS mcp-oauth:{" + revoked.grantId() + "}:grant")
                            .equals(":0"));
            server.kill();
            assertOutage(family);
            link.leadTo(replica.port());
            awaitRecovery();
            assertOutage(family);
            replica.ask("REPLICAOF NO ONE");
            assertStillIssued(family);
            assertThat(store.tokens().findRefresh(revoked.hash()).orElseThrow().isActive(Family.T0))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerWithoutMemoryIsAnOutageForWritesAndForgetsNothing(Client kind) {
        open(kind, PATIENT);
        Family family = Family.issuedIn(store);
        server.ask("CONFIG SET maxmemory 1");
        assertOutage(family);
        assertThat(store.codes().peek(family.code().hash())).contains(family.code());
        assertThat(store.grants().find(family.grant().grantId())).contains(family.grant());
        server.ask("CONFIG SET maxmemory 0");
        assertStillIssued(family);
    }

    /** Memory runs out at whichever script happens to need it. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LETTUCE_WAITING")
    void memoryThatRunsOutLeavesNothingHalfDone(Client kind) {
        open(kind, PATIENT);
        RefreshRecord current = Family.redeemedIn(store);
        server.ask("CONFIG SET maxmemory " + (usedMemory() + 600_000));
        OpaqueBytes large = OpaqueBytes.of(new byte[20_000]);
        int rotated = 0;
        RotateCommand failed = null;
        while (failed == null) {
            RotateCommand command = large(Family.rotate(current), large);
            try {
                assertThat(store.tokens().rotate(current.hash(), command)).isInstanceOf(RotateOutcome.Rotated.class);
                current = command.successor();
                rotated++;
            } catch (StoreException e) {
                failed = command;
            }
        }
        assertThat(rotated).isPositive();
        server.ask("CONFIG SET maxmemory 0");
        assertThat(Family.exist(store, failed.next())).isFalse();
        assertThat(store.tokens().rotate(current.hash(), failed)).isInstanceOf(RotateOutcome.Rotated.class);
        assertThat(Family.exist(store, failed.next())).isTrue();
    }

    private static RotateCommand large(RotateCommand command, OpaqueBytes sealed) {
        ReplayWindow window = command.window();
        return new RotateCommand(
                command.clientId(),
                command.next(),
                new ReplayWindow(sealed, window.until(), window.maxReplays()),
                command.now());
    }

    private long usedMemory() {
        return Long.parseLong(
                server.ask("EVAL \"return string.match(redis.call('INFO','memory'),'used_memory:(%d+)')+0\" 0")
                        .substring(1));
    }

    /** A script that Redis has forgotten is sent with each call. */
    @ParameterizedTest
    @EnumSource
    void scriptsThatAreFlushedDoNotMatter(Client kind) {
        open(kind, PATIENT);
        RedisEval real = client.eval();
        OAuthStore flushed = RedisOAuthStore.builder((script, keys, arguments) -> {
                    server.ask("SCRIPT FLUSH");
                    return real.eval(script, keys, arguments);
                })
                .open();
        assertThat(flushed.tokens().findRefresh(Family.redeemedIn(flushed).hash()))
                .isPresent();
    }
}
