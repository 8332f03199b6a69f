package dev.mcpoauth.server;

import static dev.mcpoauth.server.ClientProvocations.DOCUMENT;
import static dev.mcpoauth.server.ClientProvocations.document;
import static dev.mcpoauth.server.TestServer.FORM;
import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.error;
import static dev.mcpoauth.server.TestServer.json;
import static dev.mcpoauth.server.TestServer.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.dpop.DpopUse;
import dev.mcpoauth.server.dpop.TestProof;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.internal.jose.CompactJws;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.KeySource;
import dev.mcpoauth.server.key.TestKeys;
import dev.mcpoauth.server.resource.Verification;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import dev.mcpoauth.server.store.jdbc.JdbcOAuthStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Tokens bound to a key of the client (RFC 9449)")
class BoundTokensTest {
    private static final String SIGNED = "https://signed.example/mcp";
    private static final String STRICT = "https://strict.example/mcp";
    private static final TestProof.Key KEY = TestProof.Key.generate();
    private static final TestProof.Key OTHER = TestProof.Key.generate();
    private static final String[] VAULT = {"client_id", "vault", "client_secret", "s3cret"};

    private final TestServer as = new TestServer(BoundTokensTest::settings);
    private final Proven client = new Proven(as, KEY);
    private final Proven thief = new Proven(as, OTHER);

    private static SettingsBuilder settings(SettingsBuilder settings) {
        ClientSecret secret = ClientSecret.parse("s3cret");
        return Device.allowed(settings)
                .signingKeys(KeySource.of(TestKeys.key(SignatureAlgorithm.ES256)))
                .resource(ResourceSettings.of(SIGNED, Scope.of("x"))
                        .withJwtAccessTokens(SignatureAlgorithm.ES256)
                        .withIntrospectionBy("asking")
                        .withDpop(DpopUse.OFFERED))
                .resource(ResourceSettings.of(STRICT, Scope.of("y")).withDpop(DpopUse.REQUIRED))
                .client(ClientSettings.resourceServer("asking", secret))
                .client(ClientSettings.machineClient("batch", secret))
                .client(ClientSettings.confidentialClient("vault", secret, REDIRECT))
                .client(ClientSettings.parse(JsonObject.builder()
                        .put("client_id", "careful")
                        .put("redirect_uris", List.of(REDIRECT))
                        .put("dpop_bound_access_tokens", true)
                        .build()));
    }

    private JsonObject tokens() {
        WebResponse response = client.redeem(as.code());
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return json(response);
    }

    private static String access(JsonObject tokens) {
        return tokens.string("access_token").orElseThrow();
    }

    private Verification verify(JsonObject tokens, String resource) {
        return as.server.tokenVerifier().verify(access(tokens), new ResourceIndicator(resource));
    }

    private void assertBound(JsonObject tokens, TestProof.Key key) {
        assertThat(tokens.string("token_type")).contains("DPoP");
        assertThat(verify(tokens, RESOURCE))
                .isInstanceOfSatisfying(
                        Verification.Bound.class,
                        bound -> assertThat(bound.key().encoded()).isEqualTo(key.thumbprint()));
    }

    private void assertRefused(WebResponse response, String error, String reason) {
        assertThat(error(response)).isEqualTo(error);
        assertThat(as.lastReason()).isEqualTo(reason);
    }

    @Nested
    @DisplayName("§5: every grant")
    class EveryGrant {
        @Test
        void aCode() {
            assertBound(tokens(), KEY);
        }

        @Test
        void aClientThatActsForItself() {
            assertBound(
                    json(client.ask(
                            "grant_type", "client_credentials", "client_id", "batch", "client_secret", "s3cret")),
                    KEY);
        }

        @Test
        void aDevice() {
            Device device = Device.begin(as);
            device.answer(as.browser(), "approve");
            assertBound(
                    json(client.ask(
                            "grant_type",
                            "urn:ietf:params:oauth:grant-type:device_code",
                            "client_id",
                            "tv",
                            "device_code",
                            device.deviceCode())),
                    KEY);
        }

