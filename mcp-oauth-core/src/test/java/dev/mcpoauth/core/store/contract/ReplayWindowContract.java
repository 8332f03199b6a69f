package dev.mcpoauth.core.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.RedeemOutcome.DuplicateSubmit;
import dev.mcpoauth.core.store.RedeemOutcome.Replayed;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.ReplayWindow;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.RotateOutcome.Replay;
import dev.mcpoauth.core.store.RotateOutcome.Reused;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Invariant 7: a lost response is repeated byte for byte, but only while its window is open. */
public abstract class ReplayWindowContract extends FacetContract {
    private static final ReplayWindow CLOSED = ReplayWindow.closed();

    private static ReplayWindow window(int maxReplays) {
        return new ReplayWindow(Samples.SEALED, at(30), maxReplays);
    }

    private RotateOutcome again(RefreshRecord presented, Instant now) {
        return store.tokens().rotate(presented.hash(), make.rotate(presented, CLOSED, now));
    }

    private RefreshRecord rotated(ReplayWindow window) {
        RefreshRecord presented = make.storedFamily();
        store.tokens().rotate(presented.hash(), make.rotate(presented, window, at(1)));
        return presented;
    }

    @Test
    @DisplayName("7: repeats the response of a rotation up to the last instant")
    void repeatsTheResponseOfARotationUpToTheLastInstant() {
        RefreshRecord presented = rotated(window(9));
        assertThat(again(presented, at(2))).isEqualTo(new Replay(Samples.SEALED, at(1)));
        assertThat(again(presented, at(30))).isEqualTo(new Replay(Samples.SEALED, at(1)));
        assertThat(again(presented, at(30).plusMillis(1))).isEqualTo(new Reused(presented.grantId(), 1));
    }

    @Test
    @DisplayName("7: repeats the response of a rotation no more than allowed")
    void repeatsTheResponseOfARotationNoMoreThanAllowed() {
        RefreshRecord presented = rotated(window(2));
        assertThat(again(presented, at(2))).isInstanceOf(Replay.class);
        assertThat(again(presented, at(2))).isInstanceOf(Replay.class);
        assertThat(again(presented, at(2))).isInstanceOf(Reused.class);
    }

    @Test
    @DisplayName("7: concurrent replays do not exceed their number")
    void concurrentReplaysDoNotExceedTheirNumber() throws Exception {
        for (int round = 0; round < 20; round++) {
            RefreshRecord presented = rotated(window(3));
            List<RotateOutcome> outcomes = Race.run(i -> () -> again(presented, at(2)));
            assertThat(Race.count(outcomes, Replay.class)).isEqualTo(3);
            assertThat(Race.count(outcomes, Reused.class)).isEqualTo(Race.THREADS - 3L);
        }
    }

    @Test
    @DisplayName("7: ends when the successor is rotated")
    void endsWhenTheSuccessorIsRotated() {
        RefreshRecord presented = make.storedFamily();
        RotateCommand command = make.rotate(presented, window(9), at(1));
        store.tokens().rotate(presented.hash(), command);
        store.tokens().rotate(command.successor().hash(), make.rotate(command.successor(), window(9), at(2)));
        assertThat(again(presented, at(3))).isEqualTo(new Reused(presented.grantId(), 1));
        assertThat(again(command.successor(), at(3))).isInstanceOf(Replay.class);
    }

    @Test
    @DisplayName("7: ends when the successor is revoked")
    void endsWhenTheSuccessorIsRevoked() {
        RefreshRecord presented = make.storedFamily();
        RotateCommand command = make.rotate(presented, window(9), at(1));
        store.tokens().rotate(presented.hash(), command);
        store.tokens().revoke(command.successor().hash(), presented.clientId(), at(2));
        assertThat(again(presented, at(3))).isInstanceOf(Reused.class);
    }

    @Test
    @DisplayName("7: stays open when the new access token is used")
    void staysOpenWhenTheNewAccessTokenIsUsed() {
        RefreshRecord presented = make.storedFamily();
        RotateCommand command = make.rotate(presented, window(9), at(1));
        store.tokens().rotate(presented.hash(), command);
        store.tokens().findAccess(command.next().access().orElseThrow().hash());
        assertThat(again(presented, at(3))).isInstanceOf(Replay.class);
    }

    @Test
    @DisplayName("8: reuse is recognised long after the token itself expired")
    void recognisesReuseAfterExpiry() {
        RefreshRecord presented = rotated(window(9));
        assertThat(again(presented, presented.expiresAt().plusSeconds(1)))
                .isEqualTo(new Reused(presented.grantId(), 1));
    }

    private RedeemOutcome again(GrantRecord grant, TokenHash code, Instant now) {
        return store.codes().redeem(code, make.redeem(grant, CLOSED, now));
    }

    @Test
    @DisplayName("7: repeats the response of a redemption within its window")
    void repeatsTheResponseOfARedemptionWithinItsWindow() {
        GrantRecord grant = make.storedGrant();
        CodeRecord code = make.storedCode(grant);
        store.codes().redeem(code.hash(), make.redeem(grant, window(2), at(1)));
        assertThat(again(grant, code.hash(), at(30))).isEqualTo(new DuplicateSubmit(Samples.SEALED));
        assertThat(again(grant, code.hash(), at(30).plusMillis(1))).isEqualTo(new Replayed(grant.grantId()));
        assertThat(again(grant, code.hash(), at(2))).isEqualTo(new DuplicateSubmit(Samples.SEALED));
        assertThat(again(grant, code.hash(), at(2))).isEqualTo(new Replayed(grant.grantId()));
    }

    @Test
    @DisplayName("7: a redemption is not repeated once its refresh token was used")
    void aRedemptionIsNotRepeatedOnceItsRefreshTokenWasUsed() {
        GrantRecord grant = make.storedGrant();
        CodeRecord code = make.storedCode(grant);
        RedeemCommand command = make.redeem(grant, window(9), at(1));
        store.codes().redeem(code.hash(), command);
        RefreshRecord first = command.first().refresh().orElseThrow();
        store.tokens().rotate(first.hash(), make.rotate(first, CLOSED, at(2)));
        assertThat(again(grant, code.hash(), at(3))).isEqualTo(new Replayed(grant.grantId()));
    }

    @Test
    @DisplayName("7: concurrent duplicates do not exceed their number")
    void concurrentDuplicatesDoNotExceedTheirNumber() throws Exception {
        for (int round = 0; round < 20; round++) {
            GrantRecord grant = make.storedGrant();
            CodeRecord code = make.storedCode(grant);
            store.codes().redeem(code.hash(), make.redeem(grant, window(3), at(1)));
            List<RedeemOutcome> outcomes = Race.run(i -> () -> again(grant, code.hash(), at(2)));
            assertThat(Race.count(outcomes, DuplicateSubmit.class)).isEqualTo(3);
            assertThat(Race.count(outcomes, Replayed.class)).isEqualTo(Race.THREADS - 3L);
        }
    }

    @Test
    @DisplayName("7: recognises a replayed code after its expiry")
    void recognisesAReplayedCodeAfterItsExpiry() {
        GrantRecord grant = make.storedGrant();
        CodeRecord code = make.storedCode(grant);
        store.codes().redeem(code.hash(), make.redeem(grant, window(2), at(1)));
        assertThat(again(grant, code.hash(), code.expiresAt().plusSeconds(1))).isEqualTo(new Replayed(grant.grantId()));
    }
}
