package dev.mcpoauth.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.CodeStatus;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RefreshStatus;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.ReplayScope;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.contract.Samples;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Signs people in and refreshes their tokens, one after the other, until the store fails, and notes what it was told. */
final class CrashWorker implements Callable<Ledger> {
    private static final int ROTATIONS = 4;

    private final OAuthStore store;
    private final AtomicInteger acknowledged;
    private final Ledger ledger = new Ledger();

    CrashWorker(OAuthStore store, AtomicInteger acknowledged) {
        this.store = store;
        this.acknowledged = acknowledged;
    }

    @Override
    public Ledger call() {
        try {
            while (true) {
                register();
                signIn();
                seeOnce();
            }
        } catch (StoreException e) {
            assertThat(ledger.hasOneInFlight()).isTrue();
            return ledger;
        }
    }

    private void note() {
        acknowledged.incrementAndGet();
    }

    private void register() {
        String id = "client-" + Samples.hash().encoded();
        ClientRecord client = ClientRecord.registered(id, Family.T0, Family.T0.plusSeconds(900), OpaqueBytes.empty());
        ledger.told(
                () -> store.clients().registerIfAbsent(id, client, RegistrationLimits.UNLIMITED),
                s -> assertThat(s.clients().find(id)).contains(client),
                s -> s.clients().find(id).ifPresent(found -> assertThat(found).isEqualTo(client)));
        note();
    }

    private void signIn() {
        Family family = Family.of(Family.T0);
        run(
                () -> store.grants().create(family.grant()),
                s -> assertThat(s.grants().find(family.grant().grantId())).isPresent());
        run(
                () -> store.codes().issue(family.code()),
                s -> assertThat(s.codes().peek(family.code().hash())).isPresent());
        RedeemCommand command = family.redeem();
        ledger.told(
                () -> assertThat(store.codes().redeem(family.code().hash(), command))
                        .isInstanceOf(RedeemOutcome.Redeemed.class),
                s -> assertThat(isRedeemed(s, family, command)).isTrue(),
                s -> tryAgain(s, family, command));
        note();
        RefreshRecord current = command.first().refresh().orElseThrow();
        for (int i = 0; i < ROTATIONS; i++) {
            current = rotate(current);
        }
        revoke(current);
    }

    private void run(Runnable verb, Consumer<OAuthStore> holds) {
        ledger.told(
                () -> {
                    verb.run();
                    return true;
                },
                holds,
                s -> {});
        note();
    }

    private static boolean isRedeemed(OAuthStore s, Family family, RedeemCommand command) {
        boolean redeemed = s.codes().peek(family.code().hash()).orElseThrow().status() == CodeStatus.REDEEMED;
        assertThat(Family.exist(s, command.first())).as("code and tokens").isEqualTo(redeemed);
        return redeemed;
    }

    private static void tryAgain(OAuthStore s, Family family, RedeemCommand command) {
        boolean done = isRedeemed(s, family, command);
        assertThat(s.codes().redeem(family.code().hash(), family.redeem()))
                .isInstanceOf(done ? RedeemOutcome.DuplicateSubmit.class : RedeemOutcome.Redeemed.class);
    }

    private RefreshRecord rotate(RefreshRecord presented) {
        RotateCommand command = Family.rotate(presented);
        ledger.told(
                () -> assertThat(store.tokens().rotate(presented.hash(), command))
                        .isInstanceOf(RotateOutcome.Rotated.class),
                s -> assertThat(isRotated(s, presented, command)).isTrue(),
                s -> tryAgain(s, presented, command));
        note();
        return command.successor();
    }

    private static boolean isRotated(OAuthStore s, RefreshRecord presented, RotateCommand command) {
        boolean rotated = s.tokens().findRefresh(presented.hash()).orElseThrow().status() == RefreshStatus.ROTATED;
        assertThat(Family.exist(s, command.next())).as("rotation and tokens").isEqualTo(rotated);
        return rotated;
    }

    private static void tryAgain(OAuthStore s, RefreshRecord presented, RotateCommand command) {
        boolean done = isRotated(s, presented, command);
        assertThat(s.tokens().rotate(presented.hash(), Family.rotate(presented)))
                .isInstanceOf(done ? RotateOutcome.Replay.class : RotateOutcome.Rotated.class);
    }

    private void revoke(RefreshRecord last) {
        run(
                () -> store.grants().revoke(last.grantId(), RevokeReason.OPERATOR, Family.T0),
                s -> assertThat(s.tokens()
                                .findRefresh(last.hash())
                                .orElseThrow()
                                .isActive(Family.T0))
                        .isFalse());
    }

    private void seeOnce() {
        TokenHash jti = Samples.hash();
        run(
                () -> store.replay().putIfAbsent(ReplayScope.DPOP, jti, Family.T0, Family.T0.plusSeconds(60)),
                s -> assertThat(s.replay().putIfAbsent(ReplayScope.DPOP, jti, Family.T0, Family.T0.plusSeconds(60)))
                        .isFalse());
        TransactionRecord begun =
                TransactionRecord.begun(Samples.hash(), Family.T0, Family.T0.plusSeconds(60), Family.SEALED);
        run(() -> store.transactions().put(begun), s -> {});
        run(
                () -> store.transactions().take(begun.id(), Family.T0),
                s -> assertThat(s.transactions().take(begun.id(), Family.T0)).isEmpty());
    }
}
