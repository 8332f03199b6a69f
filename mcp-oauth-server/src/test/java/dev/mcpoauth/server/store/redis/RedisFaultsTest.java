package dev.mcpoauth.server.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.CodeStatus;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.store.backend.RedisServer;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens when something breaks between two scripts. */
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

    static Stream<UnaryOperator<Object>> distortions() {
        return Stream.of(
                reply -> "OK",
                reply -> List.of(),
                reply -> List.of(reply, reply),
                reply -> List.of(List.of("text"), List.of()),
                reply -> List.of(List.of("odd".getBytes(US_ASCII)), List.of()));
    }

    /** Such as when a client appends the answer to a command that it sent again to the half it had of the first. */
    @ParameterizedTest
    @MethodSource("distortions")
    void aReplyThatIsNotWhatTheScriptReturnedIsAnOutage(UnaryOperator<Object> distortion) {
        Family family = Family.issuedIn(store);
        var distorting = new AtomicBoolean();
        RedisEval real = client.eval();
        OAuthStore odd = RedisOAuthStore.builder((script, keys, arguments) -> {
                    Object reply = real.eval(script, keys, arguments);
                    return distorting.get() ? distortion.apply(reply) : reply;
                })
                .prefix(prefix)
                .open();
        odd.codes().peek(family.code().hash());
        distorting.set(true);
        assertThatThrownBy(() -> odd.codes().peek(family.code().hash())).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> odd.codes().redeem(family.code().hash(), family.redeem()))
                .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> odd.grants().revoke("g", RevokeReason.OPERATOR, Family.T0))
                .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> odd.clients().list(Cursor.START, 5)).isInstanceOf(StoreException.class);
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
