package dev.mcpoauth.core.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.CodeStatus;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.IssuedTokens;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.RedeemOutcome.DuplicateSubmit;
import dev.mcpoauth.core.store.RedeemOutcome.Redeemed;
import dev.mcpoauth.core.store.RedeemOutcome.Replayed;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.ReplayWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Authorization codes: single use under any concurrency. */
public abstract class CodeStoreContract extends FacetContract {
    private static final ReplayWindow CLOSED = ReplayWindow.closed();

    @Test
    void peeksACodeAsItWasIssued() {
        CodeRecord code = make.storedCode(make.storedGrant());
        assertThat(store.codes().peek(code.hash())).contains(code);
        assertThat(store.codes().peek(Samples.hash())).isEmpty();
    }

    @Test
    void neverOverwritesACode() {
        CodeRecord code = make.storedCode(make.storedGrant());
        GrantRecord other = make.storedGrant();
        assertThatThrownBy(() -> make.storedCode(other, code.hash())).isInstanceOf(IllegalStateException.class);
        assertThat(store.codes().peek(code.hash())).contains(code);
    }

    @Test
    @DisplayName("2: peek changes nothing")
    void peekChangesNothing() {
        GrantRecord grant = make.storedGrant();
        CodeRecord code = make.storedCode(grant);
        store.codes().peek(code.hash());
        assertThat(store.codes().peek(code.hash())).contains(code);
        assertThat(store.codes().redeem(code.hash(), make.redeem(grant, CLOSED, at(1))))
                .isEqualTo(new Redeemed(code));
    }

    @Test
    void redeemsTogetherWithTheFirstTokens() {
        GrantRecord grant = make.storedGrant();
        CodeRecord code = make.storedCode(grant);
        RedeemCommand command = make.redeem(grant, CLOSED, at(1));
        assertThat(store.codes().redeem(code.hash(), command)).isEqualTo(new Redeemed(code));
        assertThat(store.codes().peek(code.hash()).orElseThrow().status()).isEqualTo(CodeStatus.REDEEMED);
        AccessRecord access = command.first().access().orElseThrow();
        RefreshRecord refresh = command.first().refresh().orElseThrow();
        assertThat(store.tokens().findAccess(access.hash()).orElseThrow().token())
                .isEqualTo(access);
        assertThat(store.tokens().findRefresh(refresh.hash()).orElseThrow().token())
                .isEqualTo(refresh);
    }

    @Test
    void redeemsWithoutTokensToStore() {
        GrantRecord grant = make.storedGrant();
        CodeRecord code = make.storedCode(grant);
        var window = new ReplayWindow(Samples.SEALED, at(10), 1);
        var command = new RedeemCommand(grant.clientId(), grant.grantId(), IssuedTokens.none(), window, at(1));
        assertThat(store.codes().redeem(code.hash(), command)).isEqualTo(new Redeemed(code));
        assertThat(store.codes().redeem(code.hash(), command)).isEqualTo(new DuplicateSubmit(Samples.SEALED));
    }

    @Test
    @DisplayName("1: one of concurrent redemptions succeeds, the others are duplicates of it")
    void redeemsOnceUnderConcurrency() throws Exception {
        for (int round = 0; round < 40; round++) {
            GrantRecord grant = make.storedGrant();
            CodeRecord code = make.storedCode(grant);
            List<RedeemCommand> commands = new ArrayList<>();
            for (int i = 0; i < Race.THREADS; i++) {
                var window = new ReplayWindow(OpaqueBytes.ofUtf8("answer " + i), at(10), 100);
                commands.add(make.redeem(grant, window, at(1)));
            }
            List<RedeemOutcome> outcomes = Race.run(i -> () -> store.codes().redeem(code.hash(), commands.get(i)));
            assertThat(Race.count(outcomes, Redeemed.class)).isOne();
            int winner = winner(outcomes);
            assertThat(outcomes)
                    .filteredOn(outcome -> !(outcome instanceof Redeemed))
                    .hasSize(Race.THREADS - 1)
                    .containsOnly(new DuplicateSubmit(OpaqueBytes.ofUtf8("answer " + winner)));
            assertOnlyTheTokensOf(winner, commands);
        }
    }

    @Test
    @DisplayName("1: without a window every other redemption is a replay")
    void countsEveryOtherConcurrentRedemptionAsReplay() throws Exception {
        for (int round = 0; round < 40; round++) {
            GrantRecord grant = make.storedGrant();
            CodeRecord code = make.storedCode(grant);
            List<RedeemOutcome> outcomes =
                    Race.run(i -> () -> store.codes().redeem(code.hash(), make.redeem(grant, CLOSED, at(1))));
            assertThat(Race.count(outcomes, Redeemed.class)).isOne();
            assertThat(outcomes)
                    .filteredOn(new Replayed(grant.grantId())::equals)
                    .hasSize(Race.THREADS - 1);
        }
    }