        @Test
        void withoutProofTheyAreForWhoeverHasThem() {
            JsonObject tokens = as.tokens();
            assertThat(tokens.string("token_type")).contains("Bearer");
            assertThat(verify(tokens, RESOURCE)).isInstanceOf(Verification.Active.class);
        }
    }

    @Nested
    @DisplayName("§6: how a resource learns of the key")
    class Confirmations {
        private JsonObject signed() {
            return json(client.redeem(as.code("resource", SIGNED)));
        }

        @Test
        @DisplayName("§6.1: cnf of a signed token")
        void theSignedTokenNamesIt() {
            CompactJws token = CompactJws.parse(access(signed())).orElseThrow();
            assertThat(token.claims().object("cnf").orElseThrow().string("jkt")).contains(KEY.thumbprint());
            CompactJws bearer = CompactJws.parse(access(json(as.redeem(as.code("resource", SIGNED)))))
                    .orElseThrow();
            assertThat(bearer.claims().has("cnf")).isFalse();
        }

        @Test
        @DisplayName("§6.2: cnf and token_type of an introspection response")
        void introspectionNamesIt() {
            JsonObject told = introspect(signed());
            assertThat(told.string("token_type")).contains("DPoP");
            assertThat(told.object("cnf").orElseThrow().string("jkt")).contains(KEY.thumbprint());
            JsonObject bearer = introspect(json(as.redeem(as.code("resource", SIGNED))));
            assertThat(bearer.string("token_type")).contains("Bearer");
            assertThat(bearer.has("cnf")).isFalse();
        }

        private JsonObject introspect(JsonObject tokens) {
            return json(
                    as.form("/introspect", "client_id", "asking", "client_secret", "s3cret", "token", access(tokens)));
        }
    }

    @Nested
    @DisplayName("§5: refresh tokens")
    class Refreshing {
        @Test
        void ofAPublicClientAreBoundAlong() {
            JsonObject tokens = tokens();
            assertRefused(thief.refresh(tokens), "invalid_grant", "refresh.other-key");
            assertRefused(as.form("/token", Proven.refreshing(tokens)), "invalid_dpop_proof", "token.proof-missing");
            JsonObject next = json(client.refresh(tokens));
            assertBound(next, KEY);
            assertRefused(thief.refresh(next), "invalid_grant", "refresh.other-key");
            assertBound(json(client.refresh(next)), KEY);
        }

        @Test
        void thatWereForWhoeverHasThemAreBoundByTheFirstProof() {
            JsonObject bound = json(client.refresh(as.tokens()));
            assertBound(bound, KEY);
            assertRefused(thief.refresh(bound), "invalid_grant", "refresh.other-key");
        }

        @Test
        void ofAConfidentialClientAreNot() {
            JsonObject tokens = json(client.redeem(as.code("client_id", "vault"), VAULT));
            assertBound(tokens, KEY);
            JsonObject next = json(thief.refresh(tokens, VAULT));
            assertBound(next, OTHER);
            JsonObject last = json(as.form("/token", Proven.refreshing(next, VAULT)));
            assertThat(verify(last, RESOURCE)).isInstanceOf(Verification.Active.class);
        }

        @Test
        @DisplayName("A client that authenticated, and may come without credentials the next time")
        void ofAClientThatMayComeWithoutCredentialsAreBoundAlong() {
            JsonObject registered = json(as.register("{\"redirect_uris\":[\"" + REDIRECT + "\"]}"));
            String[] unstated = {
                "client_id", registered.string("client_id").orElseThrow(),
                "client_secret", registered.string("client_secret").orElseThrow()
            };

            JsonObject tokens = json(client.redeem(as.code("client_id", unstated[1]), unstated));

            assertBound(tokens, KEY);
            assertRefused(thief.refresh(tokens, unstated), "invalid_grant", "refresh.other-key");
            assertRefused(
                    as.form("/token", Proven.refreshing(tokens, unstated)),
                    "invalid_dpop_proof",
                    "token.proof-missing");
            assertBound(json(client.refresh(tokens, unstated)), KEY);
        }
    }

