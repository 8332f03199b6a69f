package dev.mcpoauth.core.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.TransactionRecord;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Authorization requests that wait for a person. */
public abstract class TransactionStoreContract extends FacetContract {

    private TransactionRecord stored() {
        TransactionRecord transaction = TransactionRecord.begun(Samples.hash(), T0, at(600), Samples.PAYLOAD);
        store.transactions().put(transaction);
        return transaction;
    }

    @Test
    void getsATransactionAsItWasPut() {
        TransactionRecord transaction = stored();
        assertThat(store.transactions().get(transaction.id(), at(1))).contains(transaction);
        assertThat(store.transactions().get(Samples.hash(), at(1))).isEmpty();
    }

    @Test
    void neverOverwritesATransaction() {
        TransactionRecord transaction = stored();
        assertThatThrownBy(() -> store.transactions().put(transaction.withPayload(OpaqueBytes.empty())))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store.transactions().get(transaction.id(), at(1))).contains(transaction);
    }

    @Test
    void anExpiredTransactionIsGone() {
        TransactionRecord transaction = stored();
        assertThat(store.transactions().get(transaction.id(), justBefore(at(600))))
                .isPresent();
        assertThat(store.transactions().get(transaction.id(), at(600))).isEmpty();
        assertThat(store.transactions().advance(transaction, 1, at(600))).isFalse();
        assertThat(store.transactions().take(transaction.id(), at(600))).isEmpty();
    }

    @Test
    @DisplayName("what does not expire is there years later: the key of the nonces that nodes share")
    void keepsWhatDoesNotExpire() {
        TransactionRecord lasting = TransactionRecord.begun(Samples.hash(), T0, OAuthStore.NEVER, Samples.PAYLOAD);
        store.transactions().put(lasting);
        store.purge(at(1_000_000_000), 1000);
        assertThat(store.transactions().get(lasting.id(), at(1_000_000_000))).contains(lasting);
    }

    @Test
    @DisplayName("13: take is once")
    void takesOnce() {
        TransactionRecord transaction = stored();
        assertThat(store.transactions().take(transaction.id(), at(1))).contains(transaction);
        assertThat(store.transactions().take(transaction.id(), at(1))).isEmpty();
        assertThat(store.transactions().get(transaction.id(), at(1))).isEmpty();
        assertThat(store.transactions().advance(transaction, 1, at(1))).isFalse();
    }

    @Test
    @DisplayName("13: one of concurrent takers gets it")
    void oneOfConcurrentTakersGetsIt() throws Exception {
        for (int round = 0; round < 40; round++) {
            TransactionRecord transaction = stored();
            List<Optional<TransactionRecord>> results =
                    Race.run(i -> () -> store.transactions().take(transaction.id(), at(1)));
            assertThat(results.stream().flatMap(Optional::stream)).containsExactly(transaction);
        }
    }

    @Test
    @DisplayName("13: advance only from the expected version")
    void advancesOnlyTheExpectedVersion() {
        TransactionRecord transaction = stored();
        OpaqueBytes signedIn = OpaqueBytes.ofUtf8("signed in");
        var next = new TransactionRecord(transaction.id(), 9, at(5), at(900), signedIn);
        assertThat(store.transactions().advance(next, 2, at(1))).isFalse();
        assertThat(store.transactions().advance(next, 1, at(1))).isTrue();
        assertThat(store.transactions().advance(next, 1, at(1))).isFalse();
        assertThat(store.transactions().get(transaction.id(), at(800)))
                .contains(new TransactionRecord(transaction.id(), 2, T0, at(900), signedIn));
        TransactionRecord unknown = TransactionRecord.begun(Samples.hash(), T0, at(600), signedIn);
        assertThat(store.transactions().advance(unknown, 1, at(1))).isFalse();
    }

    @Test
    @DisplayName("13: one of concurrent advances wins")
    void oneOfConcurrentAdvancesWins() throws Exception {
        TransactionRecord transaction = stored();
        for (int version = 1; version <= 60; version++) {
            long expected = version;
            List<Boolean> results = Race.run(i -> () -> store.transactions().advance(transaction, expected, at(1)));
            assertThat(results).containsOnlyOnce(true);
        }
    }
}
