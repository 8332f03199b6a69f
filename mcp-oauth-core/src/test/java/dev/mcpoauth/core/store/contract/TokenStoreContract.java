package dev.mcpoauth.core.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.AccessView;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.IssuedTokens;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RefreshStatus;
import dev.mcpoauth.core.store.RefreshView;
import dev.mcpoauth.core.store.ReplayWindow;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.RotateOutcome.Expired;
import dev.mcpoauth.core.store.RotateOutcome.Replay;
import dev.mcpoauth.core.store.RotateOutcome.Reused;
import dev.mcpoauth.core.store.RotateOutcome.Rotated;
import dev.mcpoauth.core.store.RotateOutcome.Unknown;
import dev.mcpoauth.core.store.RotateOutcome.WrongClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tokens: one successor per generation. */
public abstract class TokenStoreContract extends FacetContract {
    private static final ReplayWindow CLOSED = ReplayWindow.closed();

    @Test
    void findsAnAccessTokenWithItsGrant() {
        GrantRecord grant = make.storedGrant();
        AccessRecord token = make.access(grant);
        store.tokens().insertAccess(token);
        assertThat(store.tokens().findAccess(token.hash())).contains(new AccessView(token, false, grant));
        assertThat(store.tokens().findAccess(Samples.hash())).isEmpty();
    }

    @Test
    void anAccessTokenEndsWhenNowReachesItsExpiry() {
        AccessRecord token = make.access(make.storedGrant());
        store.tokens().insertAccess(token);
        AccessView view = store.tokens().findAccess(token.hash()).orElseThrow();
        assertThat(view.isActive(justBefore(token.expiresAt()))).isTrue();
        assertThat(view.isActive(token.expiresAt())).isFalse();
    }

    @Test
    void anAccessTokenWithoutItsGrantIsNotFound() {
        AccessRecord orphan = make.access(make.grant("never", "alice", "client-1", ""));
        store.tokens().insertAccess(orphan);
        assertThat(store.tokens().findAccess(orphan.hash())).isEmpty();
    }

    @Test
    void neverOverwritesAnAccessToken() {
        GrantRecord grant = make.storedGrant();
        AccessRecord token = make.access(grant);
        store.tokens().insertAccess(token);
        AccessRecord other = make.access(make.storedGrant(), token.hash());
        assertThatThrownBy(() -> store.tokens().insertAccess(other)).isInstanceOf(IllegalStateException.class);
        assertThat(store.tokens().findAccess(token.hash()).orElseThrow().token())
                .isEqualTo(token);
    }

    @Test
    void rotatesToTheNextGeneration() {
        RefreshRecord first = make.storedFamily();
        RotateCommand command = make.rotate(first, CLOSED, at(1));
        assertThat(store.tokens().rotate(first.hash(), command)).isEqualTo(new Rotated(command.successor()));
        assertThat(status(first)).isEqualTo(RefreshStatus.ROTATED);
        GrantRecord grant = store.grants().find(first.grantId()).orElseThrow();
        assertThat(store.tokens().findRefresh(command.successor().hash()))
                .contains(new RefreshView(command.successor(), RefreshStatus.ACTIVE, grant));
        AccessRecord access = command.next().access().orElseThrow();
        assertThat(store.tokens().findAccess(access.hash())).contains(new AccessView(access, false, grant));
    }

    @Test
    void rotatesAgainAndAgain() {
        RefreshRecord current = make.storedFamily();
        for (int generation = 2; generation <= 20; generation++) {
            RotateCommand command = make.rotate(current, CLOSED, at(generation));
            assertThat(store.tokens().rotate(current.hash(), command)).isInstanceOf(Rotated.class);
            current = command.successor();
            assertThat(current.generation()).isEqualTo(generation);
        }
        assertThat(status(current)).isEqualTo(RefreshStatus.ACTIVE);
    }

    @Test
    @DisplayName("6: one of concurrent rotations succeeds, the others get its response")
    void rotatesOnceUnderConcurrency() throws Exception {
        for (int round = 0; round < 40; round++) {
            RefreshRecord presented = make.storedFamily();
            List<RotateCommand> commands = new ArrayList<>();
            for (int i = 0; i < Race.THREADS; i++) {
                var window = new ReplayWindow(OpaqueBytes.ofUtf8("answer " + i), at(30), 100);
                commands.add(make.rotate(presented, window, at(1)));
            }
            List<RotateOutcome> outcomes =
                    Race.run(i -> () -> store.tokens().rotate(presented.hash(), commands.get(i)));
            assertThat(Race.count(outcomes, Rotated.class)).isOne();
            int winner = winner(outcomes);
            assertThat(outcomes)
                    .filteredOn(outcome -> !(outcome instanceof Rotated))
                    .hasSize(Race.THREADS - 1)
                    .containsOnly(new Replay(OpaqueBytes.ofUtf8("answer " + winner), at(1)));
            assertOnlyTheTokensOf(winner, commands);
        }
    }

    @Test
    @DisplayName("6: without a window every other rotation is reuse")
    void countsEveryOtherConcurrentRotationAsReuse() throws Exception {
        for (int round = 0; round < 40; round++) {
            RefreshRecord presented = make.storedFamily();
            List<RotateOutcome> outcomes =
                    Race.run(i -> () -> store.tokens().rotate(presented.hash(), make.rotate(presented, CLOSED, at(1))));
            assertThat(Race.count(outcomes, Rotated.class)).isOne();
            assertThat(outcomes)
                    .filteredOn(new Reused(presented.grantId(), 1)::equals)
                    .hasSize(Race.THREADS - 1);
        }
    }

