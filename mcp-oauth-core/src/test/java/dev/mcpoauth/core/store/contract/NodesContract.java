package dev.mcpoauth.core.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.ClientRegistration;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.ReplayScope;
import dev.mcpoauth.core.store.ReplayWindow;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.TransactionRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The races again, between nodes: each store object is one, and all are over the same data. */
public abstract class NodesContract extends FacetContract {
    private static final int ROUNDS = 20;
    private static final ReplayWindow CLOSED = ReplayWindow.closed();
    private static final ReplayWindow OPEN = new ReplayWindow(Samples.SEALED, at(30), 100);

    private List<OAuthStore> nodes = List.of();

    @BeforeEach
    void openNodes() throws Exception {
        Assumptions.assumeTrue(store.capabilities().shared(), "not a shared store");
        nodes = List.of(
                store,
                fixture().sameData(store).orElseThrow(),
                fixture().sameData(store).orElseThrow());
    }

    @AfterEach
    void closeNodes() {
        nodes.forEach(OAuthStore::close);
    }

    private OAuthStore node(int racer) {
        return nodes.get(racer % nodes.size());
    }

    @Test
    @DisplayName("1: one node redeems a code")
    void oneNodeRedeems() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            GrantRecord grant = make.storedGrant();
            CodeRecord code = make.storedCode(grant);
            List<RedeemOutcome> outcomes =
                    Race.run(i -> () -> node(i).codes().redeem(code.hash(), make.redeem(grant, CLOSED, at(1))));
            assertThat(Race.count(outcomes, RedeemOutcome.Redeemed.class)).isOne();
            assertThat(Race.count(outcomes, RedeemOutcome.Replayed.class)).isEqualTo(Race.THREADS - 1L);
        }
    }

    @Test
    @DisplayName("6, 7: one node rotates a token, and every node repeats that response")
    void oneNodeRotates() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            RefreshRecord first = make.storedFamily();
            List<RotateOutcome> outcomes =
                    Race.run(i -> () -> node(i).tokens().rotate(first.hash(), make.rotate(first, OPEN, at(1))));
            assertThat(Race.count(outcomes, RotateOutcome.Rotated.class)).isOne();
            assertThat(outcomes)
                    .filteredOn(new RotateOutcome.Replay(Samples.SEALED, at(1))::equals)
                    .hasSize(Race.THREADS - 1);
        }
    }

    @Test
    @DisplayName("9, 10: a revocation at one node ends what another issues at that moment")
    void aRevocationReachesEveryNode() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            RefreshRecord first = make.storedFamily();
            List<RotateCommand> rotations = IntStream.range(0, Race.THREADS)
                    .mapToObj(i -> make.rotate(first, OPEN, at(1)))
                    .toList();
            Race.run(i -> () -> i == 0
                    ? node(0).grants().revoke(first.grantId(), RevokeReason.OPERATOR, at(1))
                    : node(i).tokens().rotate(first.hash(), rotations.get(i)));
            for (RotateCommand rotation : rotations) {
                assertThat(nodes).noneMatch(node -> isActive(node, rotation));
            }
        }
    }

    private static boolean isActive(OAuthStore node, RotateCommand rotation) {
        return node.tokens()
                .findRefresh(rotation.successor().hash())
                .filter(view -> view.isActive(at(2)))
                .isPresent();
    }

    @Test
    @DisplayName("12: one node accepts an identifier")
    void oneNodeAcceptsAnIdentifier() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            TokenHash id = Samples.hash();
            List<Boolean> fresh =
                    Race.run(i -> () -> node(i).replay().putIfAbsent(ReplayScope.DPOP, id, at(1), at(60)));
            assertThat(fresh).containsOnlyOnce(true);
        }
    }

    @Test
    @DisplayName("13: one node takes a transaction that another began")
    void oneNodeTakesATransaction() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            TransactionRecord begun = TransactionRecord.begun(Samples.hash(), T0, at(60), Samples.PAYLOAD);
            node(round).transactions().put(begun);
            List<Optional<TransactionRecord>> taken =
                    Race.run(i -> () -> node(i).transactions().take(begun.id(), at(1)));
            assertThat(taken).filteredOn(Optional::isPresent).containsExactly(Optional.of(begun));
        }
    }

    @Test
    @DisplayName("14: one node registers a client, and every node knows it")
    void oneNodeRegisters() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String print = "print-" + round;
            List<ClientRegistration> outcomes = Race.run(i -> () -> node(i).clients()
                    .registerIfAbsent(print, make.client(Samples.unique("client")), RegistrationLimits.UNLIMITED));
            assertThat(Race.count(outcomes, ClientRegistration.Created.class)).isOne();
            assertThat(Race.count(outcomes, ClientRegistration.Existing.class)).isEqualTo(Race.THREADS - 1L);
        }
    }
}
