package dev.mcpoauth.transport.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Reconnection POLICY = new Reconnection(5, SECOND, Duration.ofSeconds(6));

    private final Backoff backoff = new Backoff(POLICY, () -> 0);

    @Test
    void doublesUpToTheLongestWaitAndThenGivesUp() {
        for (int seconds : new int[] {1, 2, 4, 6, 6})
            assertThat(backoff.next(Optional.empty())).contains(Duration.ofSeconds(seconds));
        assertThat(backoff.next(Optional.empty())).isEmpty();
    }

    @Test
    void waitsExactlyAsLongAsTheServerAskedTheFirstTime() {
        assertThat(backoff.next(Optional.of(Duration.ofMillis(500)))).contains(Duration.ofMillis(500));
        assertThat(backoff.next(Optional.of(Duration.ofMillis(500)))).contains(SECOND);
    }

    @Test
    void neverWaitsLessThanTheServerAsked() {
        Duration asked = Duration.ofMinutes(2);
        assertThat(backoff.next(Optional.of(asked))).contains(asked);
        assertThat(backoff.next(Optional.of(asked))).contains(asked);
    }

    @Test
    void addsUpToAQuarterByChance() {
        Backoff late = new Backoff(POLICY, () -> 1);
        assertThat(late.next(Optional.empty())).contains(Duration.ofMillis(1250));
        assertThat(late.next(Optional.empty())).contains(Duration.ofMillis(2500));
        for (int i = 0; i < 100; i++)
            assertThat(new Backoff(POLICY).next(Optional.empty()).orElseThrow())
                    .isBetween(SECOND, Duration.ofMillis(1250));
    }

    @Test
    void startsOverAfterProgress() {
        for (int i = 0; i < POLICY.attempts(); i++) backoff.next(Optional.empty());
        backoff.progress();
        assertThat(backoff.next(Optional.empty())).contains(SECOND);
    }

    @Test
    void givesUpEvenIfTheServerAsksForNoWaitAtAll() {
        for (int i = 0; i < POLICY.attempts(); i++)
            assertThat(backoff.next(Optional.of(Duration.ZERO))).contains(Duration.ZERO);
        assertThat(backoff.next(Optional.of(Duration.ZERO))).isEmpty();
    }

    @Test
    void refusesAPolicyThatMakesNoSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Reconnection(-1, SECOND, SECOND));
        assertThatIllegalArgumentException().isThrownBy(() -> new Reconnection(1, SECOND, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new Reconnection(1, SECOND.negated(), SECOND));
    }
}
