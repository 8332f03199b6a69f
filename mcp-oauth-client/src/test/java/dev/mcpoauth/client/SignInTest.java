package dev.mcpoauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.client.binding.OAuthHttpClient;
import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.http.JdkHttpExchange;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.store.MemoryCredentialStore;
import dev.mcpoauth.client.testing.ClickingBrowser;
import dev.mcpoauth.client.testing.MutableClock;
import dev.mcpoauth.client.testing.ScriptedServer;
import dev.mcpoauth.client.testing.ScriptedServer.Answer;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole flows through the HttpClient decorator against a scripted server on 127.0.0.1. */
class SignInTest {
    private static final HttpClient PLAIN = HttpClient.newHttpClient();

    private final ScriptedServer server = new ScriptedServer();
    private final ClickingBrowser browser = new ClickingBrowser();
    private final MutableClock clock = new MutableClock();
    private final CredentialStore store = new MemoryCredentialStore();

    @AfterEach
    void stop() {
        server.close();
    }

    private OAuthClient.Builder builder() {
        return OAuthClient.forUsers(
                        LoopbackUserAgent.of(browser, LoginPrompt.NONE),
                        RegistrationSettings.builder("test client").build())
                .store(store)
                .clock(clock)
                .loginPatience(Duration.ofSeconds(5));
    }

    private HttpClient client() {
        return new OAuthHttpClient(PLAIN, builder().build().session(server.mcp()));
    }

    private HttpResponse<String> post(HttpClient client, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.mcp())
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    @Nested
    class FirstSignIn {
        @Test
        void endsInAnAuthorizedRequestWithTheSameBody() throws Exception {
            HttpResponse<String> response = post(client(), "question");

            assertThat(response.body()).isEqualTo("hello");
            assertThat(server.received("/mcp"))
                    .hasSize(2)
                    .allMatch(r -> r.body().equals("question"));
            assertThat(browser.opened()).hasSize(1);
            assertThat(browser.lastPage().body()).contains("Signed in");
        }

        @Test
        void sendsTheResourceVerbatimToBothEndpoints() throws Exception {
            post(client(), "");

            Optional<String> resource = Optional.of(server.mcp().toString());
            assertThat(server.received("/authorize").get(0).query().value("resource"))
                    .isEqualTo(resource);
            assertThat(server.received("/token").get(0).form().value("resource"))
                    .isEqualTo(resource);
        }

