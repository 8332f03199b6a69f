package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.FORM;
import static dev.mcpoauth.server.TestServer.ISSUER;
import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.encode;
import static dev.mcpoauth.server.TestServer.error;
import static dev.mcpoauth.server.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.KeySource;
import dev.mcpoauth.server.key.TestKeys;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Introspection (RFC 7662)")
class IntrospectionTest {
    private static final String SIGNED = "https://signed.example/mcp";
    private static final String OTHER = "https://other.example/mcp";
    private static final String SECRET = "the-secret-of-the-bookshop";

    private final TestServer as = new TestServer(IntrospectionTest::settings);

    private static SettingsBuilder settings(SettingsBuilder ignored) {
        return AuthorizationServerSettings.builder()
                .issuer(ISSUER)
                .resource(ResourceSettings.of(RESOURCE, Scope.of("db:read", "db:write"))
                        .withIntrospectionBy("bookshop"))
                .resource(ResourceSettings.of(SIGNED, Scope.of("api"))
                        .withJwtAccessTokens(SignatureAlgorithm.EDDSA)
                        .withIntrospectionBy("signed", "bookshop"))
                .resource(ResourceSettings.of(OTHER, Scope.of("other")).withIntrospectionBy("elsewhere"))
                .signingKeys(KeySource.of(TestKeys.key(SignatureAlgorithm.EDDSA)))
                .client(ClientSettings.publicClient("app", REDIRECT))
                .client(ClientSettings.confidentialClient("vault", ClientSecret.parse("v"), REDIRECT))
                .client(ClientSettings.resourceServer("bookshop", ClientSecret.parse(SECRET)))
                .client(ClientSettings.resourceServer("signed", ClientSecret.parse("s")))
                .client(ClientSettings.resourceServer("elsewhere", ClientSecret.parse("e")));
    }

