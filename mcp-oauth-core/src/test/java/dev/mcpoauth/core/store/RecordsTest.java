package dev.mcpoauth.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.secret.TokenHash;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordsTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final TokenHash HASH = TokenHash.of(new byte[32]);
    private static final OpaqueBytes NONE = OpaqueBytes.empty();
    private static final ReplayWindow CLOSED = ReplayWindow.closed();

    static Stream<ThrowingCallable> mistakes() {
        return Stream.of(
                () -> ClientRecord.registered("", T0, T0, NONE),
                () -> ClientRecord.registered("c".repeat(513), T0, T0, NONE),
                () -> ClientRecord.registered("c", T0, T0.minusMillis(1), NONE),
                () -> ClientRecord.registered("c", Instant.MIN, T0, NONE),
                () -> ClientRecord.registered("c", T0, OAuthStore.NEVER.plusMillis(1), NONE),
                () -> new ClientRecord("c", 0, T0, T0, T0, NONE),
                () -> grant("", "alice", ""),
                () -> grant("g".repeat(65), "alice", ""),
                () -> grant("g", "", ""),
                () -> grant("g", "a".repeat(256), ""),
                () -> grant("g", "alice", "u".repeat(2049)),
                () -> grant("g", "ali\u0000ce", ""),
                () -> grant("g", "ali\ud800ce", ""),
                () -> grant("g", "alice", "http://\u0000"),
                () -> CodeRecord.issued(HASH, "", "c", T0, T0, NONE),
                () -> new CodeRecord(HASH, "g", "c", CodeStatus.ISSUED, -1, T0, T0, NONE),
                () -> new AccessRecord(HASH, "g", "c", T0, T0.minusSeconds(1), NONE),
                () -> refresh("g", "c", 0),
                () -> new TransactionRecord(HASH, 0, T0, T0, NONE),
                () -> new ReplayWindow(NONE, T0, -1),
                () -> new RegistrationLimits(-1),
                () -> new ReplayScope("DPoP"),
                () -> new ReplayScope(""),
                () -> new ReplayScope("s".repeat(33)),
                () -> new StoreCapabilities(true, true, true, true, Duration.ofMillis(-1)),
                () -> new RedeemCommand("c", "g", IssuedTokens.none().with(refresh("g", "other", 1)), CLOSED, T0),
                () -> new RedeemCommand("c", "g", IssuedTokens.none().with(access("other", "c")), CLOSED, T0),
                () -> new RotateCommand("c", IssuedTokens.none(), CLOSED, T0),
                () -> new RotateCommand("c", IssuedTokens.none().with(access("g", "c")), CLOSED, T0),
                () -> new RotateCommand("c", IssuedTokens.none().with(refresh("g", "other", 2)), CLOSED, T0),
                () -> new RotateCommand(
                        "c", IssuedTokens.none().with(refresh("g", "c", 2)).with(access("h", "c")), CLOSED, T0));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void refusesAMistakeOfTheCaller(ThrowingCallable mistake) {
        assertThatThrownBy(mistake).isInstanceOf(IllegalArgumentException.class);
    }

    private static GrantRecord grant(String grantId, String subject, String redirectUri) {
        return GrantRecord.granted(grantId, subject, "c", redirectUri, T0, T0.plusSeconds(60), NONE, NONE);
    }

    private static AccessRecord access(String grantId, String clientId) {
        return new AccessRecord(HASH, grantId, clientId, T0, T0.plusSeconds(60), NONE);
    }

    private static RefreshRecord refresh(String grantId, String clientId, int generation) {
        return new RefreshRecord(HASH, grantId, clientId, generation, T0, T0.plusSeconds(60), NONE);
    }

    @Test
    void keepsMilliseconds() {
        ClientRecord client = ClientRecord.registered("c", T0.plusNanos(1_999_999), T0.plusNanos(2_999_999), NONE);
        assertThat(client.createdAt()).isEqualTo(T0.plusMillis(1));
        assertThat(client.expiresAt()).isEqualTo(T0.plusMillis(2));
    }

    @Test
    void aGrantIsLiveUntilItsEndAndOnlyWhileActive() {
        GrantRecord grant = grant("g", "alice", "");
        assertThat(grant.isLive(T0.plusMillis(59_999))).isTrue();
        assertThat(grant.standing(T0.plusSeconds(60))).isEqualTo(GrantStanding.EXPIRED);
        assertThat(GrantStanding.of(false, T0.plusSeconds(60), T0)).isEqualTo(GrantStanding.REVOKED);
    }

    @Test
    void opaqueBytesAreCopiedAndNotPrinted() {
        byte[] bytes = {1, 2, 3};
        OpaqueBytes opaque = OpaqueBytes.of(bytes);
        bytes[0] = 9;
        opaque.toByteArray()[1] = 9;
        assertThat(opaque).isEqualTo(OpaqueBytes.of(new byte[] {1, 2, 3})).hasToString("OpaqueBytes[3]");
        assertThat(opaque.size()).isEqualTo(3);
        assertThat(OpaqueBytes.ofUtf8("\u00e9").toUtf8()).isEqualTo("\u00e9");
    }

    @Test
    void aStoreWithoutAtomicConsumeIsRefused() {
        var weak = new StoreCapabilities(false, true, true, false, Duration.ZERO);
        assertThatThrownBy(weak::requireAtomicConsume)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("atomicConsume");
        var strong = new StoreCapabilities(true, false, false, false, Duration.ZERO);
        assertThatCode(strong::requireAtomicConsume).doesNotThrowAnyException();
    }
}
