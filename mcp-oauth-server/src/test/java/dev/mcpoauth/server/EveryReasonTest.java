package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.FORM;
import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.VERIFIER;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.diagnostics.ReasonCatalog;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.StoreCapabilities;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.KeySource;
import dev.mcpoauth.server.key.TestKeys;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ErrorUris;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import dev.mcpoauth.server.settings.Tolerance;
import dev.mcpoauth.server.settings.UnknownScopes;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Each reason id of the authorization server has a request that provokes it")
class EveryReasonTest {
    private static final String SECRET = "correct horse battery staple";
    private static final String TEXT = "text/plain";

    record Provocation(
            Reason reason,
            int status,
            UnaryOperator<SettingsBuilder> settings,
            Function<TestServer, WebResponse> request) {
        @Override
        public String toString() {
            return reason + " answers " + status;
        }
    }

    static Provocation on(Reason reason, int status, Function<TestServer, WebResponse> request) {
        return new Provocation(reason, status, EveryReasonTest::withSecretClient, request);
    }

    static Provocation on(
            Reason reason, int status, UnaryOperator<SettingsBuilder> more, Function<TestServer, WebResponse> request) {
        return new Provocation(reason, status, settings -> more.apply(withSecretClient(settings)), request);
    }

    private static SettingsBuilder withSecretClient(SettingsBuilder settings) {
        return settings.client(ClientSettings.confidentialClient("vault", ClientSecret.parse(SECRET), REDIRECT));
    }