    private static int winner(List<RedeemOutcome> outcomes) {
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Redeemed) {
                return i;
            }
        }
        throw new AssertionError("nobody won");
    }

    private void assertOnlyTheTokensOf(int winner, List<RedeemCommand> commands) {
        for (int i = 0; i < commands.size(); i++) {
            IssuedTokens tokens = commands.get(i).first();
            assertThat(store.tokens()
                            .findAccess(tokens.access().orElseThrow().hash())
                            .isPresent())
                    .isEqualTo(i == winner);
            assertThat(store.tokens()
                            .findRefresh(tokens.refresh().orElseThrow().hash())
                            .isPresent())
                    .isEqualTo(i == winner);
        }
    }

    @Test
    @DisplayName("3: expired when now reaches the expiry, though the row is still there")
    void refusesAnExpiredCode() {
        GrantRecord grant = make.storedGrant();
        CodeRecord code = make.storedCode(grant);
        assertThat(store.codes().redeem(code.hash(), make.redeem(grant, CLOSED, code.expiresAt())))
                .isEqualTo(new RedeemOutcome.Expired());
        assertThat(store.codes().peek(code.hash())).contains(code);
        assertThat(store.codes().redeem(code.hash(), make.redeem(grant, CLOSED, justBefore(code.expiresAt()))))
                .isEqualTo(new Redeemed(code));
    }

    @Test
    @DisplayName("4: another client learns nothing and changes nothing")
    void refusesAnotherClient() {
        GrantRecord grant = make.storedGrant();
        CodeRecord code = make.storedCode(grant);
        var foreign = new RedeemCommand("client-2", grant.grantId(), IssuedTokens.none(), CLOSED, at(1));
        assertThat(store.codes().redeem(code.hash(), foreign)).isEqualTo(new RedeemOutcome.WrongClient());
        assertThat(store.codes().peek(code.hash())).contains(code);
        store.codes().redeem(code.hash(), make.redeem(grant, CLOSED, at(1)));
        assertThat(store.codes().redeem(code.hash(), foreign)).isEqualTo(new RedeemOutcome.WrongClient());
        assertThat(store.grants().find(grant.grantId()).orElseThrow().isLive(at(1)))
                .isTrue();
    }

    @Test
    void refusesAnUnknownCode() {
        GrantRecord grant = make.storedGrant();
        assertThat(store.codes().redeem(Samples.hash(), make.redeem(grant, CLOSED, at(1))))
                .isEqualTo(new RedeemOutcome.Unknown());
    }

    @Test
    void refusesACodeWhoseGrantIsGoneOrOver() {
        GrantRecord never = make.grant(Samples.unique("grant"), "alice", "client-1", "");
        CodeRecord orphan = make.storedCode(never);
        assertThat(store.codes().redeem(orphan.hash(), make.redeem(never, CLOSED, at(1))))
                .isEqualTo(new RedeemOutcome.Revoked());
        GrantRecord brief = make.storedGrantUntil(at(30));
        CodeRecord code = make.storedCode(brief);
        assertThat(store.codes().redeem(code.hash(), make.redeem(brief, CLOSED, at(30))))
                .isEqualTo(new RedeemOutcome.Expired());
    }

    @Test
    void refusesACommandThatNamesAnotherGrant() {
        CodeRecord code = make.storedCode(make.storedGrant());
        RedeemCommand command = make.redeem(make.storedGrant(), CLOSED, at(1));
        assertThatThrownBy(() -> store.codes().redeem(code.hash(), command))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(store.codes().peek(code.hash())).contains(code);
    }

    @Test
    @DisplayName("5: a redemption that fails half way leaves the code issued and no token")
    void redeemsAllOrNothing() {
        GrantRecord grant = make.storedGrant();
        CodeRecord code = make.storedCode(grant);
        TokenHash taken = make.storedFamily().hash();
        AccessRecord access = make.access(grant);
        IssuedTokens colliding = IssuedTokens.none().with(access).with(make.refresh(grant, 1, taken));
        var command = new RedeemCommand(grant.clientId(), grant.grantId(), colliding, CLOSED, at(1));
        assertThatThrownBy(() -> store.codes().redeem(code.hash(), command)).isInstanceOf(IllegalStateException.class);
        assertThat(store.codes().peek(code.hash())).contains(code);
        assertThat(store.tokens().findAccess(access.hash())).isEmpty();
        assertThat(store.codes().redeem(code.hash(), make.redeem(grant, CLOSED, at(2))))
                .isEqualTo(new Redeemed(code));
    }

    @Test
    void countsFailuresOfAnIssuedCode() {
        GrantRecord grant = make.storedGrant();
        CodeRecord code = make.storedCode(grant);
        assertThat(store.codes().recordFailure(code.hash(), at(1))).isEqualTo(1);
        assertThat(store.codes().recordFailure(code.hash(), at(2))).isEqualTo(2);
        assertThat(store.codes().peek(code.hash()).orElseThrow().failures()).isEqualTo(2);
        assertThat(store.codes().recordFailure(code.hash(), code.expiresAt())).isZero();
        assertThat(store.codes().recordFailure(Samples.hash(), at(2))).isZero();
        store.codes().redeem(code.hash(), make.redeem(grant, CLOSED, at(3)));
        assertThat(store.codes().recordFailure(code.hash(), at(4))).isZero();
        assertThat(store.codes().peek(code.hash()).orElseThrow().failures()).isEqualTo(2);
    }

    @Test
    void losesNoFailureUnderConcurrency() throws Exception {
        CodeRecord code = make.storedCode(make.storedGrant());
        Callable<Integer> five = () -> {
            int last = 0;
            for (int n = 0; n < 5; n++) {
                last = store.codes().recordFailure(code.hash(), at(1));
            }
            return last;
        };
        assertThat(Race.run(i -> five)).contains(5 * Race.THREADS);
        assertThat(store.codes().peek(code.hash()).orElseThrow().failures()).isEqualTo(5 * Race.THREADS);
    }
}
