package dev.mcpoauth.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetchSettingsTest {

    @Test
    void defaultsAreTheDocumentedOnes() {
        FetchSettings settings = FetchSettings.defaults();

        assertThat(settings.documentBytes()).isEqualTo(16 * 1024);
        assertThat(settings.time()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.leastFresh()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.usuallyFresh()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.mostFresh()).isEqualTo(Duration.ofDays(1));
        assertThat(settings.staleIfError()).isEqualTo(Duration.ofDays(1));
        assertThat(settings.retryPause()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.remembered()).isEqualTo(1000);
        assertThat(settings.dangerouslyAllowsLoopback()).isFalse();
    }

    static Stream<UnaryOperator<FetchSettings.Builder>> impossible() {
        Duration negative = Duration.ofSeconds(-1);
        return Stream.of(
                b -> b.documentBytes(100),
                b -> b.documentBytes(2 << 20),
                b -> b.time(Duration.ZERO),
                b -> b.time(negative),
                b -> b.time(Duration.ofMinutes(2)),
                b -> b.freshness(negative, Duration.ofDays(1)),
                b -> b.freshness(Duration.ofDays(2), Duration.ofDays(1)),
                b -> b.usuallyFresh(negative),
                b -> b.staleIfError(negative),
                b -> b.retryPause(Duration.ZERO),
                b -> b.perHost(0),
                b -> b.perServer(0),
                b -> b.concurrent(0),
                b -> b.remembered(0));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void refusesWhatCanNotBe(UnaryOperator<FetchSettings.Builder> change) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(FetchSettings.builder()).build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "https://claude.ai",
                "claude.ai/",
                "claude.ai:443",
                "*",
                "*.",
                "*claude.ai",
                "a.*.example",
                "a b",
                "claude.ai.",
                "bücher.example"
            })
    void refusesDomainsThatAreNone(String domain) {
        assertThatIllegalArgumentException().isThrownBy(() -> DomainPolicy.only(domain));
        assertThatIllegalArgumentException().isThrownBy(() -> DomainPolicy.any().except(domain));
    }
}
