package dev.mcpoauth.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.StoreException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Invariant 21 at its worst: the connection breaks after a script ran and before its answer arrived. */
class RedisLostAnswerTest extends OwnRedis {
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
        if (isSentAgain(
                kind, () -> store.codes().redeem(family.code().hash(), command), RedeemOutcome.Redeemed.class)) {
            assertThat(Family.exist(store, command.first())).isTrue();
            assertAllReplaysAreLeft(() -> store.codes().redeem(family.code().hash(), family.redeem()));
        } else {
            awaitRecovery();
            assertRedeemedOnce(family, command);
        }
    }

    @ParameterizedTest
    @MethodSource("lostAnswers")
    void aLostAnswerDuringARotationLeavesNothingHalfDone(Client kind, int step) {
        open(kind, PATIENT);
        RefreshRecord presented = Family.redeemedIn(store);
        RotateCommand command = Family.rotate(presented);
        link.loseAnswerAfter(step);
        if (isSentAgain(kind, () -> store.tokens().rotate(presented.hash(), command), RotateOutcome.Rotated.class)) {
            assertThat(Family.exist(store, command.next())).isTrue();
            assertAllReplaysAreLeft(() -> store.tokens().rotate(presented.hash(), Family.rotate(presented)));
        } else {
            awaitRecovery();
            assertRotatedOnce(presented, command);
        }
    }

    /**
     * Whether the client sent the lost command again, so that nobody noticed. An outage is fine as well: it does not send again,
     * or had half an answer already, to which Lettuce appends the second.
     */
    private static boolean isSentAgain(Client kind, Supplier<Object> verb, Class<?> success) {
        try {
            assertThat(verb.get()).isInstanceOf(success);
        } catch (StoreException e) {
            return false;
        }
        assertThat(kind.sendsAgain()).isTrue();
        return true;
    }

    /** Three, of which a script that came twice must not have taken one. */
    private void assertAllReplaysAreLeft(Supplier<Object> again) {
        for (int i = 0; i < 3; i++) {
            assertThat(again.get()).isInstanceOfAny(RedeemOutcome.DuplicateSubmit.class, RotateOutcome.Replay.class);
        }
        assertThat(again.get()).isInstanceOfAny(RedeemOutcome.Replayed.class, RotateOutcome.Reused.class);
    }
}
