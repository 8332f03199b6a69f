package dev.mcpoauth.server.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Key rotation: the next key is published before it signs, the old one until its last token is over")
class KeyRingTest {
    private static final Instant SWITCH = Instant.parse("2026-11-02T00:00:00Z");
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final SigningKey OLD =
            SigningKey.generate(SignatureAlgorithm.ES256).withKeyId("old");
    private static final SigningKey NEW =
            SigningKey.generate(SignatureAlgorithm.ES256).withKeyId("new").signingFrom(SWITCH);
    private static final SigningKey OTHER =
            SigningKey.generate(SignatureAlgorithm.EDDSA).withKeyId("other");

    private final KeyRing ring = new KeyRing(KeySource.of(NEW, OTHER, OLD), LONGEST);

    private String signer(Instant now) {
        return ring.signing(SignatureAlgorithm.ES256, now).keyId();
    }

    private List<String> published(Instant now) {
        return ring.published(now).array("keys").orElseThrow().stream()
                .map(key -> ((JsonObject) key).string("kid").orElseThrow())
                .toList();
    }

    @Test
    void theNextKeyIsPublishedWhileTheOldOneSigns() {
        Instant before = SWITCH.minusMillis(1);
        assertThat(signer(before)).isEqualTo("old");
        assertThat(published(before)).containsExactlyInAnyOrder("old", "new", "other");
    }

    @Test
    void theOldKeyStaysPublishedUntilItsLastTokenIsOver() {
        assertThat(signer(SWITCH)).isEqualTo("new");
        assertThat(published(SWITCH)).contains("old", "new");
        assertThat(published(SWITCH.plus(LONGEST))).as("clocks differ").contains("old");
        assertThat(published(SWITCH.plus(LONGEST).plusSeconds(60))).containsExactlyInAnyOrder("new", "other");
    }

    @Test
    void aKeyOfAnotherAlgorithmReplacesNothing() {
        assertThat(ring.signing(SignatureAlgorithm.EDDSA, SWITCH.plus(Duration.ofDays(900)))
                        .keyId())
                .isEqualTo("other");
        assertThat(published(SWITCH.plus(Duration.ofDays(900)))).contains("other");
    }

    @Test
    void nodesThatReadTheKeysInAnotherOrderAgree() {
        SigningKey twin = SigningKey.generate(SignatureAlgorithm.ES256).withKeyId("twin");
        Instant now = SWITCH.minusSeconds(9);
        KeyRing one = new KeyRing(KeySource.of(twin, OLD), LONGEST);
        KeyRing two = new KeyRing(KeySource.of(OLD, twin), LONGEST);
        assertThat(one.signing(SignatureAlgorithm.ES256, now).keyId())
                .isEqualTo(two.signing(SignatureAlgorithm.ES256, now).keyId());
        assertThat(one.published(now).array("keys").orElseThrow())
                .as("neither replaces the other")
                .hasSize(2);
    }

    @Test
    void withNothingButFutureKeysTheFirstOneSigns() {
        KeyRing early = new KeyRing(KeySource.of(NEW), LONGEST);
        assertThat(early.signing(SignatureAlgorithm.ES256, SWITCH.minus(Duration.ofDays(1)))
                        .keyId())
                .isEqualTo("new");
    }

    @Test
    void withoutKeyNothingIsSigned() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ring.signing(SignatureAlgorithm.RS256, SWITCH))
                .withMessageContaining("RS256");
    }

    @Test
    void aKeyThatLeavesTheSourceIsWorthNothingAtOnce() {
        KeyRing leaked = new KeyRing(KeySource.of(NEW, OTHER), LONGEST);
        assertThat(leaked.published(SWITCH.minusSeconds(1)).toJson()).doesNotContain("\"old\"");
    }
}
