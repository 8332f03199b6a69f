package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.authorize;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import java.time.Duration;
import java.util.Collections;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What nobody signed in for takes little room")
class PendingRequestsTest {
    private static final UnaryOperator<SettingsBuilder> TWO = settings ->
            settings.pendingRequestsPerWindow(2).client(ClientSettings.publicClient("other", TestServer.REDIRECT));

    @Test
    void lookingAtAPageStoresNothing() {
        FailingVerb verbs = new FailingVerb(new InMemoryOAuthStore(), "nothing");
        TestServer as = new TestServer(settings -> settings, verbs.store(), TestServer::alice);
        Browser browser = as.browser();
        WebResponse page = browser.open(authorize());
        String url =
                "/authorize/interaction?txn=" + page.text().replaceAll("(?s).*name=\"txn\" value=\"([^\"]+)\".*", "$1");

        for (int i = 0; i < 5; i++) {
            page = browser.open(url);
        }

        assertThat(Collections.frequency(verbs.calls, "put")).isEqualTo(1);
        assertThat(verbs.calls).doesNotContain("advance");
        assertThat(browser.signIn(page).text()).contains("value=\"approve\"");
    }

    @Test
    void aFormOpenedTwiceIsGoodForOneSubmission() {
        TestServer as = new TestServer();
        Browser browser = as.browser();
        WebResponse page = browser.open(authorize());

        browser.submit(page, "username", "alice", "password", "no", "action", "login");
        WebResponse again = browser.signIn(page);

        assertThat(again.status()).isEqualTo(400);
        assertThat(as.lastReason()).isEqualTo("login.form-nonce");
        assertThat(browser.signIn(again).text()).contains("value=\"approve\"");
    }

    @Test
    void oneClientBeginsOnlySoManyAndTheOthersGoOn() {
        TestServer as = new TestServer(TWO);
        as.get(authorize());
        as.get(authorize());

        WebResponse third = as.get(authorize());

        assertThat(third.status()).isEqualTo(429);
        assertThat(third.header("Retry-After")).contains("301");
        assertThat(third.header("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(as.lastReason()).isEqualTo("authorize.rate-limited");
        assertThat(as.get(authorize("client_id", "other")).status()).isEqualTo(303);
        as.advance(Duration.ofMinutes(5));
        assertThat(as.get(authorize()).status()).isEqualTo(303);
    }

    @Test
    void whatStoresNothingIsNotCounted() {
        TestServer as = new TestServer(TWO);
        for (int i = 0; i < 5; i++) {
            assertThat(as.get(authorize("prompt", "none")).status()).isEqualTo(303);
        }

        assertThat(as.get(authorize()).header("Location").orElseThrow()).contains("txn=");
    }
}