    @Test
    void familiesRotateIndependently() throws Exception {
        List<RefreshRecord> families = new ArrayList<>();
        for (int i = 0; i < Race.THREADS; i++) {
            families.add(make.storedFamily());
        }
        List<Integer> generations = Race.run(i -> () -> {
            RefreshRecord current = families.get(i);
            for (int n = 0; n < 10; n++) {
                RotateCommand command = make.rotate(current, CLOSED, at(n));
                assertThat(store.tokens().rotate(current.hash(), command)).isInstanceOf(Rotated.class);
                current = command.successor();
            }
            return current.generation();
        });
        assertThat(generations).containsOnly(11);
    }

    private static int winner(List<RotateOutcome> outcomes) {
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Rotated) {
                return i;
            }
        }
        throw new AssertionError("nobody won");
    }

    private void assertOnlyTheTokensOf(int winner, List<RotateCommand> commands) {
        for (int i = 0; i < commands.size(); i++) {
            RotateCommand command = commands.get(i);
            assertThat(store.tokens().findRefresh(command.successor().hash()).isPresent())
                    .isEqualTo(i == winner);
            assertThat(store.tokens()
                            .findAccess(command.next().access().orElseThrow().hash())
                            .isPresent())
                    .isEqualTo(i == winner);
        }
    }

    @Test
    @DisplayName("8: an unknown token revokes nothing")
    void anUnknownTokenChangesNothing() {
        RefreshRecord family = make.storedFamily();
        assertThat(store.tokens().rotate(Samples.hash(), make.rotate(family, CLOSED, at(1))))
                .isEqualTo(new Unknown());
        assertThat(status(family)).isEqualTo(RefreshStatus.ACTIVE);
    }

    @Test
    @DisplayName("4: another client learns nothing and changes nothing")
    void refusesAnotherClient() {
        RefreshRecord presented = make.storedFamily();
        RotateCommand foreign = foreign(presented);
        assertThat(store.tokens().rotate(presented.hash(), foreign)).isEqualTo(new WrongClient());
        assertThat(status(presented)).isEqualTo(RefreshStatus.ACTIVE);
        store.tokens().rotate(presented.hash(), make.rotate(presented, CLOSED, at(1)));
        assertThat(store.tokens().rotate(presented.hash(), foreign)).isEqualTo(new WrongClient());
        assertThat(store.tokens().findRefresh(foreign.successor().hash())).isEmpty();
    }

    private RotateCommand foreign(RefreshRecord presented) {
        GrantRecord theirs = make.grant(presented.grantId(), "mallory", "client-2", "");
        return new RotateCommand("client-2", make.tokens(theirs, 2), CLOSED, at(1));
    }

    @Test
    void refusesAnExpiredToken() {
        RefreshRecord presented = make.storedFamily();
        assertThat(store.tokens().rotate(presented.hash(), make.rotate(presented, CLOSED, presented.expiresAt())))
                .isEqualTo(new Expired());
        assertThat(status(presented)).isEqualTo(RefreshStatus.ACTIVE);
        RotateCommand inTime = make.rotate(presented, CLOSED, justBefore(presented.expiresAt()));
        assertThat(store.tokens().rotate(presented.hash(), inTime)).isInstanceOf(Rotated.class);
    }

    @Test
    void refusesATokenOfAGrantThatIsOver() {
        RefreshRecord presented = make.storedFamily(make.storedGrantUntil(at(50)));
        assertThat(store.tokens().rotate(presented.hash(), make.rotate(presented, CLOSED, at(50))))
                .isEqualTo(new Expired());
        assertThat(store.tokens().rotate(presented.hash(), make.rotate(presented, CLOSED, justBefore(at(50)))))
                .isInstanceOf(Rotated.class);
    }

    @Test
    void refusesASuccessorThatIsNotTheNextGeneration() {
        RefreshRecord presented = make.storedFamily();
        GrantRecord grant = store.grants().find(presented.grantId()).orElseThrow();
        var skipping = new RotateCommand(presented.clientId(), make.tokens(grant, 3), CLOSED, at(1));
        var straying = new RotateCommand(presented.clientId(), make.tokens(make.storedGrant(), 2), CLOSED, at(1));
        for (RotateCommand wrong : List.of(skipping, straying)) {
            assertThatThrownBy(() -> store.tokens().rotate(presented.hash(), wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(status(presented)).isEqualTo(RefreshStatus.ACTIVE);
    }

    @Test
    @DisplayName("5: a rotation that fails half way leaves the token active and no successor")
    void rotatesAllOrNothing() {
        RefreshRecord presented = make.storedFamily();
        GrantRecord grant = store.grants().find(presented.grantId()).orElseThrow();
        TokenHash taken = make.storedFamily().hash();
        AccessRecord access = make.access(grant);
        IssuedTokens colliding = IssuedTokens.none().with(access).with(make.refresh(grant, 2, taken));
        var command = new RotateCommand(presented.clientId(), colliding, CLOSED, at(1));
        assertThatThrownBy(() -> store.tokens().rotate(presented.hash(), command))
                .isInstanceOf(IllegalStateException.class);
        assertThat(status(presented)).isEqualTo(RefreshStatus.ACTIVE);
        assertThat(store.tokens().findAccess(access.hash())).isEmpty();
        assertThat(store.tokens().rotate(presented.hash(), make.rotate(presented, CLOSED, at(2))))
                .isInstanceOf(Rotated.class);
    }

    private RefreshStatus status(RefreshRecord token) {
        return store.tokens().findRefresh(token.hash()).orElseThrow().status();
    }
}