        @Test
        @DisplayName(
                "the page that has the code in its address tells no other site, and nothing frames it (RFC 9700 §4.2)")
        void endsOnAPageThatPassesTheCodeOnToNobody() throws Exception {
            post(client(), "");

            HttpHeaders page = browser.lastPage().headers();
            assertThat(page.firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(page.firstValue("Cache-Control")).contains("no-store");
            assertThat(page.firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'");
            assertThat(browser.lastPage().body()).doesNotContain("code-", "http", "<script");
        }

        @Test
        @DisplayName("state and challenge are of one sign-in only, and the verifier is not shown (RFC 9700 §2.1.1)")
        void sharesNoSecretWithAnotherSignIn() throws Exception {
            post(client(), "");
            server.revokeEverything();
            clock.advance(Duration.ofMinutes(10));
            post(client(), "");

            List<Parameters> asked = server.received("/authorize").stream()
                    .map(ScriptedServer.Received::query)
                    .toList();
            assertThat(asked).hasSize(2);
            for (String secret : List.of("state", "code_challenge")) {
                assertThat(asked.get(0).value(secret).orElseThrow())
                        .hasSize(43)
                        .isNotEqualTo(asked.get(1).value(secret).orElseThrow());
            }
            assertThat(asked).allSatisfy(query -> {
                assertThat(query.value("code_challenge_method")).contains("S256");
                assertThat(query.value("response_type")).contains("code");
                assertThat(query.has("code_verifier")).isFalse();
            });
        }

        @Test
        void asksForTheChallengedScope() throws Exception {
            server.challenge(", scope=\"db:read\"")
                    .resourceMetadata(json -> json.put("scopes_supported", List.of("other")));
            post(client(), "");
            assertThat(server.received("/authorize").get(0).query().value("scope"))
                    .contains("db:read");
        }

        @Test
        void asksForNoScopeWhereNobodyNamesOne() throws Exception {
            post(client(), "");
            assertThat(server.received("/authorize").get(0).query().has("scope"))
                    .isFalse();
        }

        @Test
        void registersANativeClientWithItsLoopbackRedirectUris() throws Exception {
            post(client(), "");
            JsonObject metadata =
                    JsonObject.parse(server.received("/register").get(0).body());
            assertThat(metadata.string("application_type")).contains("native");
            assertThat(metadata.strings("redirect_uris").orElseThrow())
                    .contains(server.received("/authorize")
                            .get(0)
                            .query()
                            .value("redirect_uri")
                            .orElseThrow());
            assertThat(metadata.strings("grant_types").orElseThrow()).contains("refresh_token");
        }

        @ParameterizedTest
        @DisplayName("Client ID Metadata Document: its URL is the client where the server says so, and nowhere else")
        @CsvSource({"true, https://app.example/client.json, 0", "false, client-1, 1"})
        void isThatOfAClientWithADocumentWhereTheServerTakesOne(boolean taken, String clientId, int registrations)
                throws Exception {
            server.metadata(json -> json.put("client_id_metadata_document_supported", taken));
            RegistrationSettings document = RegistrationSettings.builder("test client")
                    .metadataDocument(URI.create("https://app.example/client.json"))
                    .build();
            OAuthClient client = OAuthClient.forUsers(LoopbackUserAgent.of(browser, LoginPrompt.NONE), document)
                    .clock(clock)
                    .build();

            assertThat(post(new OAuthHttpClient(PLAIN, client.session(server.mcp())), "")
                            .body())
                    .isEqualTo("hello");
            assertThat(server.received("/register")).hasSize(registrations);
            assertThat(server.received("/authorize").get(0).query().value("client_id"))
                    .contains(clientId);
            assertThat(server.received("/token").get(0).form().value("client_id"))
                    .contains(clientId);
        }

        @Test
        void givesTheCallerTheRefusalOfAnotherMatter() throws Exception {
            server.on("/mcp", r -> new Answer(403, Map.of(), "not today"));
            HttpResponse<String> response = post(client(), "");
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).isEqualTo("not today");
        }

        @Test
        void happensOnceForManyRequestsAtOnce() {
            HttpClient client = client();
            HttpRequest request = HttpRequest.newBuilder(server.mcp()).build();
            List<CompletableFuture<HttpResponse<String>>> all = IntStream.range(0, 8)
                    .mapToObj(i -> client.sendAsync(request, BodyHandlers.ofString()))
                    .toList();
            assertThat(all).allMatch(f -> f.join().body().equals("hello"));
            assertThat(browser.opened()).hasSize(1);
            assertThat(server.received("/register")).hasSize(1);
        }
    }

    @Nested
    class StayingSignedIn {
        @Test
        void survivesTheProcess() throws Exception {
            post(client(), "");
            int before = server.received("/mcp").size();
            post(client(), "again");
            assertThat(browser.opened()).hasSize(1);
            assertThat(server.received("/mcp")).hasSize(before + 1);
        }

        @Test
        void refreshesAheadOfTheEnd() throws Exception {
            HttpClient client = client();
            post(client, "");
            clock.advance(Duration.ofMinutes(59).plusSeconds(10));
            post(client, "");
            assertThat(server.tokenRequests("refresh_token"))
                    .hasSize(1)
                    .allMatch(r -> r.form()
                            .value("resource")
                            .equals(Optional.of(server.mcp().toString())));
            assertThat(server.received("/mcp")).hasSize(3);
        }