    private static String basic(String id, String secret) {
        byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private static WebResponse registered(TestServer as, String more) {
        return as.register("{\"redirect_uris\":[\"" + REDIRECT + "\"]" + more + "}");
    }

    private static String refreshToken(TestServer as) {
        return as.tokens().string("refresh_token").orElseThrow();
    }

    private static WebResponse wrongPassword(TestServer as) {
        Browser browser = as.browser();
        return browser.submit(browser.open(authorize()), "username", "alice", "password", "no", "action", "login");
    }

    private static SettingsBuilder withIntrospection(SettingsBuilder settings) {
        return settings.resource(
                ResourceSettings.of("https://two.example/mcp", Scope.of("x")).withIntrospectionBy("vault"));
    }

    private static WebResponse afterTheOperatorRevoked(TestServer as) {
        String token = refreshToken(as);
        as.server.grants().revokeAllOfSubject("alice-id");
        return as.refresh(token);
    }

    private static WebResponse introspect(TestServer as, String token) {
        return as.form("/introspect", "client_id", "vault", "client_secret", SECRET, "token", token);
    }

    private static WebResponse threeTimes(TestServer as, Function<TestServer, WebResponse> request) {
        request.apply(as);
        request.apply(as);
        return request.apply(as);
    }

    static Stream<Provocation> requests() {
        return Stream.of(basics(), ClientProvocations.all(), ConnectionsProvocations.all(), DpopProvocations.all())
                .flatMap(Function.identity());
    }

    private static Stream<Provocation> basics() {
        return Stream.of(
                on(ServerReasons.REQUEST_PATH, 404, as -> as.get("/nowhere")),
                on(ServerReasons.GRANT_REVOKED, 400, EveryReasonTest::afterTheOperatorRevoked),
                on(ServerReasons.REQUEST_METHOD, 405, as -> as.get("/token")),
                on(ServerReasons.REQUEST_MEDIA_TYPE, 415, as -> as.post("/token", Map.of(), TEXT, "grant_type=x")),
                on(ServerReasons.REQUEST_TOO_LARGE, 400, as -> as.get(authorize("x", "y".repeat(9000)))),
                on(
                        ServerReasons.REQUEST_MALFORMED,
                        400,
                        settings -> settings.tolerate(Tolerance.JSON_TOKEN_BODY),
                        as -> as.post("/token", Map.of(), "application/json", "[1]")),
                on(ServerReasons.REQUEST_PARAMETER_MISSING, 400, as -> as.form("/token", "client_id", "app")),
                on(ServerReasons.CLIENT_UNKNOWN, 401, as -> as.redeem("x", "client_id", "nobody")),
                on(ServerReasons.CLIENT_MISSING, 401, as -> as.redeem("x", "client_id", "")),
                on(
                        ServerReasons.CLIENT_CREDENTIALS_MALFORMED,
                        401,
                        as -> as.post("/token", Map.of("Authorization", "Bearer x"), FORM, "grant_type=refresh_token")),
                on(
                        ServerReasons.CLIENT_CREDENTIALS_MIXED,
                        400,
                        as -> as.post(
                                "/token",
                                Map.of("Authorization", basic("vault", SECRET)),
                                FORM,
                                "grant_type=refresh_token&client_id=app")),
                on(ServerReasons.CLIENT_SECRET_MISSING, 401, as -> as.redeem("x", "client_id", "vault")),
                on(
                        ServerReasons.CLIENT_SECRET_WRONG,
                        401,
                        as -> as.redeem("x", "client_id", "vault", "client_secret", "wrong")),
                on(ServerReasons.CLIENT_SECRET_UNEXPECTED, 401, as -> as.redeem("x", "client_secret", "surprise")),
                on(
                        ServerReasons.CLIENT_RATE_LIMITED,
                        429,
                        settings -> settings.clientFailures(2),
                        as -> threeTimes(as, it -> it.redeem("x", "client_id", "vault", "client_secret", "wrong"))),
                on(
                        ServerReasons.CLIENT_METHOD_PINNED,
                        200,
                        settings -> settings.tolerate(Tolerance.UNSTATED_AUTH_METHOD),
                        as -> {
                            String id =
                                    json(registered(as, "")).string("client_id").orElseThrow();
                            return as.redeem(as.code("client_id", id), "client_id", id);
                        }),
                on(
                        ServerReasons.REDIRECT_MISSING,
                        400,
                        settings -> settings.client(ClientSettings.publicClient("two", REDIRECT, REDIRECT + "2")),
                        as -> as.get(authorize("client_id", "two", "redirect_uri", ""))),
                on(
                        ServerReasons.REDIRECT_MALFORMED,
                        400,
                        as -> as.get(authorize("redirect_uri", "javascript:alert(1)"))),
                on(
                        ServerReasons.REDIRECT_NOT_REGISTERED,
                        400,
                        as -> as.get(authorize("redirect_uri", "https://evil.example/callback"))),
                on(
                        ServerReasons.REDIRECT_LOOPBACK_HOST,
                        303,
                        settings -> settings.client(
                                ClientSettings.publicClient("local", "http://localhost/cb"), Tolerance.LOOPBACK_HOST),
                        as -> as.get(authorize("client_id", "local", "redirect_uri", "http://127.0.0.1:9/cb"))),
                on(
                        ServerReasons.REDIRECT_MISMATCH,
                        400,
                        as -> as.redeem(as.code(), "redirect_uri", "https://client.example/other")),
                on(ServerReasons.RESPONSE_TYPE_UNSUPPORTED, 303, as -> as.get(authorize("response_type", "token"))),
                on(ServerReasons.RESPONSE_MODE_UNSUPPORTED, 303, as -> as.get(authorize("response_mode", "fragment"))),
                on(ServerReasons.REQUEST_OBJECT_UNSUPPORTED, 303, as -> as.get(authorize("request", "e30."))),
                on(ServerReasons.PROMPT_INVALID, 303, as -> as.get(authorize("prompt", "none login"))),
                on(ServerReasons.LOGIN_REQUIRED, 303, as -> as.get(authorize("prompt", "none"))),
                on(ServerReasons.CONSENT_REQUIRED, 303, as -> {
                    Browser browser = as.browser();
                    browser.signInAndApprove(authorize());
                    return browser.open(authorize("prompt", "none"));
                }),
                on(
                        ServerReasons.PKCE_TOLERATED,
                        303,
                        settings -> settings.tolerate(Tolerance.PKCE_METHOD_SPELLING),
                        as -> as.get(authorize("code_challenge_method", "SHA-256"))),
                on(ServerReasons.AUTHORIZE_PENDING, 303, as -> as.get(authorize())),
                on(ServerReasons.AUTHORIZE_GRANTED, 303, as -> as.browser().signInAndApprove(authorize())),
                on(ServerReasons.AUTHORIZE_DENIED, 303, as -> {
                    Browser browser = as.browser();
                    return browser.submit(browser.open(authorize()), "action", "deny");
                }),
                on(
                        ServerReasons.AUTHORIZE_RATE_LIMITED,
                        429,
                        settings -> settings.pendingRequestsPerWindow(2),
                        as -> threeTimes(as, it -> it.get(authorize()))),
                on(ServerReasons.AUTHORIZE_REDIRECT_WITHHELD, 400, as -> {
                    String id = json(registered(as, "")).string("client_id").orElseThrow();
                    return as.get(authorize("client_id", id, "prompt", "none"));
                }),
                on(ServerReasons.SCOPE_MALFORMED, 303, as -> as.get(authorize("scope", "a\"b"))),
                on(
                        ServerReasons.SCOPE_UNKNOWN,
                        303,
                        settings -> settings.unknownScopes(UnknownScopes.REFUSE),
                        as -> as.get(authorize("scope", "db:read openid"))),
                on(
                        ServerReasons.SCOPE_EXCEEDS_GRANT,
                        400,
                        as -> as.refresh(refreshToken(as), "scope", "db:read db:write")),
                on(ServerReasons.RESOURCE_MALFORMED, 303, as -> as.get(authorize("resource", "mcp"))),
                on(ServerReasons.RESOURCE_UNKNOWN, 303, as -> as.get(authorize("resource", "https://other.example/"))),
                on(
                        ServerReasons.RESOURCE_NOT_GRANTED,
                        400,
                        settings ->
                                settings.resource(ResourceSettings.of("https://two.example/mcp", Scope.of("db:read"))),
                        as -> as.redeem(as.code(), "resource", "https://two.example/mcp")),
                on(
                        ServerReasons.RESOURCE_NOT_ALONE,
                        400,
                        settings -> settings.signingKeys(KeySource.of(TestKeys.key(SignatureAlgorithm.EDDSA)))
                                .resource(ResourceSettings.of("https://two.example/mcp", Scope.of("x"))
                                        .withJwtAccessTokens(SignatureAlgorithm.EDDSA)),
                        as -> as.redeem(TestServer.parameters(as.browser()
                                        .signInAndApprove(authorize() + "&resource=https%3A%2F%2Ftwo.example%2Fmcp"))
                                .value("code")
                                .orElseThrow())),
                on(ServerReasons.LOGIN_TRANSACTION_UNKNOWN, 400, as -> as.get("/authorize/interaction?txn=x")),
                on(ServerReasons.LOGIN_OTHER_BROWSER, 400, as -> {
                    WebResponse begun = as.get(authorize());
                    return as.get(begun.header("Location").orElseThrow().replace(TestServer.ISSUER, ""));
                }),
                on(ServerReasons.LOGIN_NONCE, 400, as -> {
                    Browser browser = as.browser();
                    WebResponse page = browser.open(authorize());
                    browser.signIn(page);
                    return browser.signIn(page);
                }),
                on(ServerReasons.LOGIN_ACTION, 400, as -> {
                    Browser browser = as.browser();
                    return browser.submit(browser.open(authorize()), "action", "approve");
                }),
                on(ServerReasons.LOGIN_FAILED, 400, EveryReasonTest::wrongPassword),
                on(
                        ServerReasons.LOGIN_RATE_LIMITED,
                        429,
                        settings -> settings.loginFailures(2),
                        as -> threeTimes(as, EveryReasonTest::wrongPassword)),
                on(ServerReasons.LOGIN_SUCCEEDED, 200, as -> {
                    Browser browser = as.browser();
                    return browser.signIn(browser.open(authorize()));
                }),
                on(
                        ServerReasons.GRANT_TYPE_UNSUPPORTED,
                        400,
                        as -> as.form("/token", "client_id", "app", "grant_type", "password")),
                on(ServerReasons.GRANT_TYPE_NOT_REGISTERED, 400, as -> {
                    String id = json(registered(
                                    as,
                                    ",\"token_endpoint_auth_method\":\"none\",\"grant_types\":[\"authorization_code\"]"))
                            .string("client_id")
                            .orElseThrow();
                    return as.form("/token", "client_id", id, "grant_type", "refresh_token", "refresh_token", "x");
                }),
                on(
                        ServerReasons.TOKEN_JSON_BODY,
                        400,
                        settings -> settings.client(
                                ClientSettings.publicClient("hog", REDIRECT), Tolerance.JSON_TOKEN_BODY),
                        as -> as.post(
                                "/token",
                                Map.of(),
                                "application/json",
                                "{\"grant_type\":\"refresh_token\",\"client_id\":\"app\"}")),
                on(
                        ServerReasons.TOKEN_JSON_TOLERATED,
                        200,
                        settings -> settings.tolerate(Tolerance.JSON_TOKEN_BODY),
                        as -> as.post(
                                "/token",
                                Map.of(),
                                "application/json",
                                "{\"grant_type\":\"refresh_token\",\"client_id\":\"app\",\"refresh_token\":\""
                                        + refreshToken(as) + "\"}")),
                on(
                        ServerReasons.TOKEN_PKCE_TOLERATED,
                        200,
                        settings -> settings.tolerate(Tolerance.PKCE_VERIFIER_LENGTH),
                        as -> {
                            String shortVerifier = "0123456789012345678901234567890123456789";
                            String challenge =
                                    TokenHasher.sha256().hash(shortVerifier).encoded();
                            return as.redeem(as.code("code_challenge", challenge), "code_verifier", shortVerifier);
                        }),
                on(ServerReasons.REPEATED_DIFFERENTLY, 400, as -> {
                    String code = as.code("scope", "db:read db:write");
                    String token = json(as.redeem(code)).string("refresh_token").orElseThrow();
                    as.refresh(token, "scope", "db:read");
                    return as.refresh(token, "scope", "db:write");
                }),
                on(ServerReasons.TOKEN_ISSUED, 200, as -> as.redeem(as.code())),
                on(ServerReasons.CODE_UNKNOWN, 400, as -> as.redeem("never-issued")),
                on(
                        ServerReasons.CODE_OTHER_CLIENT,
                        400,
                        as -> as.redeem(as.code(), "client_id", "vault", "client_secret", SECRET)),
                on(ServerReasons.CODE_EXPIRED, 400, as -> {
                    String code = as.code();
                    as.advance(Duration.ofSeconds(60));
                    return as.redeem(code);
                }),
                on(ServerReasons.CODE_REVOKED, 400, as -> {
                    String code = as.code();
                    threeTimes(as, it -> it.redeem(code, "code_verifier", "x".repeat(43)));
                    return as.redeem(code);
                }),
                on(ServerReasons.CODE_REPLAYED, 400, as -> {
                    String code = as.code();
                    as.redeem(code);
                    as.advance(Duration.ofSeconds(11));
                    return as.redeem(code);
                }),
                on(ServerReasons.CODE_BURNT, 400, as -> {
                    String code = as.code();
                    return threeTimes(as, it -> it.redeem(code, "code_verifier", "x".repeat(43)));
                }),
                on(ServerReasons.CODE_SUBMITTED_TWICE, 200, as -> {
                    String code = as.code();
                    as.redeem(code);
                    return as.redeem(code);
                }),
                on(ServerReasons.REFRESH_UNKNOWN, 400, as -> as.refresh("never-issued")),
                on(ServerReasons.REFRESH_OTHER_CLIENT, 400, as -> {
                    String token = refreshToken(as);
                    return as.form(
                            "/token",
                            "grant_type",
                            "refresh_token",
                            "refresh_token",
                            token,
                            "client_id",
                            "vault",
                            "client_secret",
                            SECRET);
                }),
                on(ServerReasons.REFRESH_EXPIRED, 400, as -> {
                    String token = refreshToken(as);
                    as.advance(Duration.ofDays(31));
                    return as.refresh(token);
                }),
                on(ServerReasons.REFRESH_REVOKED, 400, as -> {
                    String token = refreshToken(as);
                    as.form("/revoke", "client_id", "app", "token", token);
                    return as.refresh(token);
                }),
                on(ServerReasons.REFRESH_REUSED, 400, as -> {
                    String token = refreshToken(as);
                    as.refresh(token);
                    as.advance(Duration.ofSeconds(31));
                    return as.refresh(token);
                }),
                on(ServerReasons.REFRESH_REPEATED, 200, as -> {
                    String token = refreshToken(as);
                    as.refresh(token);
                    return as.refresh(token);
                }),
                on(ServerReasons.REVOKED, 200, as -> as.form("/revoke", "client_id", "app", "token", refreshToken(as))),
                on(
                        ServerReasons.REVOKE_NOTHING,
                        200,
                        as -> as.form("/revoke", "client_id", "app", "token", "never-issued")),
                on(
                        ServerReasons.INTROSPECT_NOT_PERMITTED,
                        403,
                        EveryReasonTest::withIntrospection,
                        as -> as.form("/introspect", "client_id", "app", "token", "x")),
                on(ServerReasons.INTROSPECTED_ACTIVE, 200, EveryReasonTest::withIntrospection, as -> {
                    String token = json(as.redeem(as.code("resource", "https://two.example/mcp")))
                            .string("access_token")
                            .orElseThrow();
                    return introspect(as, token);
                }),
                on(
                        ServerReasons.INTROSPECTED_INACTIVE,
                        200,
                        EveryReasonTest::withIntrospection,
                        as -> introspect(as, "x")),
                on(ServerReasons.REGISTER_MALFORMED, 400, as -> as.register("[]")),
                on(ServerReasons.REGISTER_REDIRECT, 400, as -> as.register("{}")),
                on(ServerReasons.REGISTER_METADATA, 400, as -> registered(as, ",\"client_uri\":\"javascript:x()\"")),
                on(
                        ServerReasons.REGISTER_AUTH_METHOD,
                        400,
                        as -> registered(as, ",\"token_endpoint_auth_method\":\"tls_client_auth\"")),
                on(ServerReasons.REGISTER_CAP, 429, settings -> settings.registrationCap(0), as -> registered(as, "")),
                on(
                        ServerReasons.REGISTER_RATE_LIMITED,
                        429,
                        settings -> settings.registrationsPerWindow(2),
                        as -> threeTimes(as, it -> registered(it, ""))),
                on(ServerReasons.REGISTERED, 201, as -> registered(as, "")),
                on(ServerReasons.REGISTERED_BEFORE, 201, as -> {
                    registered(as, ",\"token_endpoint_auth_method\":\"none\"");
                    return registered(as, ",\"token_endpoint_auth_method\":\"none\"");
                }));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void provokes(Provocation provocation) {
        TestServer as = new TestServer(provocation.settings());

        WebResponse response = provocation.request().apply(as);

        assertThat(as.reasons()).contains(provocation.reason().id());
        assertThat(response.status()).isEqualTo(provocation.status());
        assertThat(as.events.toString()).doesNotContain(SECRET, "wonderland").doesNotContain(VERIFIER.reveal());
    }

    @Test
    void anOutageOfTheStoreIs503AndNotARefusal() {
        TestServer as = new TestServer(settings -> settings, DownStore.closed(), TestServer::alice);

        for (WebResponse response : List.of(
                as.redeem("x"),
                as.refresh("x"),
                as.form("/revoke", "client_id", "app", "token", "x"),
                as.register("{\"redirect_uris\":[\"" + REDIRECT + "\"]}"),
                as.get(authorize()),
                as.get(authorize("client_id", "other")),
                as.get("/authorize/interaction?txn=x"))) {
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.header("Retry-After")).isPresent();
            assertThat(response.text()).doesNotContain("invalid_", "Exception", "closed");
        }
        assertThat(as.reasons()).containsOnly(ServerReasons.STORE_UNAVAILABLE.id());
    }

    @Test
    void aStoreThatCouldSpendACodeTwiceIsRefusedAtTheStart() {
        OAuthStore careless = (OAuthStore) Proxy.newProxyInstance(
                OAuthStore.class.getClassLoader(),
                new Class<?>[] {OAuthStore.class},
                (proxy, method, arguments) -> new StoreCapabilities(false, true, true, false, Duration.ZERO));

        assertThatIllegalStateException()
                .isThrownBy(
                        () -> AuthorizationServer.builder(TestServer.settings().build(), careless, TestServer::alice)
                                .build())
                .withMessageContaining("atomicConsume");
    }

    @Test
    void aDefectShowsNothingOfItself() {
        TestServer as = new TestServer(settings -> settings, new InMemoryOAuthStore(), (name, password) -> {
            throw new IllegalStateException("jdbc:h2:secret-place");
        });

        WebResponse response = wrongPassword(as);

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.text()).doesNotContain("IllegalState", "secret-place", "dev.mcpoauth");
        assertThat(as.lastReason()).isEqualTo(ServerReasons.SERVER_DEFECT.id());
    }

