package dev.mcpoauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.client.authentication.SecretBasic;
import dev.mcpoauth.client.binding.TransportAuthorizer;
import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.grant.ClientCredentials;
import dev.mcpoauth.client.login.Browser;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.login.PasteUserAgent;
import dev.mcpoauth.client.login.UserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.store.MemoryCredentialStore;
import dev.mcpoauth.client.testing.ClickingBrowser;
import dev.mcpoauth.client.testing.MutableClock;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import dev.mcpoauth.client.testing.ScriptedServer.Received;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.transport.client.HttpAuthorizer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registrations that no longer fit, servers that move, users without a browser; through the transport's seam. */
class RecoveryTest {
    private final ScriptedServer server = new ScriptedServer();
    private final ClickingBrowser browser = new ClickingBrowser();
    private final MutableClock clock = new MutableClock();
    private final CredentialStore store = new MemoryCredentialStore();

    @AfterEach
    void stop() {
        server.close();
    }

    private OAuthClient client(UserAgent userAgent, RegistrationSettings registration) {
        return OAuthClient.forUsers(userAgent, registration)
                .store(store)
                .clock(clock)
                .loginPatience(Duration.ofSeconds(3))
                .build();
    }

    private static RegistrationSettings dynamic() {
        return RegistrationSettings.builder("test client").build();
    }

    private LoopbackUserAgent loopback(Browser with) {
        return LoopbackUserAgent.of(with, LoginPrompt.NONE);
    }

    private void request(OAuthClient client) throws IOException, InterruptedException {
        request(new TransportAuthorizer(client.session(server.mcp())));
    }

    /** What a transport does: at most three times. */
    private void request(TransportAuthorizer authorizer) throws IOException, InterruptedException {
        HttpAuthorizer.Target target = new HttpAuthorizer.Target("POST", server.mcp(), "tools/list");
        for (int i = 0; i < 3; i++) {
            Map<String, String> sent = authorizer.headers(target);
            HttpRequest.Builder http = HttpRequest.newBuilder(server.mcp());
            sent.forEach(http::header);
            var response = HttpClient.newHttpClient().send(http.build(), BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                return;
            }
            var rejection = new HttpAuthorizer.Rejection(
                    response.statusCode(), response.headers().map(), sent);
            assertThat(authorizer.rejected(target, rejection)).isEqualTo(HttpAuthorizer.Verdict.RETRY);
        }
        throw new AssertionError("still refused");
    }

    private List<String> redirectUris() {
        return server.received("/authorize").stream()
                .map(r -> r.query().value("redirect_uri").orElseThrow())
                .toList();
    }

    private void signInAgain(OAuthClient client) throws IOException, InterruptedException {
        server.revokeEverything();
        clock.advance(Duration.ofMinutes(10));
        request(client);
    }

    @Test
    void usesTheRegisteredPortAgain() throws Exception {
        request(client(loopback(browser), dynamic()));
        signInAgain(client(loopback(browser), dynamic()));
        assertThat(redirectUris().get(1)).isEqualTo(redirectUris().get(0));
        assertThat(server.received("/register")).hasSize(1);
    }

