package dev.mcpoauth.core.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.PurgeResult;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.ReplayScope;
import dev.mcpoauth.core.store.ReplayWindow;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.TransactionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Invariants 15 and 16: what purge removes, what it keeps, and in which portions. */
public abstract class PurgeContract extends FacetContract {
    private static final ReplayWindow CLOSED = ReplayWindow.closed();
    private static final Duration DAY = Duration.ofDays(1);

    private int purgeAll(Instant now) {
        int removed = 0;
        PurgeResult result = store.purge(now, 100);
        while (result.more()) {
            removed += result.removed();
            result = store.purge(now, 100);
        }
        return removed + result.removed();
    }

    private ClientRecord registered(String clientId, Instant expiresAt) {
        ClientRecord client = ClientRecord.registered(clientId, T0, expiresAt, OpaqueBytes.empty());
        store.clients().registerIfAbsent(clientId, client, RegistrationLimits.UNLIMITED);
        return client;
    }

    @Test
    void leavesWhatIsStillGood() {
        registered("c", at(100));
        GrantRecord grant = make.storedGrantUntil(at(100));
        CodeRecord code = make.storedCode(grant);
        RefreshRecord refresh = make.storedFamily(grant);
        AccessRecord access = make.access(grant);
        store.tokens().insertAccess(access);
        assertThat(purgeAll(at(59))).isZero();
        assertThat(store.codes().peek(code.hash())).isPresent();
        assertThat(store.tokens().findRefresh(refresh.hash())).isPresent();
        assertThat(store.tokens().findAccess(access.hash())).isPresent();
        assertThat(store.clients().find("c")).isPresent();
    }

    @Test
    void removesWhatHasExpired() {
        AccessRecord access = make.access(make.storedGrant());
        store.tokens().insertAccess(access);
        TransactionRecord transaction = TransactionRecord.begun(Samples.hash(), T0, at(3600), Samples.PAYLOAD);
        store.transactions().put(transaction);
        TokenHash jti = Samples.hash();
        store.replay().putIfAbsent(ReplayScope.DPOP, jti, T0, at(3600));
        assertThat(purgeAll(justBefore(at(3600)))).isZero();
        assertThat(purgeAll(at(3600))).isEqualTo(3);
        assertThat(store.tokens().findAccess(access.hash())).isEmpty();
        assertThat(store.transactions().get(transaction.id(), T0)).isEmpty();
        assertThat(store.replay().putIfAbsent(ReplayScope.DPOP, jti, T0, at(3600)))
                .isTrue();
    }

    @Test
    @DisplayName("8: spent codes and refresh tokens stay recognisable for a day after they expired")
    void keepsEvidenceOfReuse() {
        GrantRecord grant = make.storedGrant();
        CodeRecord code = make.storedCode(grant);
        store.codes().redeem(code.hash(), make.redeem(grant, CLOSED, at(1)));
        RefreshRecord first = make.storedFamily(grant);
        store.tokens().rotate(first.hash(), make.rotate(first, CLOSED, at(2)));
        purgeAll(justBefore(code.expiresAt().plus(DAY)));
        assertThat(store.codes().peek(code.hash())).isPresent();
        purgeAll(code.expiresAt().plus(DAY));
        assertThat(store.codes().peek(code.hash())).isEmpty();
        purgeAll(justBefore(first.expiresAt().plus(DAY)));
        assertThat(store.tokens().rotate(first.hash(), make.rotate(first, CLOSED, at(3))))
                .isInstanceOf(RotateOutcome.Reused.class);
        purgeAll(first.expiresAt().plus(DAY));
        assertThat(store.tokens().findRefresh(first.hash())).isEmpty();
    }

    @Test
    void removesAFamilyWhenItsGrantIsOver() {
        GrantRecord grant = make.storedGrantUntil(at(100));
        CodeRecord code = make.storedCode(grant);
        RefreshRecord refresh = make.storedFamily(grant);
        purgeAll(at(100));
        assertThat(store.grants().find(grant.grantId())).isEmpty();
        assertThat(store.codes().peek(code.hash())).isEmpty();
        assertThat(store.tokens().findRefresh(refresh.hash())).isEmpty();
    }

    @Test
    @DisplayName("15: a client with a live grant stays, whatever its expiry")
    void keepsAClientWithALiveGrant() {
        registered(Samples.CLIENT, at(10));
        registered("idle", at(10));
        GrantRecord grant = make.storedGrant();
        purgeAll(at(20));
        assertThat(store.clients().find(Samples.CLIENT)).isPresent();
        assertThat(store.clients().find("idle")).isEmpty();
        store.grants().revoke(grant.grantId(), RevokeReason.OPERATOR, at(30));
        purgeAll(at(30));
        assertThat(store.clients().find(Samples.CLIENT)).isEmpty();
    }

    @Test
    void aPurgedClientFreesItsFingerprint() {
        registered("c", at(10));
        purgeAll(at(10));
        registered("c", at(100));
        assertThat(store.clients().find("c").orElseThrow().expiresAt()).isEqualTo(at(100));
    }

    @Test
    @DisplayName("16: no more than a batch at a time, and the next call goes on")
    void purgesInBatches() {
        for (int i = 0; i < 7; i++) {
            store.transactions().put(TransactionRecord.begun(Samples.hash(), T0, at(60), Samples.PAYLOAD));
            store.replay().putIfAbsent(ReplayScope.DPOP, Samples.hash(), T0, at(60));
            make.storedFamily(make.storedGrantUntil(at(60)));
        }
        int total = 0;
        PurgeResult result = store.purge(at(60), 5);
        while (result.more()) {
            assertThat(result.removed()).isEqualTo(5);
            total += result.removed();
            result = store.purge(at(60), 5);
        }
        // 7 each of transactions, replay entries, grants, codes, access and refresh tokens
        assertThat(total + result.removed()).isEqualTo(42);
        assertThat(store.purge(at(60), 5)).isEqualTo(new PurgeResult(0, false));
    }

    @Test
    void refusesABatchThatMakesNoProgress() {
        assertThatThrownBy(() -> store.purge(T0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("16: purging beside traffic disturbs nobody")
    void purgesBesideTraffic() throws Exception {
        for (int i = 0; i < 50; i++) {
            make.storedFamily(make.storedGrantUntil(at(60)));
        }
        List<RefreshRecord> families = new ArrayList<>();
        for (int i = 0; i < Race.THREADS; i++) {
            families.add(make.storedFamily());
        }
        var done = new AtomicBoolean();
        List<Callable<Integer>> actions = new ArrayList<>();
        for (RefreshRecord family : families) {
            actions.add(() -> {
                try {
                    return rotateRepeatedly(family, 15);
                } finally {
                    done.set(true);
                }
            });
        }
        actions.add(() -> {
            int removed = 0;
            do {
                removed += store.purge(at(61), 10).removed();
            } while (!done.get());
            return removed;
        });
        List<Integer> results = Race.run(actions);
        assertThat(results.subList(0, Race.THREADS)).containsOnly(16);
        // 50 each of grants, codes, access and refresh tokens
        assertThat(results.get(Race.THREADS) + purgeAll(at(61))).isEqualTo(200);
    }

    private int rotateRepeatedly(RefreshRecord first, int times) {
        RefreshRecord current = first;
        for (int i = 0; i < times; i++) {
            RotateCommand command = make.rotate(current, CLOSED, at(61));
            assertThat(store.tokens().rotate(current.hash(), command)).isInstanceOf(RotateOutcome.Rotated.class);
            current = command.successor();
        }
        return current.generation();
    }
}
