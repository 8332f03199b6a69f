package dev.mcpoauth.core.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.ReplayScope;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.contract.OAuthStoreContract;
import dev.mcpoauth.core.store.contract.Samples;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryOAuthStoreTest extends OAuthStoreContract {
    private static final Instant T0 = Instant.parse("2150-03-01T12:00:00Z");

    @Override
    public OAuthStore newStore() {
        return new InMemoryOAuthStore();
    }

    @Override
    public Optional<byte[]> dump(OAuthStore store) {
        return Optional.of(HeapDump.of(store));
    }

    @Test
    void refusesRatherThanForgetWhenFull() {
        try (var store = new InMemoryOAuthStore(3)) {
            for (int i = 0; i < 3; i++) {
                store.replay().putIfAbsent(ReplayScope.DPOP, Samples.hash(), T0, T0.plusSeconds(10 + i));
                store.transactions().put(transaction(10 + i));
            }
            assertThatThrownBy(
                            () -> store.replay().putIfAbsent(ReplayScope.DPOP, Samples.hash(), T0, T0.plusSeconds(1)))
                    .isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> store.transactions().put(transaction(10))).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void makesRoomFromWhatHasExpired() {
        try (var store = new InMemoryOAuthStore(3)) {
            for (int i = 0; i < 3; i++) {
                store.replay().putIfAbsent(ReplayScope.DPOP, Samples.hash(), T0, T0.plusSeconds(10 + i));
            }
            Instant later = T0.plusSeconds(10);
            assertThat(store.replay().putIfAbsent(ReplayScope.DPOP, Samples.hash(), later, later.plusSeconds(5)))
                    .isTrue();
            assertThatThrownBy(() ->
                            store.replay().putIfAbsent(ReplayScope.DPOP, Samples.hash(), later, later.plusSeconds(5)))
                    .isInstanceOf(StoreException.class);
        }
    }

    private static TransactionRecord transaction(long seconds) {
        return TransactionRecord.begun(Samples.hash(), T0, T0.plusSeconds(seconds), OpaqueBytes.empty());
    }

    @Test
    void refusesACapacityOfNothing() {
        assertThatThrownBy(() -> new InMemoryOAuthStore(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
