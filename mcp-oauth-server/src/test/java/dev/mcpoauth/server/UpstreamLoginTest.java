package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.ISSUER;
import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.json;
import static dev.mcpoauth.server.TestServer.parameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.UpstreamDouble.Canned;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.SigningKey;
import dev.mcpoauth.server.key.TestKeys;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.resource.Verification;
import dev.mcpoauth.server.upstream.UpstreamAccounts;
import dev.mcpoauth.server.upstream.UpstreamIdentity;
import dev.mcpoauth.server.upstream.UpstreamProvider;
import dev.mcpoauth.server.upstream.UpstreamProviderBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Sign-in at an external provider (OpenID Connect Core §3.1, RFC 9700)")
class UpstreamLoginTest {
    private static final String CALLBACK = ISSUER + "/authorize/upstream/idp";

    private final List<AutoCloseable> open = new ArrayList<>();
    private TestServer as = new TestServer();
    private final UpstreamDouble idp = opened(new UpstreamDouble(() -> as.now()));
    private Browser browser = as.browser();

    private UpstreamDouble opened(UpstreamDouble provider) {
        open.add(provider);
        return provider;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private void serve(UpstreamProviderBuilder provider) {
        serve(builder -> builder.upstream(provider.build()));
    }

    private void serve(UnaryOperator<AuthorizationServer.Builder> with) {
        as = new TestServer(
                settings -> settings.deviceAuthorization(true), new InMemoryOAuthStore(), TestServer::alice, with);
        browser = as.browser();
    }

    /** Presses the provider's button; what the provider is asked. */
    private Parameters leave(WebResponse login, String provider) {
        WebResponse away = browser.submit(login, "provider", provider);
        assertThat(away.status()).as(away.text()).isEqualTo(303);
        return parameters(away);
    }

    private Parameters leave() {
        return leave(browser.open(authorize()), "idp");
    }

    private static String back(String url, String... namesAndValues) {
        return url + "?" + TestServer.encode(namesAndValues);
    }

    private String goodAnswer(Parameters asked) {
        return back(
                CALLBACK, "state", asked.value("state").orElseThrow(), "code", idp.codeFor(asked), "iss", idp.url());
    }

    private WebResponse signIn() {
        return browser.open(goodAnswer(leave()));
    }

    /** Whatever went wrong: the page again, nobody signed in, nothing given away, and the next try works. */
    private void isRefusedAndCanBeTriedAgain(WebResponse page, int status, String reason) {
        assertThat(page.status()).as(page.text()).isEqualTo(status);
        assertThat(as.lastReason()).isEqualTo(reason);
        assertThat(page.text())
                .contains("<p role=\"alert\">", "Continue with Example ID", "type=\"password\"")
                .doesNotContain("upstream-access", "Exception", UpstreamDouble.SECRET, idp.url());
        assertThat(browser.cookies.keySet()).noneMatch(name -> name.contains("sign-in"));
        assertThat(as.events.toString()).doesNotContain(UpstreamDouble.SECRET, "upstream-access", "upstream-refresh");
        idp.canned.clear();
        idp.silent.clear();
        idp.claims = json -> json;
        idp.answer = json -> json;
        idp.signed = json -> idp.key.sign("JWT", json);
        as.advance(Duration.ofSeconds(11));
        assertThat(browser.open(goodAnswer(leave(page, "idp"))).text()).contains("value=\"approve\"");
    }

    @Nested
    class ByTheBook {

        @Test
        @DisplayName("asks with state, nonce and S256, believes the answer, and issues tokens of its own")
        void signsIn() {
            serve(idp.openId());

            Parameters asked = leave();
            WebResponse consent = browser.open(goodAnswer(asked));

            assertThat(asked.value("redirect_uri")).contains(CALLBACK);
            assertThat(asked.value("code_challenge_method")).contains("S256");
            assertThat(asked.value("scope")).contains("openid");
            assertThat(asked.value("nonce").orElseThrow())
                    .hasSize(43)
                    .isNotEqualTo(asked.value("state").orElseThrow());
            assertThat(idp.authorizations.get(0)).startsWith("Basic ");
            assertThat(consent.text()).contains("Signed in as <strong>Ada &lt;b&gt;</strong>", "Test App");
            String code = parameters(browser.submit(consent, "action", "approve"))
                    .value("code")
                    .orElseThrow();
            String token = json(as.redeem(code)).string("access_token").orElseThrow();
            assertThat(as.server.tokenVerifier().verify(token, new ResourceIndicator(RESOURCE)))
                    .isInstanceOfSatisfying(
                            Verification.Active.class,
                            active -> assertThat(active.caller().subject()).isEqualTo(idp.url() + "|248289761001"));
            assertThat(token).doesNotContain("upstream");
            assertThat(as.reasons()).contains("upstream.begun", "login.succeeded");
        }

        @Test
        void passwordsWorkBesideIt() {
            serve(idp.openId());

            assertThat(browser.signIn(browser.open(authorize())).text()).contains("<strong>Alice</strong>");
        }

        @Test
        void aloneItIsTheOnlyButton() {
            as = new TestServer();
            AuthorizationServer alone = AuthorizationServer.builder(
                            TestServer.settings().build(),
                            new InMemoryOAuthStore(),
                            idp.openId().build())
                    .build();
            TestServer passwordless = new TestServer(alone);
            Browser visitor = passwordless.browser();

            WebResponse login = visitor.open(authorize());

            assertThat(login.text())
                    .contains("Continue with Example ID", "Cancel")
                    .doesNotContain("password");
            assertThat(visitor.signIn(login).status())
                    .as("a password sent all the same")
                    .isEqualTo(400);
        }

        @Test
        void severalAreButtonsThatGoToTheirOwn() {
            UpstreamDouble other = opened(new UpstreamDouble(() -> as.now()));
            serve(builder -> builder.upstream(idp.openId().build())
                    .upstream(UpstreamProvider.openId("other", new Issuer(other.url()))
                            .publicClient("x")
                            .dangerouslyAllowLoopback()
                            .build()));
            WebResponse login = browser.open(authorize());

            assertThat(login.text())
                    .contains("value=\"idp\">Continue with Example ID", "value=\"other\">Continue with other");
            assertThat(browser.submit(login, "provider", "other")
                            .header("Location")
                            .orElseThrow())
                    .startsWith(other.url() + "/authorize?");
        }

        @Test
        void theLoginPageLetsTheBrowserLeaveAndNothingElse() {
            serve(idp.openId());
            WebResponse login = browser.open(authorize());

            assertThat(login.header("Content-Security-Policy").orElseThrow())
                    .endsWith("form-action 'self' https: http:")
                    .doesNotContain("script");
            assertThat(login.text()).doesNotContain("<script");
        }

        @Test
        void leadsToConnectedApplicationsAndToADeviceToo() {
            serve(idp.openId());

            assertThat(browser.open(goodAnswer(leave(browser.open("/connections"), "idp")))
                            .text())
                    .contains("<h1>Connected applications</h1>");
        }

        @Test
        void aKeyThatIsNewIsFetched() {
            serve(idp.openId());
            signIn();
            idp.key = TestKeys.key(SignatureAlgorithm.EDDSA).withKeyId("second");
            as.advance(Duration.ofMinutes(2));
            browser = as.browser();

            assertThat(signIn().text()).contains("value=\"approve\"");
        }

        @Test
        void aPrivateKeyStandsForTheSecret() {
            serve(UpstreamProvider.openId("idp", new Issuer(idp.url()))
                    .client(UpstreamDouble.CLIENT, TestKeys.key(SignatureAlgorithm.ES256))
                    .dangerouslyAllowLoopback());

            signIn();

            JsonObject assertion = CompactJws.parse(
                            idp.redeemed.get(0).value("client_assertion").orElseThrow())
                    .orElseThrow()
                    .claims();
            assertThat(assertion.string("aud")).contains(idp.url());
            assertThat(assertion.string("sub")).contains(UpstreamDouble.CLIENT);
            assertThat(idp.redeemed.get(0).has("client_secret")).isFalse();
        }

        @Test
        void aSecretInTheFormIsThereOnly() {
            serve(idp.openId()
                    .clientWithSecretInForm(UpstreamDouble.CLIENT, ClientSecret.parse(UpstreamDouble.SECRET)));

            signIn();

            assertThat(idp.redeemed.get(0).value("client_secret")).contains(UpstreamDouble.SECRET);
            assertThat(idp.authorizations).containsExactly("");
        }

        @Test
        @DisplayName("auth_time is when the person signed in there")
        void saysWhenThePersonReallySignedIn() {
            serve(idp.openId());
            long then = as.now().getEpochSecond() - 1000;
            idp.claims = json -> json.toBuilder().put("auth_time", then).build();
            String code = parameters(browser.submit(signIn(), "action", "approve"))
                    .value("code")
                    .orElseThrow();
            as.redeem(code);

            assertThat(as.store
                            .grants()
                            .list(new GrantSelector.OfClient("app"), Cursor.START, 9)
                            .items())
                    .singleElement()
                    .satisfies(
                            grant -> assertThat(JsonObject.parse(grant.payload().toByteArray())
                                            .integer("auth_time"))
                                    .contains(then));
        }
    }

    @Nested
    @DisplayName("prompt and login_hint are passed on")
    class PassedOn {

        @ParameterizedTest
        @CsvSource({"login, login", "select_account, select_account", "consent, ''", "login select_account, login"})
        void asTheClientWants(String prompt, String expected) {
            serve(idp.openId());

            Parameters asked = leave(browser.open(authorize("prompt", prompt, "login_hint", "ada@example.com")), "idp");

            assertThat(asked.value("prompt").orElse("")).isEqualTo(expected);
            assertThat(asked.value("max_age").orElse("")).isEqualTo(expected.equals("login") ? "0" : "");
            assertThat(asked.value("login_hint")).contains("ada@example.com");
        }

        private WebResponse signedIn(String prompt, long before) {
            browser = as.browser();
            Parameters asked = leave(browser.open(authorize("prompt", prompt)), "idp");
            long then = as.now().getEpochSecond() - before;
            as.advance(Duration.ofMinutes(1));
            idp.claims = json -> json.toBuilder().put("auth_time", then).build();
            return browser.open(goodAnswer(asked));
        }

        @Test
        @DisplayName("prompt=login is refused with an auth_time from before the request, less the clock skew")
        void aNewSignInIsNoOldOne() {
            serve(idp.openId());

            assertThat(signedIn("login", 30).text()).contains("value=\"approve\"");
            assertThat(signedIn("select_account", 3000).text()).contains("value=\"approve\"");
            isRefusedAndCanBeTriedAgain(signedIn("login", 31), 502, "upstream.sign-in-old");
        }

        @Test
        void anotherAccountIsAskedForAfterASwitch() {
            serve(idp.openId());
            WebResponse login = browser.submit(signIn(), "action", "switch");

            assertThat(leave(login, "idp").value("prompt")).contains("select_account");
        }

        @Test
        void onlyWhatTheProviderKnows() {
            serve(idp.openId().prompts("login"));

            assertThat(leave(browser.open(authorize("prompt", "select_account")), "idp")
                            .value("prompt"))
                    .contains("login");
        }

        @Test
        void nothingIsNoPrompt() {
            serve(idp.openId());

            assertThat(leave().has("prompt")).isFalse();
            assertThat(parameters(browser.open(authorize("prompt", "none"))).value("error"))
                    .contains("login_required");
        }
    }

    private static String hmac(String input, String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return base64(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Arguments claim(String problem, UnaryOperator<JsonObject.Builder> change) {
        return Arguments.of(problem, (Consumer<UpstreamDouble>)
                idp -> idp.claims = json -> change.apply(json.toBuilder()).build());
    }

    private static Arguments token(String problem, BiFunction<UpstreamDouble, JsonObject, String> made) {
        return Arguments.of(problem, (Consumer<UpstreamDouble>) idp -> idp.signed = json -> made.apply(idp, json));
    }

    static Stream<Arguments> hostileTokens() {
        return Stream.of(
                claim("nonce", json -> json.put("nonce", "another")),
                claim("nonce", json -> json.remove("nonce")),
                claim("aud", json -> json.put("aud", "somebody-else")),
                claim("aud", json -> json.remove("aud")),
                claim("aud", json -> json.put("aud", List.of())),
                claim("azp", json -> json.put("aud", List.of(UpstreamDouble.CLIENT, "somebody-else"))),
                claim("azp", json -> json.put("azp", "somebody-else")),
                claim("azp", json -> json.put("azp", 7)),
                claim("iss", json -> json.put("iss", "http://127.0.0.1:1")),
                claim("iss", json -> json.remove("iss")),
                claim("exp", json -> json.put("exp", 1_000_000_000)),
                claim("exp", json -> json.remove("exp")),
                claim("exp", json -> json.put("exp", "tomorrow")),
                claim("iat", json -> json.put("iat", 4_000_000_000L)),
                claim("iat", json -> json.remove("iat")),
                claim("nbf", json -> json.put("nbf", 4_000_000_000L)),
                claim("at_hash", json -> json.put("at_hash", "AAAAAAAAAAAAAAAAAAAAAA")),
                claim("at_hash", json -> json.put("at_hash", 7)),
                token("alg", (idp, json) -> base64("{\"alg\":\"none\"}") + "." + base64(json.toJson()) + "."),
                token("alg", (idp, json) -> base64("{\"alg\":\"None\"}") + "." + base64(json.toJson()) + ".eA"),
                token("alg", (idp, json) -> {
                    String input = base64("{\"alg\":\"HS256\",\"kid\":\"first\"}") + "." + base64(json.toJson());
                    return input + "." + hmac(input, UpstreamDouble.SECRET);
                }),
                token("alg", (idp, json) -> {
                    String input = base64("{\"alg\":\"HS256\",\"kid\":\"first\"}") + "." + base64(json.toJson());
                    return input + "." + hmac(input, idp.key.publicJwk().toJson());
                }),
                token(
                        "signature",
                        (idp, json) -> SigningKey.generate(SignatureAlgorithm.ES256)
                                .withKeyId("first")
                                .sign("JWT", json)),
                token(
                        "kid",
                        (idp, json) -> SigningKey.generate(SignatureAlgorithm.ES256)
                                .withKeyId("unheard")
                                .sign("JWT", json)),
                token(
                        "kid",
                        (idp, json) -> idp.key
                                .sign("JWT", json)
                                .replaceFirst("^[^.]+", base64("{\"alg\":\"RS256\",\"kid\":\"first\"}"))),
                token(
                        "crit",
                        (idp, json) -> idp.key
                                .sign("JWT", json)
                                .replaceFirst(
                                        "^[^.]+",
                                        base64(
                                                "{\"alg\":\"ES256\",\"kid\":\"first\",\"crit\":[\"b64\"],\"b64\":false}"))),
                token("signature", (idp, json) -> {
                    String good = idp.key.sign("JWT", json);
                    String[] parts = good.split("\\.");
                    return parts[0] + "."
                            + base64(
                                    json.toBuilder().put("sub", "admin").build().toJson()) + "." + parts[2];
                }),
                token("shape", (idp, json) -> "x"),
                token("shape", (idp, json) -> "a.b.c"),
                token("shape", (idp, json) -> idp.key.sign("JWT", json) + ".more"),
                token("shape", (idp, json) -> base64("x".repeat(70_000)) + ".e30.x"));
    }

    @ParameterizedTest(name = "{0} #{index}")
    @MethodSource("hostileTokens")
    @DisplayName("An ID token that is not to be believed (OpenID Connect Core §3.1.3.7)")
    void isRefusedForItsReason(String problem, Consumer<UpstreamDouble> hostile) {
        serve(idp.openId());
        hostile.accept(idp);

        WebResponse page = signIn();

        assertThat(as.events.get(as.events.size() - 1).facts()).containsEntry("problem", problem);
        isRefusedAndCanBeTriedAgain(page, 502, "upstream.id-token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0007b", "é"})
    void aSubjectThatIdentifiesNobodyIsRefused(String subject) {
        serve(idp.openId());
        idp.claims = json -> json.toBuilder().put("sub", subject).build();

        isRefusedAndCanBeTriedAgain(signIn(), 502, "upstream.answer-unusable");
    }

    @Test
    void aMatchingAtHashIsFine() {
        serve(idp.openId());
        byte[] digest = TokenHasher.sha256().hash("upstream-access").toByteArray();
        String hash = base64(Arrays.copyOf(digest, 16));
        idp.claims = json -> json.toBuilder()
                .put("at_hash", hash)
                .put("aud", List.of(UpstreamDouble.CLIENT, "other"))
                .put("azp", UpstreamDouble.CLIENT)
                .build();

        assertThat(signIn().text()).contains("value=\"approve\"");
    }

    static Stream<Arguments> brokenTokenEndpoints() {
        return Stream.of(
                Arguments.of(Canned.of(500, "{}"), 503, "upstream.unreachable"),
                Arguments.of(Canned.of(503, "down"), 503, "upstream.unreachable"),
                Arguments.of(Canned.of(429, "{}"), 503, "upstream.unreachable"),
                Arguments.of(new Canned(200, Map.of(), new byte[600 * 1024]), 503, "upstream.unreachable"),
                Arguments.of(Canned.of(400, "{\"error\":\"invalid_grant\"}"), 502, "upstream.code-refused"),
                Arguments.of(Canned.of(401, "{\"error\":\"invalid_client\"}"), 502, "upstream.code-refused"),
                Arguments.of(Canned.of(404, "<html>"), 502, "upstream.code-refused"),
                Arguments.of(
                        new Canned(307, Map.of("Location", "/elsewhere"), new byte[0]),
                        502,
                        "upstream.answer-unusable"),
                Arguments.of(Canned.of(200, "<html>"), 502, "upstream.answer-unusable"),
                Arguments.of(Canned.of(200, "[]"), 502, "upstream.answer-unusable"),
                Arguments.of(Canned.of(200, "{}"), 502, "upstream.answer-unusable"),
                Arguments.of(Canned.of(204, ""), 502, "upstream.answer-unusable"),
                Arguments.of(
                        Canned.of(200, "{\"access_token\":\"upstream-access\",\"token_type\":\"mac\"}"),
                        502,
                        "upstream.answer-unusable"),
                Arguments.of(
                        Canned.of(200, "{\"access_token\":7,\"token_type\":\"Bearer\"}"),
                        502,
                        "upstream.answer-unusable"),
                Arguments.of(
                        Canned.of(200, "{\"access_token\":\"upstream-access\",\"token_type\":\"Bearer\"}"),
                        502,
                        "upstream.id-token"));
    }

    @ParameterizedTest
    @MethodSource("brokenTokenEndpoints")
    void aTokenEndpointThatMisbehaves(Canned answer, int status, String reason) {
        serve(idp.openId());
        idp.canned.put("/token", answer);

        isRefusedAndCanBeTriedAgain(signIn(), status, reason);
    }

    @Nested
    @DisplayName("Outages: 503, and nothing is lost")
    class Outages {

        @ParameterizedTest
        @ValueSource(strings = {"/token", "/keys", "/.well-known/openid-configuration"})
        void whoDoesNotAnswerIsWaitedForSoLong(String path) {
            serve(idp.openId().timeout(Duration.ofMillis(300)));
            idp.silent.add(path);
            if (path.startsWith("/.well-known")) {
                isRefusedAndCanBeTriedAgain(
                        browser.submit(browser.open(authorize()), "provider", "idp"), 503, "upstream.unreachable");
            } else {
                isRefusedAndCanBeTriedAgain(signIn(), 503, "upstream.unreachable");
            }
        }

        @Test
        @DisplayName("so many wait for a provider that does not answer, and no thread more")
        void aFloodOfButtonsIsToldToWait() throws Exception {
            as = new TestServer(
                    settings -> settings.concurrentLogins(1),
                    new InMemoryOAuthStore(),
                    TestServer::alice,
                    builder -> builder.upstream(
                            idp.openId().timeout(Duration.ofSeconds(20)).build()));
            CountDownLatch waiting = new CountDownLatch(1);
            CountDownLatch finish = new CountDownLatch(1);
            idp.meanwhile = path -> {
                waiting.countDown();
                awaitQuietly(finish);
            };
            Browser first = as.browser();
            WebResponse page = first.open(authorize());
            CompletableFuture<WebResponse> leaving =
                    CompletableFuture.supplyAsync(() -> first.submit(page, "provider", "idp"));
            assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
            browser = as.browser();

            WebResponse refused = CompletableFuture.supplyAsync(
                            () -> browser.submit(browser.open(authorize()), "provider", "idp"))
                    .get(10, TimeUnit.SECONDS);
            String reason = as.lastReason();
            finish.countDown();

            assertThat(refused.header("Retry-After")).contains("1");
            assertThat(leaving.get(10, TimeUnit.SECONDS).status()).isEqualTo(303);
            assertThat(reason).isEqualTo("upstream.rate-limited");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(browser.open(goodAnswer(leave(refused, "idp"))).text()).contains("value=\"approve\"");
        }

        private void awaitQuietly(CountDownLatch latch) {
            try {
                assertThat(latch.await(15, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Test
        void theOldMetadataServesOn() {
            serve(idp.openId());
            signIn();
            idp.canned.put("/.well-known/openid-configuration", Canned.of(500, ""));
            as.advance(Duration.ofMinutes(90));
            browser = as.browser();

            assertThat(signIn().text()).contains("value=\"approve\"");
        }

        @ParameterizedTest
        @CsvSource({
            "issuer, https://other.example",
            "token_endpoint, https://tokens.other.example/t",
            "jwks_uri, https://keys.other.example/k",
            "authorization_endpoint, javascript:alert(1)",
            "authorization_endpoint, https://other.example/authorize",
        })
        void metadataThatLeadsAstrayIsNone(String member, String value) {
            serve(idp.openId().allowedHosts("127.0.0.1"));
            idp.metadata = json -> json.toBuilder().put(member, value).build();

            WebResponse page = browser.submit(browser.open(authorize()), "provider", "idp");

            assertThat(page.status()).isEqualTo(503);
            assertThat(as.lastReason()).isEqualTo("upstream.unreachable");
            assertThat(page.header("Location")).isEmpty();
        }

        @Test
        void metadataWithoutKeysIsNoneBeforeACodeIsSpent() {
            serve(idp.openId());
            idp.metadata = json -> json.toBuilder().remove("jwks_uri").build();

            WebResponse page = browser.submit(browser.open(authorize()), "provider", "idp");

            assertThat(page.status()).isEqualTo(503);
            assertThat(as.lastReason()).isEqualTo("upstream.unreachable");
            assertThat(idp.redeemed).isEmpty();
            serve(idp.openId().keysAt(URI.create(idp.url() + "/keys")));
            assertThat(signIn().text()).as("the settings name them").contains("value=\"approve\"");
        }
    }

    @Nested
    @DisplayName("The callback")
    class Callback {

        @Test
        void countsOnce() {
            serve(idp.openId());
            String answer = goodAnswer(leave());
            browser.open(answer);

            WebResponse again = browser.open(answer);

            assertThat(again.status()).isEqualTo(400);
            assertThat(as.lastReason()).isEqualTo("upstream.state-unknown");
            assertThat(idp.redeemed).hasSize(1);
        }

        @Test
        void countsInTheBrowserThatWasSentAndIsNotSpentByAnother() {
            serve(idp.openId());
            String answer = goodAnswer(leave());
            Browser other = as.browser();
            other.open(authorize());

            WebResponse refused = other.open(answer);

            assertThat(refused.status()).isEqualTo(400);
            assertThat(as.lastReason()).isEqualTo("upstream.other-browser");
            assertThat(as.browser().open(answer).status())
                    .as("no cookie at all")
                    .isEqualTo(400);
            assertThat(idp.redeemed).isEmpty();
            assertThat(browser.open(answer).text()).contains("value=\"approve\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
        void ofAStateThatNobodyGaveIsAnErrorPage(String state) {
            serve(idp.openId());
            leave();

            WebResponse page = browser.open(back(CALLBACK, "state", state, "code", "x", "iss", idp.url()));

            assertThat(page.status()).isEqualTo(400);
            assertThat(as.lastReason()).isEqualTo("upstream.state-unknown");
        }

        @Test
        @DisplayName("of another provider is none (mix-up, RFC 9700 §4.4)")
        void isForItsOwnProvider() {
            UpstreamDouble evil = opened(new UpstreamDouble(() -> as.now()));
            serve(builder -> builder.upstream(idp.openId().build())
                    .upstream(UpstreamProvider.openId("evil", new Issuer(evil.url()))
                            .publicClient("x")
                            .dangerouslyAllowLoopback()
                            .build()));
            Parameters asked = leave(browser.open(authorize()), "evil");

            WebResponse page = browser.open(goodAnswer(asked));

            assertThat(page.status()).isEqualTo(400);
            assertThat(as.lastReason()).isEqualTo("upstream.state-unknown");
            assertThat(evil.redeemed).isEmpty();
            assertThat(idp.redeemed).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"https://evil.example", "", "http://127.0.0.1"})
        @DisplayName("says whose it is (RFC 9207 §2.4), also if it is an error")
        void thatIsSomebodyElsesIsRefused(String issuer) {
            serve(idp.openId());
            Parameters asked = leave();
            String state = asked.value("state").orElseThrow();

            WebResponse page = browser.open(back(CALLBACK, "state", state, "code", idp.codeFor(asked), "iss", issuer));

            assertThat(idp.redeemed).isEmpty();
            isRefusedAndCanBeTriedAgain(page, 502, "upstream.issuer-mismatch");
            String second = leave(browser.open(authorize("prompt", "login")), "idp")
                    .value("state")
                    .orElseThrow();
            browser.open(back(CALLBACK, "state", second, "error", "access_denied", "iss", issuer));
            assertThat(as.lastReason()).isEqualTo("upstream.issuer-mismatch");
        }

        @ParameterizedTest
        @CsvSource({
            "access_denied, 400, upstream.denied",
            "server_error, 502, upstream.error",
            "invalid_scope, 502, upstream.error",
            "login_required, 502, upstream.error",
            "<script>, 502, upstream.error",
        })
        void thatIsAnErrorIsThePageAgainAndNoLoop(String error, int status, String reason) {
            serve(idp.openId());
            String state = leave().value("state").orElseThrow();

            WebResponse page = browser.open(back(
                    CALLBACK,
                    "state",
                    state,
                    "error",
                    error,
                    "error_description",
                    "<script>x</script>",
                    "iss",
                    idp.url()));

            assertThat(page.header("Location")).isEmpty();
            assertThat(page.text()).doesNotContain("<script");
            isRefusedAndCanBeTriedAgain(page, status, reason);
        }

        @Test
        void cancellingAfterwardsTellsTheClient() {
            serve(idp.openId());
            String state = leave().value("state").orElseThrow();
            WebResponse page = browser.open(back(CALLBACK, "state", state, "error", "access_denied", "iss", idp.url()));

            assertThat(parameters(browser.submit(page, "action", "deny")).value("error"))
                    .contains("access_denied");
        }

        @Test
        void withoutCodeIsRefused() {
            serve(idp.openId());
            String state = leave().value("state").orElseThrow();

            isRefusedAndCanBeTriedAgain(
                    browser.open(back(CALLBACK, "state", state, "iss", idp.url())), 502, "upstream.answer-unusable");
        }

        @ParameterizedTest
        @ValueSource(strings = {"&code=again", "&state=again", "&iss=again"})
        void thatSaysSomethingTwiceIsRefusedWhole(String more) {
            serve(idp.openId());
            String answer = goodAnswer(leave());

            assertThat(browser.open(answer + more).status()).isEqualTo(400);
            assertThat(idp.redeemed).isEmpty();
            assertThat(browser.open(answer).text()).as("nothing was spent").contains("value=\"approve\"");
        }

        @Test
        void afterThePendingRequestIsOverIsTooLate() {
            serve(idp.openId());
            String answer = goodAnswer(leave());
            as.advance(Duration.ofMinutes(16));

            assertThat(browser.open(answer).status()).isEqualTo(400);
            assertThat(idp.redeemed).isEmpty();
        }

        @Test
        void ofARequestWhereSomebodySignedInMeanwhileChangesNothing() {
            serve(idp.openId());
            WebResponse login = browser.open(authorize());
            String first = goodAnswer(leave(login, "idp"));
            String txn = login.text().replaceAll("(?s).*name=\"txn\" value=\"([^\"]+)\".*", "$1");
            browser.signIn(browser.open(ISSUER + "/authorize/interaction?txn=" + txn));

            assertThat(browser.open(first).text()).contains("<strong>Alice</strong>");
            assertThat(idp.redeemed).isEmpty();
        }

        @Test
        void isAGetOnly() {
            serve(idp.openId());

            assertThat(as.form("/authorize/upstream/idp", "state", "x").status())
                    .isEqualTo(405);
            assertThat(as.get("/authorize/upstream/other").status()).isEqualTo(404);
        }
    }

    @Nested
    @DisplayName("Which resource owner an account is")
    class Mapping {

        @Test
        void mayBeNobody() {
            serve(idp.openId().accounts(identity -> Optional.empty()));

            WebResponse page = signIn();

            assertThat(page.status()).isEqualTo(403);
            assertThat(page.text()).contains("may not sign in here");
            assertThat(as.lastReason()).isEqualTo("upstream.account-refused");
        }

        @Test
        void isForTheApplicationToSay() {
            serve(idp.openId()
                    .withUserInfo()
                    .accounts(identity ->
                            identity.claims().string("email").map(mail -> new Subject("known:" + mail, mail))));
            idp.person = idp.person.toBuilder().put("email", "ada@example.com").build();

            assertThat(signIn().text()).contains("<strong>ada@example.com</strong>");
            assertThat(idp.authorizations).contains("Bearer upstream-access");
        }

        private String id(String issuer, String subject) {
            return UpstreamAccounts.byIssuerAndSubject()
                    .subject(new UpstreamIdentity(
                            "p",
                            issuer.isEmpty() ? Optional.empty() : Optional.of(new Issuer(issuer)),
                            subject,
                            JsonObject.EMPTY,
                            Optional.empty()))
                    .orElseThrow()
                    .id();
        }

        @Test
        void isByDefaultIssuerAndSubjectAndNeverTwoForOne() {
            String longest = "x".repeat(255);

            assertThat(id("https://a.example", "1")).isEqualTo("https://a.example|1");
            assertThat(List.of(
                            id("https://a.example", "1"),
                            id("https://a.example/", "1"),
                            id("https://b.example", "1"),
                            id("https://a.example", "|1"),
                            id("https://a.example", "1 "),
                            id("", "1"),
                            id("", longest),
                            id("https://a.example", longest),
                            id("https://b.example", longest)))
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id.length() <= 255);
            assertThat(id("https://a.example", longest)).isEqualTo(id("https://a.example", longest));
        }
    }

    @Test
    void tokensThatAreTooLongToKeepAreRefused() {
        JsonObject large = JsonObject.builder().put("own", "x".repeat(20_000)).build();
        serve(idp.openId().keepTokens().accounts(identity -> Optional.of(new Subject("x", "X").withProperties(large))));
        idp.answer = json -> json.toBuilder()
                .put("refresh_token", "upstream-" + "x".repeat(20_000))
                .build();

        isRefusedAndCanBeTriedAgain(signIn(), 502, "upstream.answer-unusable");
    }

    @Nested
    @DisplayName("A plain OAuth server")
    class PlainOAuth {

        private WebResponse signInAtHub() {
            Parameters asked = leave(browser.open(authorize()), "hub");
            assertThat(asked.has("nonce")).isFalse();
            return browser.open(back(
                    ISSUER + "/authorize/upstream/hub",
                    "state",
                    asked.value("state").orElseThrow(),
                    "code",
                    idp.codeFor(asked)));
        }

        @Test
        void saysByItsApiWhoSomebodyIs() {
            serve(idp.oauth("id"));
            idp.person = JsonObject.parse("{\"id\":583231,\"login\":\"octocat\"}");

            WebResponse consent = signInAtHub();

            assertThat(consent.text()).contains("<strong>octocat</strong>");
            browser.submit(consent, "action", "approve");
            assertThat(as.events.toString()).contains("hub|583231");
        }

        @ParameterizedTest
        @CsvSource({
            "200, {}, 502, upstream.answer-unusable",
            "200, '{\"id\":1.5}', 502, upstream.answer-unusable",
            "200, '{\"id\":[1]}', 502, upstream.answer-unusable",
            "200, nothing, 502, upstream.answer-unusable",
            "401, {}, 502, upstream.userinfo",
            "302, {}, 502, upstream.answer-unusable",
            "500, {}, 503, upstream.unreachable",
        })
        void thatDoesNotIsRefused(int status, String body, int expected, String reason) {
            serve(idp.oauth("id"));
            idp.canned.put("/userinfo", Canned.of(status, body));

            WebResponse page = signInAtHub();

            assertThat(page.status()).isEqualTo(expected);
            assertThat(as.lastReason()).isEqualTo(reason);
        }

        @Test
        void userinfoOfSomebodyElseIsRefused() {
            serve(idp.openId().withUserInfo());
            idp.canned.put("/userinfo", Canned.of(200, "{\"sub\":\"somebody-else\"}"));

            isRefusedAndCanBeTriedAgain(signIn(), 502, "upstream.userinfo");
        }
    }

    @Test
    void oneRequestIsSentAwaySoOftenAndNoMore() {
        serve(idp.openId());
        WebResponse login = browser.open(authorize());
        String txn = login.text().replaceAll("(?s).*name=\"txn\" value=\"([^\"]+)\".*", "$1");
        for (int i = 0; i < 10; i++) {
            leave(browser.open(ISSUER + "/authorize/interaction?txn=" + txn), "idp");
        }

        WebResponse refused =
                browser.submit(browser.open(ISSUER + "/authorize/interaction?txn=" + txn), "provider", "idp");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(as.lastReason()).isEqualTo("upstream.rate-limited");
    }

    @Test
    void aProviderThatThereIsNotIsNoButton() {
        serve(idp.openId());

        assertThat(browser.submit(browser.open(authorize()), "provider", "nobody")
                        .status())
                .isEqualTo(400);
        assertThat(as.lastReason()).isEqualTo("login.action-invalid");
    }

    @Test
    void aSignInThatIsCarriedOnNeedsNoProvider() {
        serve(idp.openId());
        browser.submit(signIn(), "action", "approve");

        assertThat(browser.open(authorize()).text()).contains("value=\"approve\"");
        assertThat(idp.redeemed).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://idp.example", "http://10.0.0.1", "http://127.0.0.1:1"})
    void isAskedOverHttpsUnlessToldLoudly(String issuer) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UpstreamProvider.openId("idp", new Issuer(issuer))
                        .publicClient("x")
                        .build());
    }

    @Test
    void settingsThatCanNotWorkAreAllReported() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UpstreamProvider.oauth(
                                "Not An Id",
                                URI.create("http://a.example/"),
                                URI.create("https://b.example/"),
                                URI.create("https://c.example/"),
                                "id")
                        .prompts("none")
                        .timeout(Duration.ofHours(1))
                        .allowedHosts("c.example")
                        .build())
                .withMessageContaining("id has 1 to 40")
                .withMessageContaining("client is required")
                .withMessageContaining("prompts are")
                .withMessageContaining("timeout")
                .withMessageContaining("http://a.example/")
                .withMessageContaining("https://b.example/");
    }

    @Test
    void twoOfOneIdAreAMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> serve(builder -> builder.upstream(idp.openId().build())
                        .upstream(idp.openId().build())));
    }
}
