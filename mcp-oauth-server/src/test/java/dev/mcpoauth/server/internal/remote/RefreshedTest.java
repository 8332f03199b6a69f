package dev.mcpoauth.server.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A value that an issuer publishes")
class RefreshedTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int exchanges;

    private final Refreshed<String> value = new Refreshed<>(
            "the value",
            this::failsAfterAQuarterOfAMinute,
            new Refreshed.Schedule(Duration.ofHours(1), Duration.ofSeconds(10), Duration.ofHours(24)),
            new Moved(),
            failure -> {});

    private CompletableFuture<String> failsAfterAQuarterOfAMinute() {
        exchanges++;
        now = now.plusSeconds(15);
        return CompletableFuture.failedFuture(new IOException("no answer"));
    }

    private final class Moved extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private void isAskedInVain(int expected) {
        assertThatThrownBy(value::get).isInstanceOf(StoreException.class).hasMessageContaining("no answer");
        assertThat(exchanges).isEqualTo(expected);
    }

    @Test
    void isNotAskedForAgainUntilAPauseAfterTheLastExchangeEndedHoweverLongItTook() {
        isAskedInVain(1);
        isAskedInVain(1);
        now = now.plusMillis(9_999);
        isAskedInVain(1);
        now = now.plusMillis(1);
        isAskedInVain(2);
    }
}