        @Test
        void refreshesOnceWhenAllRequestsAreRefusedTogether() throws Exception {
            HttpClient client = client();
            post(client, "");
            server.expireAccessTokens();
            HttpRequest request = HttpRequest.newBuilder(server.mcp()).build();
            List<CompletableFuture<HttpResponse<String>>> all = IntStream.range(0, 8)
                    .mapToObj(i -> client.sendAsync(request, BodyHandlers.ofString()))
                    .toList();
            assertThat(all).allMatch(f -> f.join().body().equals("hello"));
            assertThat(server.tokenRequests("refresh_token")).hasSize(1);
            assertThat(browser.opened()).hasSize(1);
        }

        @Test
        void signsInAgainWhenTheRefreshTokenIsGone() throws Exception {
            HttpClient client = client();
            post(client, "");
            server.revokeEverything();
            clock.advance(Duration.ofMinutes(5));
            assertThat(post(client, "").body()).isEqualTo("hello");
            assertThat(browser.opened()).hasSize(2);
            assertThat(server.received("/register")).hasSize(1);
        }

        @Test
        void keepsTheTokensThroughAnOutage() throws Exception {
            HttpClient client = client();
            post(client, "");
            clock.advance(Duration.ofHours(2));
            server.on("/token", r -> Answer.empty(503));
            assertThatThrownBy(() -> post(client, ""))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(AuthException.class);
            assertThat(builder().build().session(server.mcp()).granted()).isPresent();
        }

        @Test
        void usesATokenThatIsNotYetOverWhileTheServerIsDown() throws Exception {
            HttpClient client = client();
            post(client, "");
            clock.advance(Duration.ofMinutes(59).plusSeconds(10));
            server.on("/token", r -> Answer.empty(503));
            assertThat(post(client, "").body()).isEqualTo("hello");
        }

        @Test
        void endsWithSignOut() throws Exception {
            post(client(), "");
            ResourceSession session = builder().build().session(server.mcp());
            assertThat(session.signOut()).isTrue();
            assertThat(session.granted()).isEmpty();
            assertThat(session.headers("POST", server.mcp())).isEmpty();
            assertThat(server.received("/revoke"))
                    .extracting(r -> r.form().value("token_type_hint").orElse(""))
                    .containsExactly("refresh_token", "access_token");
        }
    }

    @Nested
    class SigningOut {
        private boolean signOutWith(String hint, Answer answer) throws Exception {
            post(client(), "");
            server.on(
                    "/revoke",
                    r -> r.form().value("token_type_hint").equals(Optional.of(hint)) ? answer : Answer.empty(200));
            ResourceSession session = builder().build().session(server.mcp());
            boolean confirmed = session.signOut();
            assertThat(session.granted()).isEmpty();
            return confirmed;
        }

        /** Self-contained access tokens, as npm oidc-provider issues them (RFC 7009 §2.2.1). */
        @Test
        void isConfirmedThoughTheAccessTokenCannotBeTakenBack() throws Exception {
            assertThat(signOutWith("access_token", ScriptedServer.error("unsupported_token_type")))
                    .isTrue();
        }

        @Test
        void isNotConfirmedWhereTheRefreshTokenCannotBeTakenBack() throws Exception {
            assertThat(signOutWith("refresh_token", ScriptedServer.error("unsupported_token_type")))
                    .isFalse();
        }

        @Test
        void isNotConfirmedWhereTheServerRefuses() throws Exception {
            assertThat(signOutWith("access_token", ScriptedServer.error("invalid_client")))
                    .isFalse();
        }

        @Test
        void isNotConfirmedWhereTheServerIsDown() throws Exception {
            assertThat(signOutWith("refresh_token", Answer.empty(503))).isFalse();
        }

        @Test
        void isNotConfirmedByAnAnswerThatIsNoJson() throws Exception {
            assertThat(signOutWith("access_token", new Answer(400, Map.of(), "<html>")))
                    .isFalse();
        }
    }