    @Nested
    @DisplayName("§5: a proof that is no good costs the client nothing else")
    class BadProofs {
        @Test
        void theCodeIsNotSpent() {
            String code = as.code();
            String bad =
                    client.proof().claim("htu", "https://as.example/authorize").sign();
            assertRefused(client.token(bad, Proven.redemption(code)), "invalid_dpop_proof", "dpop.other-url");
            assertBound(json(client.redeem(code)), KEY);
        }

        @Test
        void theRefreshTokenIsNotSpent() {
            JsonObject tokens = tokens();
            String stale =
                    client.proof().claim("iat", as.now().getEpochSecond() - 99).sign();
            assertRefused(client.token(stale, Proven.refreshing(tokens)), "invalid_dpop_proof", "dpop.time");
            assertBound(json(client.refresh(tokens)), KEY);
        }

        @Test
        @DisplayName("the endpoint has two addresses; each proof is for one of them")
        void theRequestsOwnPathCounts() {
            TestServer below = new TestServer(settings -> settings.issuer("https://as.example/tenant"));
            String root =
                    KEY.proof("POST", "https://as.example/token", below.now()).sign();
            String own = KEY.proof("POST", "https://as.example/tenant/token", below.now())
                    .sign();
            String[] form = {"grant_type", "refresh_token", "client_id", "app", "refresh_token", "x"};
            assertThat(error(below.post("/tenant/token", Map.of("DPoP", root), FORM, TestServer.encode(form))))
                    .isEqualTo("invalid_dpop_proof");
            assertThat(error(below.post("/tenant/token", Map.of("DPoP", own), FORM, TestServer.encode(form))))
                    .isEqualTo("invalid_grant");
            assertThat(error(below.post("/token", Map.of("DPoP", root), FORM, TestServer.encode(form))))
                    .isEqualTo("invalid_grant");
        }

        @Test
        @DisplayName("a proof without a credential takes no room in the store")
        void aProofForNothingIsNotRemembered() {
            String proof = client.proof().sign();
            for (int i = 0; i < 2; i++) {
                assertRefused(client.token(proof, Proven.redemption("never-issued")), "invalid_grant", "code.unknown");
            }
            assertBound(json(client.token(proof, Proven.redemption(as.code()))), KEY);
            assertRefused(client.token(proof, Proven.redemption(as.code())), "invalid_dpop_proof", "dpop.replayed");
        }
    }

    @Nested
    @DisplayName("a lost response is repeated for the same key only")
    class LostResponses {
        @Test
        void ofACode() {
            String code = as.code();
            byte[] first = client.redeem(code).body();
            assertThat(client.redeem(code).body()).isEqualTo(first);
            assertRefused(thief.redeem(code), "invalid_request", "token.repeated-differently");
            assertRefused(as.redeem(code), "invalid_request", "token.repeated-differently");
            assertThat(client.redeem(code).body()).isEqualTo(first);
        }

        @Test
        void ofARefreshToken() {
            JsonObject tokens = tokens();
            String proof = client.proof().sign();
            byte[] first = client.token(proof, Proven.refreshing(tokens)).body();
            assertThat(client.refresh(tokens).body()).isEqualTo(first);
            assertRefused(client.token(proof, Proven.refreshing(tokens)), "invalid_dpop_proof", "dpop.replayed");
            assertRefused(thief.refresh(tokens), "invalid_grant", "refresh.other-key");
        }

        @Test
        void ofAConfidentialClient() {
            JsonObject tokens = json(client.redeem(as.code("client_id", "vault"), VAULT));
            byte[] first = client.refresh(tokens, VAULT).body();
            assertRefused(thief.refresh(tokens, VAULT), "invalid_request", "token.repeated-differently");
            assertThat(client.refresh(tokens, VAULT).body()).isEqualTo(first);
        }
    }