    private static Map<String, String> basic(String id, String secret) {
        byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    private WebResponse ask(String id, String secret, String token) {
        return as.post("/introspect", basic(id, secret), FORM, encode("token", token));
    }

    private JsonObject bookshopSees(String token) {
        WebResponse response = ask("bookshop", SECRET, token);
        assertThat(response.status()).isEqualTo(200);
        return json(response);
    }

    private JsonObject tokens(String resource) {
        return json(as.redeem(as.code("resource", resource)));
    }

    private static String access(JsonObject tokens) {
        return tokens.string("access_token").orElseThrow();
    }

    @Nested
    @DisplayName("§2.2: an active token says all that is known")
    class Active {
        @Test
        void ofAnOpaqueToken() {
            WebResponse response = ask("bookshop", SECRET, access(tokens(RESOURCE)));

            long now = as.now().getEpochSecond();
            assertThat(json(response))
                    .isEqualTo(JsonObject.builder()
                            .put("active", true)
                            .put("iss", ISSUER)
                            .put("sub", "alice-id")
                            .put("aud", RESOURCE)
                            .put("client_id", "app")
                            .put("scope", "db:read db:write")
                            .put("token_type", "Bearer")
                            .put("iat", now)
                            .put("exp", now + 3600)
                            .put("auth_time", now)
                            .build());
            assertThat(response.header("Cache-Control")).contains("no-store");
            assertThat(response.header("Access-Control-Allow-Origin")).isEmpty();
            assertThat(as.lastReason()).isEqualTo("introspect.active");
        }

        @Test
        void ofASignedTokenWhatTheTokenItselfSays() {
            String token = access(tokens(SIGNED));
            JsonObject inside = JsonObject.parse(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
            JsonObject seen = bookshopSees(token);

            for (String claim : inside.names()) {
                assertThat(seen.value(claim)).as(claim).isEqualTo(inside.value(claim));
            }
            assertThat(seen.bool("active")).contains(true);
        }

        @Test
        void withTheSecretInTheForm() {
            WebResponse response = as.form(
                    "/introspect",
                    "client_id",
                    "bookshop",
                    "client_secret",
                    SECRET,
                    "token_type_hint",
                    "refresh_token",
                    "token",
                    access(tokens(RESOURCE)));
            assertThat(json(response).bool("active")).contains(true);
        }
    }

    @Nested
    @DisplayName("§2.2: anything else is inactive and nothing more, so that nobody learns which")
    class Inactive {
        private void isInactive(String token) {
            assertThat(bookshopSees(token))
                    .isEqualTo(JsonObject.builder().put("active", false).build());
            assertThat(as.lastReason()).isEqualTo("introspect.inactive");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "unknown",
                    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                    "a.b.c",
                    "eyJhbGciOiJub25lIn0.e30.",
                    "with space",
                    "' OR 1=1 --",
                    "\u00e9\u4e2d",
                    "{\"active\":true}"
                })
        void aTokenThatNobodyIssued(String token) {
            isInactive(token);
        }

        @Test
        void aVeryLongOne() {
            isInactive("a".repeat(50_000));
        }

        @Test
        void anExpiredOne() {
            String token = access(tokens(RESOURCE));
            as.advance(Duration.ofHours(1));
            isInactive(token);
        }

        @Test
        void oneOfARevokedFamilyAtOnce() {
            JsonObject tokens = tokens(SIGNED);
            as.form(
                    "/revoke",
                    "client_id",
                    "app",
                    "token",
                    tokens.string("refresh_token").orElseThrow());
            isInactive(access(tokens));
        }

        @Test
        void oneThatAnOperatorRevoked() {
            String token = access(tokens(RESOURCE));
            String grant = as.store
                    .tokens()
                    .findAccess(as.server.settings().tokenHasher().hash(token))
                    .orElseThrow()
                    .grant()
                    .grantId();
            as.store.grants().revoke(grant, RevokeReason.OPERATOR, as.now());
            isInactive(token);
        }

        @Test
        void aRefreshToken() {
            isInactive(tokens(RESOURCE).string("refresh_token").orElseThrow());
        }

        @Test
        void anAuthorizationCode() {
            isInactive(as.code());
        }

        @Test
        void oneForAnotherResource() {
            isInactive(access(tokens(OTHER)));
        }

        @Test
        void aSignedOneWithAnotherSignature() {
            String token = access(tokens(SIGNED));
            isInactive(token.substring(0, token.lastIndexOf('.') + 1) + "AAAA");
        }
    }

    @Test
    void aTokenForSeveralResourcesShowsToEachItsPart() {
        String url = TestServer.authorize("resource", RESOURCE, "scope", "db:read other")
                + "&resource=https%3A%2F%2Fother.example%2Fmcp";
        String code = TestServer.parameters(as.browser().signInAndApprove(url))
                .value("code")
                .orElseThrow();
        String token = access(json(as.redeem(code)));

        JsonObject one = json(ask("bookshop", SECRET, token));
        JsonObject two = json(ask("elsewhere", "e", token));
        assertThat(one.string("aud")).contains(RESOURCE);
        assertThat(one.string("scope")).contains("db:read");
        assertThat(two.string("aud")).contains(OTHER);
        assertThat(two.string("scope")).contains("other");
        assertThat(json(ask("signed", "s", token)).bool("active")).contains(false);
    }

    @Nested
    @DisplayName("§2.1: only who may ask gets an answer")
    class WhoMayAsk {
        private final String token = access(tokens(RESOURCE));

        @ParameterizedTest
        @CsvSource({
            "bookshop, wrong, 401, client.secret-wrong",
            "bookshop, '', 401, client.secret-missing",
            "nobody, x, 401, client.unknown",
            "app, '', 403, introspect.not-permitted",
            "app, x, 401, client.secret-unexpected",
            "vault, v, 403, introspect.not-permitted",
            "vault, x, 401, client.secret-wrong"
        })
        void othersAreRefused(String id, String secret, int status, String reason) {
            WebResponse response = ask(id, secret, token);

            assertThat(response.status()).isEqualTo(status);
            assertThat(as.lastReason()).isEqualTo(reason);
            assertThat(json(response).has("active")).isFalse();
            assertThat(response.text()).doesNotContain("alice");
            assertThat(response.header("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
        }

        @Test
        void aClientThatRegisteredItselfIsRefusedWhateverItsName() {
            JsonObject registered =
                    json(as.register("{\"redirect_uris\":[\"https://a.example/\"],\"client_name\":\"bookshop\","
                            + "\"token_endpoint_auth_method\":\"client_secret_post\"}"));
            WebResponse response = ask(
                    registered.string("client_id").orElseThrow(),
                    registered.string("client_secret").orElseThrow(),
                    token);
            assertThat(response.status()).isEqualTo(403);
            assertThat(error(response)).isEqualTo("unauthorized_client");
        }

        @Test
        void theTokenItselfIsNoCredential() {
            WebResponse response =
                    as.post("/introspect", Map.of("Authorization", "Bearer " + token), FORM, encode("token", token));
            assertThat(response.status()).isEqualTo(401);
        }

        @Test
        void guessingSecretsHasToWait() {
            for (int i = 0; i < 50; i++) {
                ask("bookshop", "guess" + i, token);
            }
            assertThat(ask("bookshop", SECRET, token).status()).isEqualTo(429);
        }

        @ParameterizedTest
        @CsvSource({
            "'', 400, request.parameter-missing",
            "'token=', 400, request.parameter-missing",
            "'token=a&token=b', 400, form.duplicate-parameter",
            "'token=%00', 400, form.control-character",
            "'token=%zz', 400, form.malformed-encoding"
        })
        void formsThatAreNoneAreRefused(String form, int status, String reason) {
            WebResponse response = as.post("/introspect", basic("bookshop", SECRET), FORM, form);
            assertThat(response.status()).isEqualTo(status);
            assertThat(as.lastReason()).isEqualTo(reason);
        }

        @Test
        void aTokenInTheQueryOrInJsonIsNotRead() {
            assertThat(as.get("/introspect?token=" + token).status()).isEqualTo(405);
            assertThat(as.post(
                                    "/introspect",
                                    basic("bookshop", SECRET),
                                    "application/json",
                                    "{\"token\":\"" + token + "\"}")
                            .status())
                    .isEqualTo(415);
        }
    }

    @Test
    void aResourceServerGetsNoTokensItself() {
        assertThat(as.get(TestServer.authorize("client_id", "bookshop")).status())
                .isEqualTo(400);
        WebResponse response = as.post(
                "/token", basic("bookshop", SECRET), FORM, encode("grant_type", "authorization_code", "code", "x"));
        assertThat(error(response)).isEqualTo("unauthorized_client");
    }

    @Nested
    @DisplayName("RFC 8414 §2: listed where it is served")
    class Listed {
        @Test
        void withTheMethodsThatHaveASecret() {
            JsonObject document = json(as.get("/.well-known/oauth-authorization-server"));
            assertThat(document.string("introspection_endpoint")).contains(ISSUER + "/introspect");
            assertThat(document.strings("introspection_endpoint_auth_methods_supported")
                            .orElseThrow())
                    .contains("client_secret_basic", "client_secret_post")
                    .doesNotContain("none");
        }

        @Test
        void andNowhereElse() {
            assertThat(new TestServer().get("/introspect").status()).isEqualTo(404);
        }
    }

    @Test
    void anOutageOfTheStoreIsNotInactive() {
        TestServer down = new TestServer(IntrospectionTest::settings, DownStore.closed(), TestServer::alice);
        WebResponse response = down.post("/introspect", basic("bookshop", SECRET), FORM, encode("token", "x"));
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isPresent();
        assertThat(response.text()).doesNotContain("active");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "app"})
    void whoeverIsToAskNeedsToBeRegisteredWithASecret(String asking) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestServer.settings()
                        .resource(ResourceSettings.of(OTHER, Scope.of("x")).withIntrospectionBy(asking))
                        .build())
                .withMessageContaining(asking);
    }

    @Test
    void theEventNamesTheTokenByItsFingerprintOnly() {
        String token = access(tokens(RESOURCE));
        bookshopSees(token);
        assertThat(List.copyOf(as.events).toString()).doesNotContain(token).doesNotContain(SECRET);
    }
}
