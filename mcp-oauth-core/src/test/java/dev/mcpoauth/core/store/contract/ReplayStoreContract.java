package dev.mcpoauth.core.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.ReplayScope;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Identifiers that may be seen once. */
public abstract class ReplayStoreContract extends FacetContract {

    private boolean first(ReplayScope scope, TokenHash id, Instant now, Instant expiresAt) {
        return store.replay().putIfAbsent(scope, id, now, expiresAt);
    }

    @Test
    @DisplayName("12: accepts an identifier once until it expires")
    void acceptsAnIdentifierOnceUntilItExpires() {
        TokenHash id = Samples.hash();
        assertThat(first(ReplayScope.DPOP, id, T0, at(60))).isTrue();
        assertThat(first(ReplayScope.DPOP, id, at(1), at(61))).isFalse();
        assertThat(first(ReplayScope.DPOP, id, justBefore(at(60)), at(120))).isFalse();
        assertThat(first(ReplayScope.DPOP, id, at(60), at(120))).isTrue();
        assertThat(first(ReplayScope.DPOP, id, at(61), at(121))).isFalse();
    }

    @Test
    @DisplayName("12: a refused attempt does not extend the memory")
    void aRefusedAttemptDoesNotExtendTheMemory() {
        TokenHash id = Samples.hash();
        first(ReplayScope.DPOP, id, T0, at(60));
        first(ReplayScope.DPOP, id, at(1), at(600));
        assertThat(first(ReplayScope.DPOP, id, at(60), at(120))).isTrue();
    }

    @Test
    @DisplayName("12: scopes and identifiers are separate")
    void scopesAndIdentifiersAreSeparate() {
        TokenHash id = Samples.hash();
        assertThat(first(ReplayScope.DPOP, id, T0, at(60))).isTrue();
        assertThat(first(ReplayScope.CLIENT_ASSERTION, id, T0, at(60))).isTrue();
        assertThat(first(new ReplayScope("another"), id, T0, at(60))).isTrue();
        assertThat(first(ReplayScope.DPOP, Samples.hash(), T0, at(60))).isTrue();
    }

    @Test
    @DisplayName("12: accepts one of concurrent uses")
    void acceptsOneOfConcurrentUses() throws Exception {
        for (int round = 0; round < 40; round++) {
            TokenHash id = Samples.hash();
            List<Boolean> fresh = Race.run(i -> () -> first(ReplayScope.DPOP, id, T0, at(60)));
            assertThat(fresh).containsOnlyOnce(true);
            List<Boolean> afterExpiry = Race.run(i -> () -> first(ReplayScope.DPOP, id, at(60), at(120)));
            assertThat(afterExpiry).containsOnlyOnce(true);
        }
    }
}