    @Nested
    @DisplayName("§5.2, RFC 9728 §2: who may not come without")
    class Required {
        @Test
        void aClientThatRegisteredSo() {
            String code = as.code("client_id", "careful");
            assertRefused(as.redeem(code, "client_id", "careful"), "invalid_dpop_proof", "token.proof-missing");
            assertBound(json(client.redeem(code, "client_id", "careful")), KEY);
        }

        @Test
        void aClientThatRegisteredItselfSo() {
            JsonObject registered = json(as.register("{\"redirect_uris\":[\"" + REDIRECT
                    + "\"],\"token_endpoint_auth_method\":\"none\",\"dpop_bound_access_tokens\":true}"));
            assertThat(registered.bool("dpop_bound_access_tokens")).contains(true);
            String id = registered.string("client_id").orElseThrow();
            assertRefused(
                    as.redeem(as.code("client_id", id), "client_id", id), "invalid_dpop_proof", "token.proof-missing");
            assertThat(error(as.register(
                            "{\"redirect_uris\":[\"" + REDIRECT + "\"],\"dpop_bound_access_tokens\":\"yes\"}")))
                    .isEqualTo("invalid_client_metadata");
        }

        @Test
        void aClientWhoseDocumentSaysSo() {
            as.published.put(DOCUMENT, document(DOCUMENT, "dpop_bound_access_tokens", true));
            String code = as.code("client_id", DOCUMENT);
            assertRefused(as.redeem(code, "client_id", DOCUMENT), "invalid_dpop_proof", "token.proof-missing");
            assertBound(json(client.redeem(code, "client_id", DOCUMENT)), KEY);
        }

        @Test
        void aTokenForAResourceThatTakesNoOther() {
            String code = as.code("resource", STRICT);
            assertRefused(as.redeem(code), "invalid_dpop_proof", "token.proof-missing");
            assertThat(json(client.redeem(code)).string("token_type")).contains("DPoP");
        }
    }

    @Nested
    @DisplayName("§10: codes")
    class Codes {
        private final String code = as.code("dpop_jkt", KEY.thumbprint());

        @Test
        void areForTheKeyThatTheRequestNamed() {
            assertRefused(as.redeem(code), "invalid_dpop_proof", "token.proof-missing");
            assertRefused(thief.redeem(code), "invalid_grant", "code.other-key");
            assertBound(json(client.redeem(code)), KEY);
        }

        @Test
        void areWorthNothingAfterThreeOtherKeys() {
            for (int i = 0; i < 3; i++) {
                assertThat(error(thief.redeem(code))).isEqualTo("invalid_grant");
            }
            assertThat(as.reasons()).contains("code.burnt");
            assertThat(error(client.redeem(code))).isEqualTo("invalid_grant");
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4J", "0ZcOCORZNYy DWpqq30"})
        void areNotForAKeyThatNobodyCanHave(String thumbprint) {
            assertThat(parameters(as.get(authorize("dpop_jkt", thumbprint))).value("error"))
                    .contains("invalid_request");
            assertThat(as.lastReason()).isEqualTo("authorize.dpop-jkt");
        }
    }

    @Nested
    @DisplayName("§10.1: pushed requests")
    class Pushed {
        private static final String PAR_URL = TestServer.ISSUER + "/par";

        private WebResponse push(String proof, String... changes) {
            return as.post(
                    "/par", Map.of("DPoP", proof), FORM, authorize(changes).substring("/authorize?".length()));
        }

        private String proof(TestProof.Key key) {
            return key.proof("POST", PAR_URL, as.now()).sign();
        }

        private String code(WebResponse pushed) {
            String uri = json(pushed).string("request_uri").orElseThrow();
            return parameters(as.browser()
                            .signInAndApprove(
                                    "/authorize?" + TestServer.encode("client_id", "app", "request_uri", uri)))
                    .value("code")
                    .orElseThrow();
        }

