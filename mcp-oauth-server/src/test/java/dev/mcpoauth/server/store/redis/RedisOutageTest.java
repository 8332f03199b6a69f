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
import dev.mcpoauth.server.store.backend.LocalServer;
import dev.mcpoauth.server.store.backend.RedisServer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Invariant 21 on a server of its own: an outage is said to be one, leaves nothing half done, and passes. */
class RedisOutageTest extends OwnRedis {

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

    /** Frozen right before the script that counts, which runs when the server thaws: after the caller was told that it failed. */
    @ParameterizedTest
    @EnumSource
    void aFrozenServerIsAnOutageAndDoesAllOrNothingOfWhatItWasAsked(Client kind) {
        open(kind, IMPATIENT);
        Family family = Family.issuedIn(store);
        RefreshRecord presented = Family.redeemedIn(store);
        RedeemCommand redeem = family.redeem();
        RotateCommand rotate = Family.rotate(presented);
        whileFrozenAt(3, () -> store.codes().redeem(family.code().hash(), redeem));
        assertRedeemedOnce(family, redeem);
        whileFrozenAt(3, () -> store.tokens().rotate(presented.hash(), rotate));
        assertRotatedOnce(presented, rotate);
        whileFrozenAt(0, () -> store.grants().find("g"));
    }

    private void whileFrozenAt(int step, ThrowingCallable verb) {
        faulty.interruptBefore(step, server::freeze);
        assertThatThrownBy(verb).isInstanceOf(StoreException.class);
        assertThat(faulty.wasInterrupted()).isTrue();
        server.thaw();
        awaitRecovery();
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
