package dev.mcpoauth.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.ClientRegistration;
import dev.mcpoauth.core.store.CodeStatus;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.core.store.contract.Samples;
import dev.mcpoauth.server.store.backend.RedisServer;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens between two scripts: something breaks, or somebody is faster. */
class RedisFaultsTest {
    private final JedisClient client = JedisClient.at(RedisServer.shared().port());
    private final FaultyEval faulty = new FaultyEval(client.eval());
    private final String prefix = "faults-" + UUID.randomUUID();
    private final OAuthStore store =
            RedisOAuthStore.builder(faulty).prefix(prefix).open();

    @AfterEach
    void close() {
        store.close();
        client.close();
    }

    /** Another node, which remembers nothing. */
    private OAuthStore other() {
        return RedisOAuthStore.builder(client.eval()).prefix(prefix).open();
    }

    private void breakAt(int step, boolean afterwards) {
        if (afterwards) {
            faulty.loseAnswerAfter(step);
        } else {
            faulty.failBefore(step);
        }
    }

    /** Invariant 5, at each step of a redemption: read, two entries, and the write that counts. */
    @ParameterizedTest
    @CsvSource({"0,false", "1,false", "2,false", "3,false", "0,true", "1,true", "2,true"})
    void aRedemptionThatBreaksBeforeItsWriteLeavesTheCodeIssued(int step, boolean afterwards) {
        Family family = Family.issuedIn(store);
        RedeemCommand command = family.redeem();
        breakAt(step, afterwards);
        assertThatThrownBy(() -> store.codes().redeem(family.code().hash(), command))
                .isInstanceOf(StoreException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(faulty.wasInterrupted()).isTrue();
        for (OAuthStore node : new OAuthStore[] {store, other()}) {
            assertThat(node.codes().peek(family.code().hash()).orElseThrow().status())
                    .isEqualTo(CodeStatus.ISSUED);
            assertThat(Family.exist(node, command.first())).isFalse();
        }
        assertThat(store.codes().redeem(family.code().hash(), command)).isInstanceOf(RedeemOutcome.Redeemed.class);
        assertThat(Family.exist(other(), command.first())).isTrue();
    }

    @Test
    void aRedemptionWhoseAnswerIsLostIsRepeated() {
        Family family = Family.issuedIn(store);
        RedeemCommand command = family.redeem();
        faulty.loseAnswerAfter(3);
        assertThatThrownBy(() -> store.codes().redeem(family.code().hash(), command))
                .isInstanceOf(StoreException.class);
        assertThat(Family.exist(other(), command.first())).isTrue();
        assertThat(other().codes().redeem(family.code().hash(), family.redeem()))
                .isEqualTo(new RedeemOutcome.DuplicateSubmit(Family.SEALED));
    }

    @ParameterizedTest
    @CsvSource({"0,false", "1,false", "2,false", "3,false", "0,true", "1,true", "2,true"})
    void aRotationThatBreaksBeforeItsWriteLeavesTheTokenActive(int step, boolean afterwards) {
        RefreshRecord presented = Family.redeemedIn(store);
        RotateCommand command = Family.rotate(presented);
        breakAt(step, afterwards);
        assertThatThrownBy(() -> store.tokens().rotate(presented.hash(), command))
                .isInstanceOf(StoreException.class);
        for (OAuthStore node : new OAuthStore[] {store, other()}) {
            assertThat(node.tokens().findRefresh(presented.hash()).orElseThrow().isActive(Family.T0))
                    .isTrue();
            assertThat(Family.exist(node, command.next())).isFalse();
        }
        assertThat(store.tokens().rotate(presented.hash(), command)).isInstanceOf(RotateOutcome.Rotated.class);
        assertThat(Family.exist(other(), command.next())).isTrue();
    }

    @Test
    void aRotationWhoseAnswerIsLostIsRepeated() {
        RefreshRecord presented = Family.redeemedIn(store);
        RotateCommand command = Family.rotate(presented);
        faulty.loseAnswerAfter(3);
        assertThatThrownBy(() -> store.tokens().rotate(presented.hash(), command))
                .isInstanceOf(StoreException.class);
        assertThat(Family.exist(other(), command.next())).isTrue();
        assertThat(other().tokens().rotate(presented.hash(), Family.rotate(presented)))
                .isEqualTo(new RotateOutcome.Replay(Family.SEALED, Family.T0));
    }

    /** A grant is listed before it exists, at each step of its creation: two lists, and the row. */
    @ParameterizedTest
    @CsvSource({"0,false", "1,false", "2,false", "0,true", "1,true", "2,true"})
    void aGrantThatExistsIsListedUnderOwnerAndClient(int step, boolean afterwards) {
        Family family = Family.of(Family.T0);
        breakAt(step, afterwards);
        assertThatThrownBy(() -> store.grants().create(family.grant())).isInstanceOf(StoreException.class);
        boolean exists = store.grants().find(family.grant().grantId()).isPresent();
        assertThat(exists).isEqualTo(step == 2 && afterwards);
        for (GrantSelector by :
                new GrantSelector[] {new GrantSelector.OfSubject("alice"), new GrantSelector.OfClient(Family.CLIENT)}) {
            assertThat(store.grants().list(by, Cursor.START, 9).items()).hasSize(exists ? 1 : 0);
        }
    }

    /** The row, then the entry that leads to it. */
    @ParameterizedTest
    @CsvSource({"0,false", "1,false", "0,true", "1,true"})
    void anInsertThatBreaksLeavesNothingOrAllOfIt(int step, boolean afterwards) {
        Family family = Family.issuedIn(store);
        AccessRecord token =
                Family.tokens(family.grant().grantId(), 1, Family.T0).access().orElseThrow();
        breakAt(step, afterwards);
        assertThatThrownBy(() -> store.tokens().insertAccess(token)).isInstanceOf(StoreException.class);
        assertThat(other().tokens().findAccess(token.hash()).isPresent()).isEqualTo(step == 1 && afterwards);
    }

    @Test
    void aRevocationOfManyThatBreaksCanBeAskedForAgain() {
        for (int i = 0; i < 5; i++) {
            Family.issuedIn(store);
        }
        var all = new GrantSelector.OfSubject("alice");
        faulty.failBefore(9);
        assertThatThrownBy(() -> store.grants().revokeWhere(all, RevokeReason.OPERATOR, Family.T0))
                .isInstanceOf(StoreException.class);
        int rest = store.grants().revokeWhere(all, RevokeReason.OPERATOR, Family.T0);
        assertThat(rest).isBetween(1, 4);
        assertThat(store.grants().list(all, Cursor.START, 9).items()).noneMatch(grant -> grant.isLive(Family.T0));
    }

    /** Invariant 10, at its narrowest: the grant ends between the look at the token and the write. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aRotationSeesARevocationAfterItsFirstLook(int step) {
        RefreshRecord presented = Family.redeemedIn(store);
        RotateCommand command = Family.rotate(presented);
        OAuthStore node = other();
        faulty.interruptBefore(step, () -> node.grants().revoke(presented.grantId(), RevokeReason.OPERATOR, Family.T0));
        assertThat(store.tokens().rotate(presented.hash(), command)).isEqualTo(new RotateOutcome.Revoked());
        assertThat(faulty.wasInterrupted()).isTrue();
        assertThat(Family.exist(store, command.next())).isFalse();
    }

    @Test
    void aRedemptionSeesARevocationAfterItsFirstLook() {
        Family family = Family.issuedIn(store);
        RedeemCommand command = family.redeem();
        OAuthStore node = other();
        faulty.interruptBefore(
                3, () -> node.grants().revoke(family.grant().grantId(), RevokeReason.OPERATOR, Family.T0));
        assertThat(store.codes().redeem(family.code().hash(), command)).isEqualTo(new RedeemOutcome.Revoked());
        assertThat(Family.exist(store, command.first())).isFalse();
    }

    /** The successor is used between the look at the spent token and the count of its replay. */
    @Test
    void aReplaySeesThatTheSuccessorWasUsed() {
        RefreshRecord first = Family.redeemedIn(store);
        RotateCommand second = Family.rotate(first);
        store.tokens().rotate(first.hash(), second);
        OAuthStore node = other();
        faulty.interruptBefore(
                2, () -> node.tokens().rotate(second.successor().hash(), Family.rotate(second.successor())));
        assertThat(store.tokens().rotate(first.hash(), Family.rotate(first)))
                .isEqualTo(new RotateOutcome.Reused(first.grantId(), 1));
        assertThat(faulty.wasInterrupted()).isTrue();
    }

    /** Two requests with the same command: the loser takes nothing from the winner. */
    @Test
    void whoLosesWithTheSameCommandHarmsNobody() {
        RefreshRecord presented = Family.redeemedIn(store);
        RotateCommand command = Family.rotate(presented);
        OAuthStore node = other();
        faulty.interruptBefore(3, () -> node.tokens().rotate(presented.hash(), command));
        assertThat(store.tokens().rotate(presented.hash(), command)).isInstanceOf(RotateOutcome.Replay.class);
        assertThat(Family.exist(other(), command.next())).isTrue();
    }

    @Test
    void aRegistrationSeesThatTheOtherWasDeleted() {
        ClientRecord first = client("first");
        store.clients().registerIfAbsent("print", first, RegistrationLimits.UNLIMITED);
        OAuthStore node = other();
        faulty.interruptBefore(1, () -> node.clients().delete("first"));
        ClientRecord second = client("second");
        store.clients().registerIfAbsent("print", second, RegistrationLimits.UNLIMITED);
        assertThat(store.clients().find("second")).contains(second);
    }

    @Test
    void aDeletionSeesThatTheClientRegisteredAnew() {
        store.clients().registerIfAbsent("print", client("c"), RegistrationLimits.UNLIMITED);
        OAuthStore node = other();
        faulty.interruptBefore(1, () -> {
            node.clients().delete("c");
            node.clients().registerIfAbsent("another", client("c"), RegistrationLimits.UNLIMITED);
        });
        assertThat(store.clients().delete("c")).isTrue();
        assertThat(store.clients().registerIfAbsent("another", client("d"), RegistrationLimits.UNLIMITED))
                .as("its fingerprint is free")
                .isInstanceOf(ClientRegistration.Created.class);
    }

    private static ClientRecord client(String id) {
        return ClientRecord.registered(id, Family.T0, Family.T0.plusSeconds(60), OpaqueBytes.empty());
    }

    @Test
    void aFailureNamesTheOperationAndNoData() {
        faulty.failBefore(0);
        assertThatThrownBy(() -> store.clients().find("client-of-alice"))
                .isInstanceOf(StoreException.class)
                .hasMessage("clients.find failed");
        Family family = Family.issuedIn(store);
        assertThatThrownBy(() -> store.codes().issue(family.code()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("codes.issue: the key is taken");
    }

    @Test
    void aHashThatIsTakenElsewhereLeavesNoRowBehind() {
        Family family = Family.issuedIn(store);
        Family another = Family.issuedIn(store);
        AccessRecord token = new AccessRecord(
                family.code().hash(),
                another.grant().grantId(),
                Family.CLIENT,
                Family.T0,
                Family.T0.plusSeconds(60),
                OpaqueBytes.empty());
        assertThatThrownBy(() -> store.tokens().insertAccess(token)).isInstanceOf(IllegalStateException.class);
        assertThat(client.jedis().keys(prefix + ":{" + another.grant().grantId() + "}:access:*"))
                .isEmpty();
        assertThat(store.codes().peek(family.code().hash())).contains(family.code());
    }

    @Test
    void anInterruptedThreadStaysInterrupted() {
        faulty.interruptBefore(0, () -> {
            throw new InterruptedException();
        });
        assertThatThrownBy(() -> store.grants().find("g")).isInstanceOf(StoreException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anAdapterThatChangesTheReplyIsAnOutage() {
        var strange = new AtomicBoolean();
        RedisEval real = client.eval();
        OAuthStore odd = RedisOAuthStore.builder((script, keys, arguments) -> {
                    Object reply = real.eval(script, keys, arguments);
                    return strange.get() ? "OK" : reply;
                })
                .prefix(prefix)
                .open();
        strange.set(true);
        assertThatThrownBy(() -> odd.tokens().findAccess(Samples.hash())).isInstanceOf(StoreException.class);
    }

    /** What a look-up costs, which is the path of every call of a protected resource. */
    @Test
    void aTokenThatThisNodeKnowsIsFoundInOneRoundTrip() {
        RefreshRecord first = Family.redeemedIn(store);
        RotateCommand command = Family.rotate(first);
        assertThat(callsOf(() -> store.tokens().rotate(first.hash(), command))).isEqualTo(4);
        var access = command.next().access().orElseThrow().hash();
        assertThat(callsOf(() -> store.tokens().findAccess(access))).isEqualTo(1);
        OAuthStore node = RedisOAuthStore.builder(faulty).prefix(prefix).open();
        assertThat(callsOf(() -> node.tokens().findAccess(access))).isEqualTo(2);
        assertThat(callsOf(() -> node.tokens().findAccess(access))).isEqualTo(1);
    }

    private int callsOf(Runnable verb) {
        int before = faulty.calls();
        verb.run();
        return faulty.calls() - before;
    }
}
