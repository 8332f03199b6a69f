package dev.mcpoauth.client.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.testing.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SleepWatchTest {
    private final MutableClock clock = new MutableClock();
    private final SleepWatch watch = new SleepWatch(clock, Duration.ofSeconds(1));

    @ParameterizedTest
    @CsvSource({"1, false", "0, false", "-3600, false", "10, false", "12, true", "86400, true"})
    void tellsASleepFromALongLook(long seconds, boolean slept) {
        clock.advance(Duration.ofSeconds(seconds));
        assertThat(watch.hasSlept()).isEqualTo(slept);
    }

    @Test
    void tellsOfASleepOnce() {
        clock.advance(Duration.ofHours(8));
        assertThat(watch.hasSlept()).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(watch.hasSlept()).isFalse();
    }
}