        @Test
        void aProofBindsTheCode() {
            String code = code(push(proof(KEY)));
            assertRefused(thief.redeem(code), "invalid_grant", "code.other-key");
            assertBound(json(client.redeem(code)), KEY);
        }

        @Test
        void aProofAndAThumbprintAgree() {
            String code = code(push(proof(KEY), "dpop_jkt", KEY.thumbprint()));
            assertRefused(thief.redeem(code), "invalid_grant", "code.other-key");
            assertRefused(push(proof(KEY), "dpop_jkt", OTHER.thumbprint()), "invalid_request", "par.other-key");
        }

        @Test
        void aProofIsVerifiedAndUsedUpHereAsWell() {
            assertRefused(push(client.proof().sign()), "invalid_dpop_proof", "dpop.other-url");
            String proof = proof(KEY);
            assertThat(push(proof).status()).isEqualTo(201);
            assertRefused(push(proof), "invalid_dpop_proof", "dpop.replayed");
        }

        @Test
        void noncesAreAskedForHereAsWell() {
            TestServer asking = new TestServer(settings -> settings.proofNonces(true));
            WebResponse refused = asking.post(
                    "/par",
                    Map.of("DPoP", KEY.proof("POST", PAR_URL, asking.now()).sign()),
                    FORM,
                    authorize().substring("/authorize?".length()));
            assertThat(error(refused)).isEqualTo("use_dpop_nonce");
            assertThat(refused.header("DPoP-Nonce")).isPresent();
        }
    }

    @Nested
    @DisplayName("§8: nonces")
    class Nonces {
        private final TestServer asking = new TestServer(settings -> settings.proofNonces(true));
        private final Proven proving = new Proven(asking, KEY);
        private final String code = asking.code();

        private String nonce() {
            WebResponse refused = proving.redeem(code);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(error(refused)).isEqualTo("use_dpop_nonce");
            assertThat(refused.header("Access-Control-Expose-Headers").orElseThrow())
                    .contains("DPoP-Nonce");
            return refused.header("DPoP-Nonce").orElseThrow();
        }

        private WebResponse refresh(JsonObject tokens, String nonce) {
            return proving.token(proving.proof().claim("nonce", nonce).sign(), Proven.refreshing(tokens));
        }

        @Test
        void areToldAndRotated() {
            String nonce = nonce();
            assertThat(asking.lastReason()).isEqualTo("dpop.nonce-missing");
            WebResponse first =
                    proving.token(proving.proof().claim("nonce", nonce).sign(), Proven.redemption(code));
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.header("DPoP-Nonce")).isEmpty();

            asking.advance(Duration.ofMinutes(5));
            WebResponse second = refresh(json(first), nonce);
            assertThat(second.status()).isEqualTo(200);
            String next = second.header("DPoP-Nonce").orElseThrow();
            assertThat(next).isNotEqualTo(nonce);

            asking.advance(Duration.ofMinutes(5));
            WebResponse old = refresh(json(second), nonce);
            assertThat(error(old)).isEqualTo("use_dpop_nonce");
            assertThat(asking.lastReason()).isEqualTo("dpop.nonce-over");
            assertThat(refresh(json(second), old.header("DPoP-Nonce").orElseThrow())
                            .status())
                    .isEqualTo(200);
        }

        @Test
        void areNotAskedOfWhoBindsNothing() {
            assertThat(asking.redeem(code).status()).isEqualTo(200);
        }

        @Test
        void areGoodOnAnotherNode() {
            TestServer node = new TestServer(settings -> settings.proofNonces(true), asking.store, TestServer::alice);
            String proof = proving.proof().claim("nonce", nonce()).sign();
            assertThat(Proven.post(node, proof, Proven.redemption(code)).status())
                    .isEqualTo(200);
        }
    }

