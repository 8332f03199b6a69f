package dev.mcpoauth.transport.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryEraCacheTest {

    private static final URI ENDPOINT = URI.create("https://example.com/mcp");

    private final SettableClock clock = new SettableClock();
    private final MemoryEraCache cache = new MemoryEraCache(clock);

    @ParameterizedTest
    @DisplayName("ERA-C6: verdicts age, those about older servers sooner")
    @CsvSource({"SSE, PT1H", "SESSION, PT1H", "STATELESS, PT24H"})
    void forgetsAVerdictWhenItIsOld(Era era, Duration age) {
        cache.remember(ENDPOINT, era);
        clock.now = clock.now.plus(age).minusMillis(1);
        assertThat(cache.find(ENDPOINT)).contains(era);
        clock.now = clock.now.plusMillis(1);
        assertThat(cache.find(ENDPOINT)).isEmpty();
    }

    @Test
    void keepsTheLastVerdict() {
        cache.remember(ENDPOINT, Era.SSE);
        cache.remember(ENDPOINT, Era.STATELESS);
        assertThat(cache.find(ENDPOINT)).contains(Era.STATELESS);
        cache.forget(ENDPOINT);
        assertThat(cache.find(ENDPOINT)).isEmpty();
    }

    @Test
    void keepsNoMoreThanAThousand() {
        cache.remember(ENDPOINT, Era.SSE);
        for (int i = 0; i < 999; i++) cache.remember(URI.create("https://example.com/" + i), Era.SSE);
        assertThat(cache.find(ENDPOINT)).isPresent();
        cache.remember(URI.create("https://example.com/one-more"), Era.SSE);
        assertThat(cache.find(ENDPOINT)).isEmpty();
    }

    private static final class SettableClock extends Clock {

        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
