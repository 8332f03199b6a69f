package dev.mcpoauth.client.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.login.Browser;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.testing.ClickingBrowser;
import dev.mcpoauth.client.testing.MutableClock;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionHeadersTest {
    private final ScriptedServer server = new ScriptedServer();
    private final ClickingBrowser browser = new ClickingBrowser();
    private final MutableClock clock = new MutableClock();

    @AfterEach
    void stop() {
        server.close();
    }

    private Supplier<Map<String, String>> headers(Browser with) {
        return new SessionHeaders(OAuthClient.forUsers(
                        LoopbackUserAgent.of(with, LoginPrompt.NONE),
                        RegistrationSettings.builder("test client").build())
                .clock(clock)
                .loginPatience(Duration.ofSeconds(5))
                .build()
                .session(server.mcp()));
    }

    @Test
    void signsInWhenThereIsNoTokenAndThenUsesIt() {
        Supplier<Map<String, String>> headers = headers(browser);
        String first = headers.get().get("Authorization");
        assertThat(first).startsWith("Bearer access-");
        assertThat(headers.get()).containsEntry("Authorization", first);
        assertThat(browser.opened()).hasSize(1);
    }

    @Test
    void refreshesAheadOfTheEnd() {
        Supplier<Map<String, String>> headers = headers(browser);
        String first = headers.get().get("Authorization");
        clock.advance(Duration.ofMinutes(59).plusSeconds(10));
        assertThat(headers.get().get("Authorization")).isNotEqualTo(first);
        assertThat(server.tokenRequests("refresh_token")).hasSize(1);
    }

    @Test
    void failsWithTheReasonWhereNobodyCanSignIn() {
        assertThatThrownBy(headers(Browser.NONE)::get)
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(AuthException.LoginRequired.class);
    }

    @Test
    void failsWhereTheServerIsDown() {
        server.on("/token", r -> Answer.empty(503));
        assertThatThrownBy(headers(browser)::get).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void keepsTheInterruptionOfItsCaller() {
        Supplier<Map<String, String>> headers = headers(url -> {
            Thread.currentThread().interrupt();
            return true;
        });
        assertThatThrownBy(headers::get).hasCauseInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