    @Test
    void noReasonIsLeftOut() {
        List<Reason> provoked = Stream.concat(
                        requests().map(Provocation::reason),
                        Stream.of(
                                ServerReasons.STORE_UNAVAILABLE,
                                ServerReasons.SERVER_DEFECT,
                                // FlowPageTest.showsNothingToWhoIsNoOperator
                                ServerReasons.FLOWS_NOT_PERMITTED,
                                // FlowPageTest.isFollowedBySoManyAtOnce
                                ServerReasons.FLOWS_WATCHERS,
                                // RegistrationManagementTest.anUpdateThatLosesARaceIsToldSo
                                ServerReasons.MANAGE_CONFLICT,
                                // AssertionKeysTest.thatAreKnownServeOnWhileTheIssuerIsDownAndTheOperatorHearsOfIt
                                ServerReasons.IDENTITY_KEYS_NOT_REFRESHED,
                                // UpstreamLoginTest, which has a provider to ask
                                ServerReasons.UPSTREAM_BEGUN,
                                ServerReasons.UPSTREAM_STATE,
                                ServerReasons.UPSTREAM_OTHER_BROWSER,
                                ServerReasons.UPSTREAM_ISSUER,
                                ServerReasons.UPSTREAM_DENIED,
                                ServerReasons.UPSTREAM_ERROR,
                                ServerReasons.UPSTREAM_CODE_REFUSED,
                                ServerReasons.UPSTREAM_ANSWER,
                                ServerReasons.UPSTREAM_ID_TOKEN,
                                ServerReasons.UPSTREAM_USERINFO,
                                ServerReasons.UPSTREAM_SIGN_IN_OLD,
                                ServerReasons.UPSTREAM_ACCOUNT_REFUSED,
                                ServerReasons.UPSTREAM_UNREACHABLE,
                                ServerReasons.UPSTREAM_RATE_LIMITED,
                                // ClientCertificateTest.noneAnotherAndOneThatIsOverAreNot
                                ServerReasons.CLIENT_CERTIFICATE_MISSING,
                                ServerReasons.CLIENT_CERTIFICATE_WRONG))
                .toList();
        List<Reason> catalog = ReasonCatalog.of(ServerReasons.class);

        assertThat(provoked).containsExactlyInAnyOrderElementsOf(catalog);
    }

