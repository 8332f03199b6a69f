package dev.mcpoauth.client.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.pkce.CodeVerifier;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallbackCheckTest {
    private static final String STATE = "state-of-the-attempt";

    private static CallbackCheck check(boolean issuerExpected) {
        AuthorizationAttempt attempt = new AuthorizationAttempt(
                StateHash.of(STATE),
                CodeVerifier.generate(new SecureRandom()),
                new Issuer("https://as.example.com"),
                issuerExpected,
                "client",
                new RedirectUri("http://127.0.0.1:8000/callback"),
                new ResourceIndicator("https://mcp.example.com/mcp"),
                Scope.EMPTY,
                Instant.EPOCH);
        return new CallbackCheck(
                attempt, new FlowTrace(DiagnosticListener.NONE, Clock.systemUTC(), new CorrelationId("test")));
    }

    @ParameterizedTest
    @DisplayName("RFC 9207 §2.4, the table of the MCP authorization text")
    @CsvSource({
        "true,  https://as.example.com,     Approved",
        "true,  https://as.example.com/,    Declined",
        "true,  https://AS.example.com,     Declined",
        "true,  https://as.example.com:443, Declined",
        "true,  https://other.example.com,  Declined",
        "true,  '',                         Declined",
        "false, https://as.example.com,     Approved",
        "false, https://other.example.com,  Declined",
        "false, '',                         Approved"
    })
    void comparesTheIssuer(boolean advertised, String iss, String outcome) {
        String query = "code=c&state=" + STATE + (iss.isEmpty() ? "" : "&iss=" + iss);
        assertThat(check(advertised).apply(query).getClass().getSimpleName()).isEqualTo(outcome);
    }

    @Test
    void saysNothingOfAnErrorFromTheWrongIssuer() {
        Callback callback = check(true).apply("error=access_denied&error_description=call+me&state=" + STATE);
        assertThat(((Callback.Declined) callback).failure())
                .isInstanceOf(AuthException.IssuerMismatch.class)
                .hasMessageNotContaining("access_denied")
                .hasMessageNotContaining("call me");
    }

    @Test
    void saysWhereTheServerSaysMoreUnlessThatIsNoPlaceToGo() {
        String answer = "error=access_denied&state=" + STATE + "&error_uri=";
        Callback explained = check(false).apply(answer + "https%3A%2F%2Fas.example%2Freasons%3Fid%3Dlogin.denied");
        Callback hostile = check(false).apply(answer + "javascript%3Aalert(1)");

        assertThat(((Callback.Declined) explained).failure())
                .hasMessageContaining("access_denied (see https://as.example/reasons?id=login.denied)");
        assertThat(((Callback.Declined) hostile).failure()).hasMessageNotContaining("alert");
    }

    @Test
    void escapesWhatTheServerSays() {
        Callback callback =
                check(false).apply("error=bad&error_description=%E2%80%AEgnol" + "x".repeat(2000) + "&state=" + STATE);
        assertThat(((Callback.Declined) callback).failure().getMessage())
                .doesNotContain("\u202E")
                .hasSizeLessThan(500);
    }

    @ParameterizedTest
    @CsvSource({
        "code=c",
        "code=c&state=",
        "code=c&state=another",
        "error=access_denied",
        "error=access_denied&state=another",
        "code=c&code=d&state=" + STATE,
        "state=another&state=" + STATE,
        "%zz",
        "''"
    })
    void forgeriesChangeNothing(String forged) {
        CallbackCheck check = check(true);
        assertThat(check.apply(forged)).isInstanceOf(Callback.NotOurs.class);
        assertThat(check.apply("code=c&iss=https://as.example.com&state=" + STATE))
                .isInstanceOf(Callback.Approved.class);
    }

    @Test
    void anAnswerCountsOnce() {
        CallbackCheck check = check(false);
        assertThat(check.apply("code=c&state=" + STATE)).isInstanceOf(Callback.Approved.class);
        assertThat(check.apply("code=c&state=" + STATE)).isInstanceOf(Callback.AlreadyUsed.class);
    }

    @Test
    void aDenialIsNamedAsOne() {
        Callback callback = check(false).apply("error=access_denied&state=" + STATE);
        assertThat(((Callback.Declined) callback).failure().reason()).isEqualTo(ClientReasons.LOGIN_DENIED);
    }
}
