package dev.mcpoauth.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.core.diagnostics.Reason;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 6749 §5.2")
class OAuthErrorTest {

    @Test
    void keepsTheOperatorsFactsOutOfThePeersText() {
        OAuthException refusal = OAuthError.INVALID_GRANT
                .because(new Reason("code.unknown-or-reused"), "The authorization code is not valid.")
                .with("client_id", "c1");
        assertThat(refusal.description()).doesNotContain("c1", "unknown-or-reused");
        assertThat(refusal.facts()).containsEntry("client_id", "c1");
        assertThat(refusal.error().status()).isEqualTo(400);
        assertThat(refusal.getStackTrace()).isEmpty();
    }

    @Test
    void refusesCodesThatWouldBreakAChallenge() {
        assertThatIllegalArgumentException().isThrownBy(() -> new OAuthError("bad\"code", 400));
        assertThatIllegalArgumentException().isThrownBy(() -> new OAuthError("", 400));
        assertThatIllegalArgumentException().isThrownBy(() -> new OAuthError("x", 200));
    }
}