    @ParameterizedTest
    @MethodSource("requests")
    @DisplayName(
            "The error_uri of each error leads to what the documentation says of its reason (RFC 6749 §4.1.2.1, §5.2)")
    void everyErrorLeadsToItsReason(Provocation provocation) {
        TestServer as = new TestServer(
                settings -> provocation.settings().apply(settings).errorUris(ErrorUris.ownPage()));
        WebResponse response = provocation.request().apply(as);

        Optional<String> uri = toTheClient(response, "error_uri");

        assertThat(uri.isPresent()).isEqualTo(toTheClient(response, "error").isPresent());
        if (uri.isPresent()) {
            assertThat(uri.get()).isEqualTo(TestServer.ISSUER + "/reasons?id=" + lastRefusal(as));
            WebResponse page = as.get(uri.get().substring(TestServer.ISSUER.length()));
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text()).contains("<h1>" + lastRefusal(as) + "</h1>", "<dt>Remedy</dt>");
        }
    }

    /** A parameter of a response that a client reads; pages are for people. */
    private static Optional<String> toTheClient(WebResponse response, String name) {
        if (response.header("Content-Type").filter("application/json"::equals).isPresent()) {
            return json(response).string(name);
        }
        return response.status() == 303 ? TestServer.parameters(response).value(name) : Optional.empty();
    }

    private static String lastRefusal(TestServer as) {
        return as.events.stream()
                .filter(event -> event.decision() == Decision.REFUSED || event.decision() == Decision.FAILED)
                .reduce((one, next) -> next)
                .orElseThrow()
                .reason()
                .id();
    }

    @Test
    void noErrorSaysWhyUnlessTheOperatorWantsThat() {
        TestServer as = new TestServer();

        assertThat(as.redeem("x").text()).contains("invalid_grant").doesNotContain("error_uri");
        assertThat(as.get("/reasons").status()).isEqualTo(404);
        assertThat(as.get(authorize("response_type", "token"))
                        .header("Location")
                        .orElseThrow())
                .contains("error=unsupported_response_type")
                .doesNotContain("error_uri");
    }

    @Test
    void everyAnswerCarriesTheCorrelationIdOfItsEvent() {
        TestServer as = new TestServer();

        WebResponse response = as.redeem("never-issued");

        assertThat(response.header("X-Correlation-Id"))
                .contains(as.events.get(0).correlationId().value());
    }
}
