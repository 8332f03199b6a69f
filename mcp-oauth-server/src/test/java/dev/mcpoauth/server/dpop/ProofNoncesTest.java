package dev.mcpoauth.server.dpop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9449 §8, §9: nonces")
class ProofNoncesTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Duration SLOT = Duration.ofMinutes(5);

    private final OAuthStore store = new InMemoryOAuthStore();
    private final ProofNonces nonces = node();

    /** A node that shares the store and nothing else. */
    private ProofNonces node() {
        return ProofNonces.of(new NonceKey(store.transactions(), TokenHasher.sha256(), new SecureRandom()));
    }

    @Test
    void isGoodOnEveryNodeForItsSlotAndTheNext() {
        String nonce = nonces.current(NOW);
        ProofNonces other = node();
        assertThat(other.current(NOW)).isEqualTo(nonce);
        assertThat(other.require(Optional.of(nonce), NOW)).isEmpty();
        assertThat(other.require(Optional.of(nonce), NOW.plus(SLOT)))
                .as("rotation is announced")
                .hasValue(other.current(NOW.plus(SLOT)));
        refuses(other, Optional.of(nonce), NOW.plus(SLOT).plus(SLOT));
    }

    @Test
    void aNodeWhoseClockIsBehindTakesTheNonceOfOneAhead() {
        String ahead = nonces.current(NOW.plusSeconds(1));
        assertThat(nonces.require(Optional.of(ahead), NOW.minusSeconds(1))).isPresent();
        refuses(nonces, Optional.of(nonces.current(NOW.plus(SLOT))), NOW.minusSeconds(1));
    }

    @Test
    void aProofWithoutIsToldWhichToUse() {
        assertThatExceptionOfType(OAuthException.class)
                .isThrownBy(() -> nonces.require(Optional.empty(), NOW))
                .satisfies(refusal -> {
                    assertThat(refusal.error()).isEqualTo(OAuthError.USE_DPOP_NONCE);
                    assertThat(refusal.reason()).isEqualTo(DpopReasons.NONCE_MISSING);
                    assertThat(refusal.facts()).containsEntry(ProofNonces.FACT, nonces.current(NOW));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "ä", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void whatNobodyHandedOutIsRefused(String nonce) {
        refuses(nonces, Optional.of(nonce), NOW);
    }

    private void refuses(ProofNonces by, Optional<String> nonce, Instant now) {
        assertThatExceptionOfType(OAuthException.class)
                .isThrownBy(() -> by.require(nonce, now))
                .satisfies(refusal -> {
                    assertThat(refusal.reason()).isEqualTo(DpopReasons.NONCE_OVER);
                    assertThat(refusal.facts()).containsEntry(ProofNonces.FACT, by.current(now));
                });
    }

    @Test
    @DisplayName("a key of the operator; with a pepper, what is in the store is not enough")
    void dependsOnTheKeyAndOnThePepper() {
        byte[] key = new byte[32];
        assertThat(ProofNonces.of(key).current(NOW))
                .isEqualTo(ProofNonces.of(new byte[32]).current(NOW))
                .isNotEqualTo(nonces.current(NOW));
        ProofNonces peppered = ProofNonces.of(
                new NonceKey(store.transactions(), TokenHasher.peppered(new byte[32]), new SecureRandom()));
        assertThat(peppered.current(NOW)).isNotEqualTo(nonces.current(NOW));
        assertThatIllegalArgumentException().isThrownBy(() -> ProofNonces.of(new byte[31]));
    }

    @Test
    void nodesThatStartAtOnceAgree() throws Exception {
        int nodes = 8;
        CyclicBarrier barrier = new CyclicBarrier(nodes);
        ExecutorService pool = Executors.newFixedThreadPool(nodes);
        try {
            List<Callable<String>> starts = new ArrayList<>();
            for (int i = 0; i < nodes; i++) {
                ProofNonces node = node();
                starts.add(() -> {
                    barrier.await();
                    return node.current(NOW);
                });
            }
            Set<String> seen = new TreeSet<>();
            for (Future<String> start : pool.invokeAll(starts)) {
                seen.add(start.get());
            }
            assertThat(seen).hasSize(1);
        } finally {
            pool.shutdownNow();
        }
    }
}