    @Test
    void registersAgainWhenTheRegisteredPortIsTaken() throws Exception {
        request(client(loopback(browser), dynamic()));
        int port = URI.create(redirectUris().get(0)).getPort();
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            signInAgain(client(loopback(browser), dynamic()));
            assertThat(redirectUris().get(1)).doesNotContain(":" + taken.getLocalPort() + "/");
        }
        assertThat(server.received("/register")).hasSize(2);
    }

    @Test
    void registersAgainWhenTheSecretHasExpired() throws Exception {
        server.metadata(json -> json.put("token_endpoint_auth_methods_supported", List.of("client_secret_post")));
        server.on(
                "/register",
                r -> Answer.json(
                        201,
                        JsonObject.parse(r.body()).toBuilder()
                                .put(
                                        "client_id",
                                        "c" + server.received("/register").size())
                                .put("client_secret", "s")
                                .put("client_secret_expires_at", clock.instant().getEpochSecond() + 60)
                                .build()));
        request(client(loopback(browser), dynamic()));
        signInAgain(client(loopback(browser), dynamic()));
        assertThat(server.received("/register")).hasSize(2);
        assertThat(server.tokenRequests("authorization_code"))
                .extracting(r -> r.form().value("client_id").orElse("")
                        + r.form().value("client_secret").orElse(""))
                .containsExactly("c1s", "c2s");
    }

    @Test
    void registersAgainWhenTheServerHasForgottenTheClient() throws Exception {
        request(client(loopback(browser), dynamic()));
        server.revokeEverything();
        clock.advance(Duration.ofMinutes(10));
        // A server that does not know the client shows an error page and never redirects.
        OAuthClient unanswered = client(loopback(url -> true), dynamic());
        assertThatThrownBy(() -> request(unanswered)).isInstanceOf(AuthException.LoginFailed.class);
        request(client(loopback(browser), dynamic()));
        assertThat(server.received("/register")).hasSize(2);
    }

    @Test
    void triesTheOtherApplicationType() throws Exception {
        server.on("/register", r -> {
            JsonObject asked = JsonObject.parse(r.body());
            return asked.string("application_type").equals(Optional.of("native"))
                    ? ScriptedServer.error("invalid_redirect_uri")
                    : Answer.json(201, asked.toBuilder().put("client_id", "web").build());
        });
        request(client(loopback(browser), dynamic()));
        assertThat(server.received("/register")).hasSize(2);
    }

    @Test
    void followsAServerThatMovesToAnotherIssuerWithoutTakingTheClientAlong() throws Exception {
        try (ScriptedServer other = new ScriptedServer()) {
            OAuthClient client = client(loopback(browser), dynamic());
            request(client);
            server.expireAccessTokens();
            server.resourceMetadata(json -> json.put("authorization_servers", List.of(other.origin())));
            server.on("/mcp", r -> other.isGood(r) ? Answer.empty(200) : server.unauthorized());
            request(client);
            assertThat(other.received("/register")).hasSize(1);
            assertThat(other.received("/authorize")).hasSize(1);
            assertThat(server.tokenRequests("refresh_token")).isEmpty();
        }
    }

    @Test
    void readsWhatAUserPastes() throws Exception {
        Deque<String> lines = new ArrayDeque<>(List.of("hello?", "http://127.0.0.1:9/callback?code=x&state=y", ""));
        CompletableFuture<URI> shown = new CompletableFuture<>();
        PasteUserAgent paste = new PasteUserAgent(
                (url, opened) -> shown.complete(url),
                () -> Optional.of(lines.isEmpty() ? landing(shown.join()) : lines.pop()),
                new RedirectUri("http://127.0.0.1:9/callback"));
        request(client(paste, dynamic()));
        assertThat(redirectUris()).containsExactly("http://127.0.0.1:9/callback");
    }

    private static String landing(URI authorizationUrl) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(authorizationUrl).build(), BodyHandlers.discarding())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void givesUpOnAUserWhoHasNothingMoreToPaste() {
        PasteUserAgent paste = new PasteUserAgent(
                (url, opened) -> true, Optional::empty, new RedirectUri("http://127.0.0.1:9/callback"));
        assertThatThrownBy(() -> request(client(paste, dynamic()))).isInstanceOf(AuthException.LoginFailed.class);
    }

    @Test
    void refreshesAsAPreRegisteredClientAfterARestart() throws Exception {
        request(client(loopback(browser), preRegistered()));
        server.expireAccessTokens();
        request(client(loopback(browser), preRegistered()));
        Received refresh = server.tokenRequests("refresh_token").get(0);
        assertThat(refresh.headers().get("authorization"))
                .isEqualTo("Basic "
                        + Base64.getEncoder().encodeToString("m%3Ae:s+s%2B".getBytes(StandardCharsets.US_ASCII)));
        assertThat(server.received("/register")).isEmpty();
    }

    @Test
    void showsAConfiguredSecretToNoOtherIssuerAfterARestart() throws Exception {
        request(client(loopback(browser), preRegistered()));
        try (ScriptedServer other = new ScriptedServer()) {
            server.revokeEverything();
            clock.advance(Duration.ofMinutes(10));
            server.resourceMetadata(json -> json.put("authorization_servers", List.of(other.origin())));
            server.on("/mcp", r -> other.isGood(r) ? Answer.empty(200) : server.unauthorized());
            request(client(loopback(browser), preRegistered()));
            assertThat(other.received("/register")).hasSize(1);
            assertThat(other.received("/authorize"))
                    .noneMatch(r -> r.query().value("client_id").equals(Optional.of("m:e")));
            assertThat(other.tokenRequests("authorization_code"))
                    .noneMatch(r ->
                            String.valueOf(r.headers().get("authorization")).startsWith("Basic bSUz"));
        }
    }

    private static RegistrationSettings preRegistered() {
        return RegistrationSettings.builder("test client")
                .preRegistered(ClientCredentials.ofFirstIssuer("m:e", new SecretBasic(ClientSecret.parse("s s+"))))
                .build();
    }

    @Test
    void shutsTheLoopbackPortAfterTheSignIn() throws Exception {
        request(client(loopback(browser), dynamic()));
        URI callback = URI.create(redirectUris().get(0));
        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(callback).build(), BodyHandlers.discarding()))
                .isInstanceOf(IOException.class);
    }

    /** Of the addresses of a machine only Linux has all of 127/8 without being told. */
    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("RFC 8252 §8.3: the redirect is received on the loopback address that was registered, on no other")
    void listensOnOneAddress() throws Exception {
        List<Boolean> elsewhere = new ArrayList<>();
        request(client(
                loopback(url -> {
                    String redirect = Parameters.parse(url.getRawQuery())
                            .value("redirect_uri")
                            .orElseThrow();
                    elsewhere.add(isOpen("127.0.0.2", URI.create(redirect).getPort()));
                    return browser.open(url);
                }),
                dynamic()));
        assertThat(elsewhere).containsExactly(false);
    }

    private static boolean isOpen(String address, int port) {
        try (Socket socket = new Socket(InetAddress.getByName(address), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    @Test
    void storesWhatARefreshGivesAlsoIfItsCallerIsInterrupted() throws Exception {
        OAuthClient client = client(loopback(browser), dynamic());
        request(client);
        server.expireAccessTokens();
        CountDownLatch rotated = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        server.tokens(json -> {
            rotated.countDown();
            await(mayAnswer);
            return json;
        });
        FutureTask<Void> cancelled = new FutureTask<>(() -> {
            request(client);
            return null;
        });
        Thread caller = new Thread(cancelled, "caller");
        caller.start();
        await(rotated);
        caller.interrupt();
        assertThatThrownBy(cancelled::get).hasCauseInstanceOf(InterruptedException.class);
        mayAnswer.countDown();
        request(client);
        assertThat(server.tokenRequests("refresh_token")).hasSize(1);
        assertThat(server.received("/authorize")).hasSize(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100})
    void signsInAgainWhenTheTokenEndpointHasMoved(int minutesLater) throws Exception {
        OAuthClient client = client(loopback(browser), dynamic());
        request(client);
        server.expireAccessTokens();
        clock.advance(Duration.ofMinutes(minutesLater)); // The token is said to be good for an hour.
        server.move("/token", "/moved").metadata(json -> json.put("token_endpoint", server.origin() + "/moved"));
        request(client);
        assertThat(server.received("/authorize")).hasSize(2);
        assertThat(server.received("/moved")).hasSize(1);
    }

    @Test
    void signsInAgainWhenARefusedRefreshComesAsASuccess() throws Exception {
        OAuthClient client = client(loopback(browser), dynamic());
        request(client);
        server.expireAccessTokens();
        Deque<String> errors = new ArrayDeque<>(List.of("bad_refresh_token"));
        server.tokens(json -> errors.isEmpty() ? json : JsonObject.builder().put("error", errors.pop()));
        request(client);
        assertThat(server.received("/authorize")).hasSize(2);
    }

    @Test
    void asksTenAuthorizationServersAtMost() {
        List<String> issuers = IntStream.range(0, 50)
                .mapToObj(i -> server.origin() + "/issuer-" + i)
                .toList();
        server.resourceMetadata(json -> json.put("authorization_servers", issuers));
        assertThatThrownBy(() -> request(client(loopback(browser), dynamic())))
                .isInstanceOf(AuthException.DiscoveryFailed.class);
        assertThat(issuers.stream()
                        .map(issuer -> URI.create(issuer).getPath())
                        .filter(path -> !server.received("/.well-known/oauth-authorization-server" + path)
                                .isEmpty()))
                .hasSize(10);
    }

    @Test
    void signsOutAlsoWhileAnotherProcessRefreshes() throws Exception {
        request(client(loopback(browser), dynamic()));
        CredentialStore raced = new RefreshingElsewhere(store);
        ResourceSession session = OAuthClient.forUsers(loopback(browser), dynamic())
                .store(raced)
                .clock(clock)
                .build()
                .session(server.mcp());
        session.signOut();
        assertThat(session.granted()).isEmpty();
        assertThat(server.received("/revoke"))
                .anySatisfy(r -> assertThat(r.form().value("token")).contains("refreshed-elsewhere"));
    }

    /** A store in which another process writes newer tokens just before the first attempt to remove them. */
    private static final class RefreshingElsewhere implements CredentialStore {
        private final CredentialStore store;
        private boolean refreshed;

        private RefreshingElsewhere(CredentialStore store) {
            this.store = store;
        }

        @Override
        public JsonObject load(String key) throws IOException {
            return store.load(key);
        }

        @Override
        public boolean compareAndSet(String key, JsonObject expected, JsonObject next) throws IOException {
            if (!refreshed && next.equals(JsonObject.EMPTY)) {
                refreshed = true;
                JsonObject newer = expected.toBuilder()
                        .put("access_token", "refreshed-elsewhere")
                        .build();
                assertThat(store.compareAndSet(key, expected, newer)).isTrue();
            }
            return store.compareAndSet(key, expected, next);
        }

        @Override
        public <T> T withLock(String key, Duration patience, Guarded<T> action)
                throws IOException, InterruptedException {
            return store.withLock(key, patience, action);
        }
    }

    @Test
    void takesASecretThatExpiresBeyondAllTimeForOneThatDoesNotExpire() throws Exception {
        server.metadata(json -> json.put("token_endpoint_auth_methods_supported", List.of("client_secret_post")));
        server.on(
                "/register",
                r -> Answer.json(
                        201,
                        JsonObject.parse(r.body()).toBuilder()
                                .put("client_id", "c")
                                .put("client_secret", "s")
                                .put("client_secret_expires_at", Long.MAX_VALUE)
                                .build()));
        request(client(loopback(browser), dynamic()));
        signInAgain(client(loopback(browser), dynamic()));
        assertThat(server.received("/register")).hasSize(1);
    }
}
