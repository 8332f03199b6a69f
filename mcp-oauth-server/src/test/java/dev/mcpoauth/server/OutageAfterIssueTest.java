package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.settings.Tolerance;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An outage after tokens were issued takes nobody's tokens away")
class OutageAfterIssueTest {
    private static long outages(TestServer as) {
        return as.reasons().stream().filter("store.unavailable"::equals).count();
    }

    private static TestServer failingAt(String verb) {
        return new TestServer(
                settings -> settings.tolerate(Tolerance.UNSTATED_AUTH_METHOD),
                new FailingVerb(new InMemoryOAuthStore(), verb).store(),
                TestServer::alice);
    }

    @Test
    void noteOfUseIsBestEffortAndItsOutageIsReportedOnce() {
        TestServer as = failingAt("touch");
        String id = json(as.register("{\"redirect_uris\":[\"" + TestServer.REDIRECT
                        + "\"],\"token_endpoint_auth_method\":\"none\"}"))
                .string("client_id")
                .orElseThrow();

        String code = as.code("client_id", id);
        assertThat(outages(as)).isEqualTo(1);

        WebResponse redeemed = as.redeem(code, "client_id", id);
        assertThat(redeemed.status()).isEqualTo(200);
        assertThat(outages(as)).isEqualTo(2);

        String token = json(redeemed).string("refresh_token").orElseThrow();
        WebResponse refreshed =
                as.form("/token", "grant_type", "refresh_token", "client_id", id, "refresh_token", token);
        assertThat(refreshed.status()).isEqualTo(200);
        assertThat(outages(as)).isEqualTo(3);
        assertThat(as.lastReason()).isEqualTo("token.issued");
    }

    @Test
    void aClientThatCanNotBeMadePublicNowGetsItsTokensAllTheSame() {
        TestServer as = failingAt("update");
        String id = json(as.register("{\"redirect_uris\":[\"" + TestServer.REDIRECT + "\"]}"))
                .string("client_id")
                .orElseThrow();

        WebResponse redeemed = as.redeem(as.code("client_id", id), "client_id", id);

        assertThat(redeemed.status()).isEqualTo(200);
        assertThat(outages(as)).isEqualTo(1);
        assertThat(as.reasons()).contains("token.issued").doesNotContain("client.auth-method-pinned");
    }
}