    @Nested
    class EndlessRefusals {
        @Test
        void of401EndInATypedFailure() {
            server.on("/mcp", r -> server.unauthorized());
            assertThatThrownBy(() -> post(client(), ""))
                    .isInstanceOf(AuthException.TokenRejected.class)
                    .satisfies(e -> assertThat(((AuthException) e).steps()).isNotEmpty());
            assertThat(browser.opened()).hasSize(1);
            assertThat(server.tokenRequests("refresh_token")).hasSize(1);
        }

        @Test
        void of403EndInATypedFailureAfterOneStepUp() {
            server.challenge(", scope=\"a\"");
            server.on("/mcp", r -> server.isGood(r) ? insufficient("b") : server.unauthorized());
            HttpClient client = client();
            assertThatThrownBy(() -> post(client, ""))
                    .isInstanceOf(AuthException.InsufficientScope.class)
                    .satisfies(
                            e -> assertThat(((AuthException) e).reason()).isEqualTo(ClientReasons.SCOPE_STEP_UP_LIMIT));
            assertThatThrownBy(() -> post(client, "")).isInstanceOf(AuthException.InsufficientScope.class);
            assertThat(server.received("/authorize"))
                    .extracting(r -> r.query().value("scope").orElse(""))
                    .containsExactly("a", "a b");
        }
    }

    private static Answer insufficient(String scope) {
        return new Answer(
                403, Map.of("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\""), "");
    }

    @Test
    void stepsUpToTheUnionAndRepeatsTheRequest() throws Exception {
        server.challenge(", scope=\"db:read\"");
        server.on("/mcp", r -> {
            if (!server.isGood(r)) {
                return server.unauthorized();
            }
            boolean stepped = server.received("/authorize").size() > 1;
            return stepped ? new Answer(200, Map.of(), "written") : insufficient("db:write");
        });
        ResourceSession session = builder().build().session(server.mcp());
        assertThat(post(new OAuthHttpClient(PLAIN, session), "").body()).isEqualTo("written");
        assertThat(session.granted()).contains(Scope.of("db:read", "db:write"));
    }

    @ParameterizedTest
    @DisplayName("RFC 6749 §7.1: a token of a type that was not asked for is not used")
    @ValueSource(strings = {"DPoP", "mac", "N_A", "Bearer "})
    void usesNoTokenOfAnotherType(String type) {
        server.tokens(json -> json.put("token_type", type));
        assertThatThrownBy(() -> post(client(), ""))
                .isInstanceOfSatisfying(
                        AuthException.TokenRequestFailed.class,
                        failure -> assertThat(failure.reason()).isEqualTo(ClientReasons.TOKEN_RESPONSE_INVALID));
        assertThat(server.received("/mcp"))
                .hasSize(1)
                .noneMatch(r -> r.headers().containsKey("authorization"));
    }

    @Test
    void leavesRequestsToOtherOriginsAlone() throws Exception {
        HttpClient client = client();
        post(client, "");
        try (ScriptedServer other = new ScriptedServer()) {
            other.on("/elsewhere", r -> Answer.empty(204));
            client.send(
                    HttpRequest.newBuilder(other.mcp().resolve("/elsewhere")).build(), BodyHandlers.discarding());
            assertThat(other.received("/elsewhere").get(0).headers()).doesNotContainKey("authorization");
        }
    }

    @Test
    void sendsABodyOfUnknownLengthOnce() throws Exception {
        HttpClient client = client();
        HttpRequest streamed = HttpRequest.newBuilder(server.mcp())
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[] {'x'})))
                .build();
        assertThat(client.send(streamed, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
        assertThat(server.received("/mcp")).hasSize(1);
        assertThat(post(client, "").body()).isEqualTo("hello");
        assertThat(browser.opened()).hasSize(1);
    }

    @Test
    void refusesAClientThatFollowsRedirects() {
        HttpClient follows = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        ResourceSession session = builder().build().session(server.mcp());
        assertThatThrownBy(() -> new OAuthHttpClient(follows, session)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JdkHttpExchange(follows, Duration.ofSeconds(1), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
