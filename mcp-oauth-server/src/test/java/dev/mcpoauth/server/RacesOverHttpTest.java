package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.VERIFIER;
import static dev.mcpoauth.server.TestServer.encode;
import static dev.mcpoauth.server.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.resource.Verification;
import dev.mcpoauth.server.servlet.AuthorizationServerServlet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A hundred requests over HTTP race for one credential")
class RacesOverHttpTest {
    private static final int REQUESTS = 100;
    private static final ResourceIndicator RESOURCE = new ResourceIndicator(TestServer.RESOURCE);

    private final Server jetty = new Server();
    private final HttpClient http = HttpClient.newHttpClient();
    private TestServer as = new TestServer();
    private URI token = URI.create("http://127.0.0.1/token");

    /** An empty store, as an application would open it. */
    OAuthStore store() throws Exception {
        return new InMemoryOAuthStore();
    }

    @BeforeEach
    void start() throws Exception {
        as = new TestServer(settings -> settings.replaysPerCredential(REQUESTS), store(), TestServer::alice);
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        connector.setAcceptQueueSize(2 * REQUESTS);
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServletContainerInitializer((classes, web) -> AuthorizationServerServlet.mount(web, as.server));
        jetty.setHandler(context);
        jetty.start();
        token = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/token");
    }

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
        as.store.close();
    }

    private List<HttpResponse<String>> race(String form) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(token)
                .header("Content-Type", TestServer.FORM)
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(REQUESTS);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<HttpResponse<String>>> running = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                running.add(threads.submit(() -> {
                    start.await();
                    return http.send(request, HttpResponse.BodyHandlers.ofString());
                }));
            }
            start.countDown();
            List<HttpResponse<String>> responses = new ArrayList<>();
            for (Future<HttpResponse<String>> one : running) {
                responses.add(one.get());
            }
            return responses;
        } finally {
            threads.shutdownNow();
        }
    }

    /** The one answer that all of them got, byte for byte. */
    private JsonObject answerOf(List<HttpResponse<String>> responses) {
        assertThat(responses).extracting(HttpResponse::statusCode).containsOnly(200);
        assertThat(responses.stream().map(HttpResponse::body).distinct()).hasSize(1);
        return JsonObject.parse(responses.get(0).body());
    }

    private static String exchange(String code) {
        return encode(
                "grant_type",
                "authorization_code",
                "client_id",
                "app",
                "redirect_uri",
                REDIRECT,
                "code_verifier",
                VERIFIER.reveal(),
                "code",
                code);
    }

    private static String refresh(String token) {
        return encode("grant_type", "refresh_token", "client_id", "app", "refresh_token", token);
    }

    private List<GrantRecord> families() {
        return as.store
                .grants()
                .list(new GrantSelector.OfSubject("alice-id"), Cursor.START, 10)
                .items();
    }

    private long counted(String reason) {
        return as.reasons().stream().filter(reason::equals).count();
    }

    private boolean isGood(String accessToken) {
        return as.server.tokenVerifier().verify(accessToken, RESOURCE) instanceof Verification.Active;
    }

    private void theFamilyIsOver(JsonObject tokens) {
        assertThat(families())
                .allSatisfy(family -> assertThat(family.isLive(as.now())).isFalse());
        assertThat(isGood(tokens.string("access_token").orElseThrow())).isFalse();
        assertThat(as.refresh(tokens.string("refresh_token").orElseThrow()).status())
                .isEqualTo(400);
    }

    @Test
    void forACode() throws Exception {
        String code = as.code();

        JsonObject tokens = answerOf(race(exchange(code)));

        assertThat(families())
                .singleElement()
                .satisfies(family -> assertThat(family.isLive(as.now())).isTrue());
        assertThat(counted("token.issued")).isEqualTo(1);
        assertThat(counted("code.submitted-twice")).isEqualTo(REQUESTS - 1);
        assertThat(isGood(tokens.string("access_token").orElseThrow())).isTrue();

        as.advance(Duration.ofSeconds(11));
        assertThat(race(exchange(code))).extracting(HttpResponse::statusCode).containsOnly(400);
        assertThat(counted("code.replayed")).isPositive();
        theFamilyIsOver(tokens);
    }

    @Test
    void forARefreshToken() throws Exception {
        String presented = as.tokens().string("refresh_token").orElseThrow();

        JsonObject tokens = answerOf(race(refresh(presented)));

        assertThat(families())
                .singleElement()
                .satisfies(family -> assertThat(family.isLive(as.now())).isTrue());
        assertThat(counted("refresh.repeated")).isEqualTo(REQUESTS - 1);
        assertThat(isGood(tokens.string("access_token").orElseThrow())).isTrue();

        as.advance(Duration.ofSeconds(31));
        assertThat(race(refresh(presented)))
                .extracting(HttpResponse::statusCode)
                .containsOnly(400);
        assertThat(counted("refresh.reused")).isPositive();
        theFamilyIsOver(tokens);
    }

    @Test
    void theSuccessorEndsTheWindow() throws Exception {
        String presented = as.tokens().string("refresh_token").orElseThrow();
        JsonObject tokens = answerOf(race(refresh(presented)));
        JsonObject newest = json(as.refresh(tokens.string("refresh_token").orElseThrow()));

        assertThat(race(refresh(presented)))
                .extracting(HttpResponse::statusCode)
                .containsOnly(400);

        theFamilyIsOver(newest);
    }
}
