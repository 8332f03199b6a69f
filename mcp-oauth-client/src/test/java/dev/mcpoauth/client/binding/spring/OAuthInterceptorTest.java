package dev.mcpoauth.client.binding.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.login.Browser;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.testing.ClickingBrowser;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/** Spring's RestClient over the JDK's HttpClient against a scripted server. */
class OAuthInterceptorTest {
    private final ScriptedServer server = new ScriptedServer();
    private final ClickingBrowser browser = new ClickingBrowser();

    @AfterEach
    void stop() {
        server.close();
    }

    private RestClient client(Browser with) {
        ResourceSession session = OAuthClient.forUsers(
                        LoopbackUserAgent.of(with, LoginPrompt.NONE),
                        RegistrationSettings.builder("test client").build())
                .loginPatience(Duration.ofSeconds(5))
                .build()
                .session(server.mcp());
        return RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory(HttpClient.newHttpClient()))
                .requestInterceptor(new OAuthInterceptor(session))
                .build();
    }

    private static String post(RestClient client, URI uri) {
        return client.post().uri(uri).body("question").retrieve().body(String.class);
    }

    @Test
    void signsInAndRepeatsTheRequestWithItsBody() {
        assertThat(post(client(browser), server.mcp())).isEqualTo("hello");
        assertThat(server.received("/mcp")).hasSize(2).allMatch(r -> r.body().equals("question"));
    }

    @Test
    void refreshesWhatWasRefused() {
        RestClient client = client(browser);
        post(client, server.mcp());
        server.expireAccessTokens();
        assertThat(post(client, server.mcp())).isEqualTo("hello");
        assertThat(server.tokenRequests("refresh_token")).hasSize(1);
        assertThat(browser.opened()).hasSize(1);
    }

    @Test
    void stepsUp() {
        server.on("/mcp", r -> {
            if (!server.isGood(r)) {
                return server.unauthorized();
            }
            return server.received("/authorize").size() > 1
                    ? new Answer(200, Map.of(), "written")
                    : new Answer(
                            403,
                            Map.of("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"write\""),
                            "");
        });
        assertThat(post(client(browser), server.mcp())).isEqualTo("written");
    }

    @Test
    void endsWithTheTypedFailureWhereTheServerKeepsRefusing() {
        server.on("/mcp", r -> server.unauthorized());
        assertThatThrownBy(() -> post(client(browser), server.mcp()))
                .isInstanceOf(ResourceAccessException.class)
                .hasCauseInstanceOf(AuthException.TokenRejected.class);
    }

    @Test
    void handsOnARefusalOfAnotherMatter() {
        server.on("/mcp", r -> new Answer(403, Map.of(), "not today"));
        HttpStatusCode status =
                client(browser).get().uri(server.mcp()).exchange((request, response) -> response.getStatusCode());
        assertThat(status.value()).isEqualTo(403);
        assertThat(browser.opened()).isEmpty();
    }

    @Test
    void leavesOtherOriginsAndTheCallersOwnTokensAlone() {
        RestClient client = client(browser);
        post(client, server.mcp());
        try (ScriptedServer other = new ScriptedServer()) {
            other.on("/mcp", r -> Answer.empty(204));
            post(client, other.mcp());
            assertThat(other.received("/mcp").get(0).headers()).doesNotContainKey("authorization");
        }
        server.on("/mcp", r -> Answer.empty(401));
        client.get().uri(server.mcp()).header("Authorization", "Bearer mine").exchange((q, r) -> r.getStatusCode());
        assertThat(server.received("/mcp"))
                .last()
                .satisfies(r -> assertThat(r.headers()).containsEntry("authorization", "Bearer mine"));
        assertThat(browser.opened()).hasSize(1);
    }

    @Test
    void sendsEachHeaderOfTheCallerOnce() {
        RestClient client = client(browser);
        client.get().uri(server.mcp()).header("X-One", "1").retrieve().body(String.class);
        assertThat(server.received("/mcp"))
                .extracting(r -> r.headers().get("x-one"))
                .isEqualTo(List.of("1", "1"));
    }
}