    @Nested
    @DisplayName("§5.1, RFC 9728 §2: metadata")
    class Documents {
        @Test
        void saysWhatProofsMayBeSignedWith() {
            assertThat(json(as.get("/.well-known/oauth-authorization-server"))
                            .strings("dpop_signing_alg_values_supported"))
                    .hasValueSatisfying(names -> assertThat(names).containsExactly("ES256", "EdDSA", "PS256", "RS256"));
        }

        @Test
        void saysOfAResourceWhatItWants() {
            assertThat(resource(DpopUse.ACCEPTED).names())
                    .doesNotContain("dpop_signing_alg_values_supported", "dpop_bound_access_tokens_required");
            assertThat(resource(DpopUse.OFFERED).bool("dpop_bound_access_tokens_required"))
                    .contains(false);
            assertThat(resource(DpopUse.OFFERED).strings("dpop_signing_alg_values_supported"))
                    .isPresent();
            assertThat(resource(DpopUse.REQUIRED).bool("dpop_bound_access_tokens_required"))
                    .contains(true);
        }

        private JsonObject resource(DpopUse use) {
            String url = TestServer.ISSUER + "/other";
            TestServer one = new TestServer(settings ->
                    settings.resource(ResourceSettings.of(url, Scope.of("z")).withDpop(use)));
            return json(one.get("/.well-known/oauth-protected-resource/other"));
        }
    }

    static Stream<Supplier<OAuthStore>> stores() {
        return Stream.of(InMemoryOAuthStore::new, () -> JdbcOAuthStore.open(database()));
    }

    private static JdbcDataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return database;
    }

    @ParameterizedTest
    @MethodSource("stores")
    @DisplayName("§11.1: of twenty requests with one proof, on two nodes, one gets tokens")
    void aProofIsGoodForOneOfManyRequestsAtOnce(Supplier<OAuthStore> stored) {
        try (OAuthStore store = stored.get()) {
            TestServer one = new TestServer(BoundTokensTest::settings, store, TestServer::alice);
            TestServer two = new TestServer(BoundTokensTest::settings, store, TestServer::alice);
            String proof = KEY.proof("POST", Proven.TOKEN_URL, one.now()).sign();
            List<CompletableFuture<WebResponse>> requests = IntStream.range(0, 20)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> Proven.post(
                            i % 2 == 0 ? one : two,
                            proof,
                            "grant_type",
                            "client_credentials",
                            "client_id",
                            "batch",
                            "client_secret",
                            "s3cret")))
                    .toList();
            assertThat(requests.stream().map(CompletableFuture::join))
                    .filteredOn(response -> response.status() == 200)
                    .hasSize(1);
            assertThat(requests.stream().map(CompletableFuture::join))
                    .filteredOn(response -> response.status() == 400)
                    .allSatisfy(refused -> assertThat(error(refused)).isEqualTo("invalid_dpop_proof"))
                    .hasSize(19);
        }
    }

    @Test
    void aServerThatStartsOnTheSameDatabaseKnowsTheKeysAndTheProofs() {
        JdbcDataSource database = database();
        TestServer before = new TestServer(BoundTokensTest::settings, JdbcOAuthStore.open(database), TestServer::alice);
        Proven proving = new Proven(before, KEY);
        String proof = proving.proof().sign();
        JsonObject tokens = json(proving.token(proof, Proven.redemption(before.code())));
        before.store.close();

        TestServer after = new TestServer(BoundTokensTest::settings, JdbcOAuthStore.open(database), TestServer::alice);

        assertThat(after.server.tokenVerifier().verify(access(tokens), new ResourceIndicator(RESOURCE)))
                .isInstanceOf(Verification.Bound.class);
        assertThat(error(Proven.post(after, proof, Proven.refreshing(tokens)))).isEqualTo("invalid_dpop_proof");
        assertThat(after.lastReason()).isEqualTo("dpop.replayed");
        assertThat(error(new Proven(after, OTHER).refresh(tokens))).isEqualTo("invalid_grant");
        assertThat(new Proven(after, KEY).refresh(tokens).status()).isEqualTo(200);
    }
}
