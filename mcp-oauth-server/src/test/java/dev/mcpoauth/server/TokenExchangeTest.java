package dev.mcpoauth.server;

import static dev.mcpoauth.server.Exchanges.ACCESS_TOKEN;
import static dev.mcpoauth.server.Exchanges.JWT;
import static dev.mcpoauth.server.Exchanges.LEDGER;
import static dev.mcpoauth.server.Exchanges.STOCK;
import static dev.mcpoauth.server.Exchanges.access;
import static dev.mcpoauth.server.Exchanges.person;
import static dev.mcpoauth.server.Exchanges.trade;
import static dev.mcpoauth.server.Exchanges.traded;
import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.error;
import static dev.mcpoauth.server.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.server.client.metadata.GrantTypes;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.Verification;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import dev.mcpoauth.server.settings.TokenExchangeRule;
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

@DisplayName("Token exchange (RFC 8693)")
class TokenExchangeTest {
    private final TestServer as = new TestServer(Exchanges::allowed);

    private static Verification verify(TestServer as, String token, String resource) {
        return as.server.tokenVerifier().verify(token, new ResourceIndicator(resource));
    }

    private AuthenticatedCaller caller(String token, String resource) {
        return ((Verification.Active) verify(as, token, resource)).caller();
    }

    private boolean isGood(String token, String resource) {
        return verify(as, token, resource) instanceof Verification.Active;
    }

    private JsonObject introspected(String client, String token) {
        return json(as.form("/introspect", "client_id", client, "client_secret", "s3cret", "token", token));
    }

    private static JsonObject claims(String jwt) {
        String payload = jwt.split("\\.")[1];
        return JsonObject.parse(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }

    @Nested
    @DisplayName("§2.2.1: what comes out")
    class Answer {
        @Test
        void isAnAccessTokenForTheTargetWithWhatBothSidesAllow() {
            WebResponse response = trade(as, person(as));
            JsonObject tokens = json(response);

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("Cache-Control")).contains("no-store");
            assertThat(tokens.names())
                    .containsExactlyInAnyOrder(
                            "access_token", "issued_token_type", "token_type", "expires_in", "scope");
            assertThat(tokens.string("issued_token_type")).contains(ACCESS_TOKEN);
            assertThat(tokens.string("token_type")).contains("Bearer");
            assertThat(tokens.string("scope")).contains("db:read");
            assertThat(caller(access(tokens), STOCK).subject()).isEqualTo("alice-id");
            assertThat(caller(access(tokens), STOCK).clientId()).isEqualTo("bookshop");
            assertThat(isGood(access(tokens), RESOURCE)).isFalse();
            assertThat(isGood(access(tokens), LEDGER)).isFalse();
            assertThat(as.lastReason()).isEqualTo("exchange.issued");
        }

        @Test
        void isASignedTokenWhereTheTargetWantsOneWithWhoActs() {
            JsonObject tokens = json(trade(as, person(as), "resource", LEDGER, "requested_token_type", JWT));
            JsonObject claims = claims(access(tokens));

            assertThat(tokens.string("issued_token_type")).contains(JWT);
            assertThat(claims.string("aud")).contains(LEDGER);
            assertThat(claims.string("sub")).contains("alice-id");
            assertThat(claims.string("client_id")).contains("bookshop");
            assertThat(claims.string("scope")).contains("db:read db:write");
            assertThat(claims.object("act")).contains(JsonObject.parse("{\"sub\":\"bookshop\"}"));
            assertThat(claims.integer("auth_time")).isPresent();
        }

        @Test
        void tellsTheIntrospectingResourceWhoActs() {
            JsonObject seen = introspected("stock", traded(as, person(as)));

            assertThat(seen.bool("active")).contains(true);
            assertThat(seen.string("client_id")).contains("bookshop");
            assertThat(seen.object("act")).contains(JsonObject.parse("{\"sub\":\"bookshop\"}"));
            assertThat(introspected("bookshop", person(as)).has("act")).isFalse();
        }

        @Test
        void keepsWhoActedBefore() {
            String first = traded(as, person(as));
            String second = traded(as, first, "client_id", "stock", "resource", LEDGER);

            assertThat(claims(second).object("act"))
                    .contains(JsonObject.parse("{\"sub\":\"stock\",\"act\":{\"sub\":\"bookshop\"}}"));
            assertThat(claims(second).string("sub")).contains("alice-id");
        }

        @Test
        void namesNoActorWhereAClientNarrowsItsOwnToken() {
            String code = as.code("client_id", "agent", "scope", "db:read db:write");
            String own = access(json(as.redeem(code, "client_id", "agent", "client_secret", "s3cret")));
            String narrow = traded(as, own, "client_id", "agent", "resource", RESOURCE);

            assertThat(caller(narrow, RESOURCE).scope()).isEqualTo(Scope.of("db:read"));
            assertThat(introspected("bookshop", narrow).has("act")).isFalse();
        }

        @Test
        void isNarrowedOverAndOverByItsOwnClientOnlySoOften() {
            String code = as.code("client_id", "agent", "scope", "db:read db:write");
            String token = access(json(as.redeem(code, "client_id", "agent", "client_secret", "s3cret")));
            for (int i = 0; i < 8; i++) {
                token = traded(as, token, "client_id", "agent", "resource", RESOURCE);
                assertThat(caller(token, RESOURCE).subject()).isEqualTo("alice-id");
            }

            assertThat(trade(as, token, "client_id", "agent", "resource", RESOURCE)
                            .status())
                    .isEqualTo(400);
            assertThat(as.lastReason()).isEqualTo("exchange.chain-too-long");
        }

        @Test
        void hasTheScopeThatWasAskedForOrIncluded() {
            assertThat(json(trade(as, person(as), "resource", LEDGER, "scope", "db:write"))
                            .string("scope"))
                    .contains("db:write");
            String all = access(json(as.redeem(as.code("scope", "db:all"))));
            assertThat(json(trade(as, all, "resource", LEDGER)).string("scope")).contains("db:read db:write");
        }

        @Test
        void takesTheTargetAsAudienceToo() {
            assertThat(isGood(traded(as, person(as), "resource", "", "audience", STOCK), STOCK))
                    .isTrue();
            assertThat(isGood(traded(as, person(as), "audience", STOCK), STOCK)).isTrue();
        }

        @Test
        void comesFromASignedTokenAsWell() {
            String code = as.code("client_id", "agent", "resource", LEDGER);
            String signed =
                    access(json(as.redeem(code, "client_id", "agent", "client_secret", "s3cret", "resource", LEDGER)));
            TestServer two = new TestServer(
                    settings -> Exchanges.allowed(settings)
                            .tokenExchange(TokenExchangeRule.of("ledger", LEDGER, STOCK, Scope.of("db:read"))),
                    as.store,
                    TestServer::alice);

            for (String type : List.of(ACCESS_TOKEN, JWT)) {
                assertThat(trade(two, signed, "client_id", "ledger", "subject_token_type", type)
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @Nested
    @DisplayName("The new token ends with the old one")
    class Ends {
        @Test
        void itIsGoodNoLonger() {
            String token = person(as);
            as.advance(Duration.ofMinutes(50));
            JsonObject tokens = json(trade(as, token));

            assertThat(tokens.integer("expires_in")).contains(600L);
            as.advance(Duration.ofMinutes(9));
            assertThat(isGood(access(tokens), STOCK)).isTrue();
            as.advance(Duration.ofMinutes(1));
            assertThat(isGood(access(tokens), STOCK)).isFalse();
        }

        @Test
        void norLongerThanTokensForTheTargetAre() {
            assertThat(json(trade(as, person(as), "resource", LEDGER)).integer("expires_in"))
                    .contains(600L);
        }

        @Test
        void atOnceWhenTheOldOneIsRevoked() {
            String token = person(as);
            String first = traded(as, token);
            String second = traded(as, first, "client_id", "stock", "resource", LEDGER);
            as.form("/revoke", "client_id", "app", "token", token);

            assertThat(isGood(first, STOCK)).isFalse();
            assertThat(isGood(second, LEDGER)).isFalse();
            assertThat(introspected("stock", first).bool("active")).contains(false);
            assertThat(introspected("ledger", second).bool("active")).contains(false);
            assertThat(error(trade(as, first, "client_id", "stock", "resource", LEDGER)))
                    .isEqualTo("invalid_request");
            assertThat(as.lastReason()).isEqualTo("exchange.subject-token-revoked");
        }

        @Test
        void atOnceWhenTheGrantIsRevokedThoughLookUpsAreRemembered() {
            TestServer remembering =
                    new TestServer(settings -> Exchanges.allowed(settings).accessTokenCacheTime(Duration.ofMinutes(1)));
            JsonObject tokens = json(remembering.redeem(remembering.code()));
            String first = traded(remembering, access(tokens));
            assertThat(verify(remembering, first, STOCK)).isInstanceOf(Verification.Active.class);

            remembering.form(
                    "/revoke",
                    "client_id",
                    "app",
                    "token",
                    tokens.string("refresh_token").orElseThrow());

            assertThat(verify(remembering, first, STOCK)).isInstanceOf(Verification.Inactive.class);
        }

        @Test
        void atOnceWhenAnOperatorEndsEverythingOfThePerson() {
            String first = traded(as, person(as), "resource", LEDGER);
            int ended = as.server
                    .store()
                    .grants()
                    .revokeWhere(new GrantSelector.OfSubject("alice-id"), RevokeReason.OPERATOR, as.now());

            assertThat(ended).isEqualTo(1);
            assertThat(isGood(first, LEDGER)).isFalse();
        }

        @Test
        void butNotTheOtherWayRound() {
            String token = person(as);
            String first = traded(as, token);
            as.form("/revoke", "client_id", "bookshop", "client_secret", "s3cret", "token", first);

            assertThat(isGood(first, STOCK)).isFalse();
            assertThat(isGood(token, RESOURCE)).isTrue();
        }

        @Test
        void afterFiveWhoAct() {
            String token = person(as);
            for (int i = 0; i < 2; i++) {
                token = traded(as, token);
                token = traded(as, token, "client_id", "stock", "resource", RESOURCE);
            }
            token = traded(as, token);
            WebResponse sixth = trade(as, token, "client_id", "stock", "resource", RESOURCE);

            assertThat(error(sixth)).isEqualTo("invalid_request");
            assertThat(as.lastReason()).isEqualTo("exchange.chain-too-long");
        }
    }

    @Nested
    @DisplayName("§2.2.2: what is refused")
    class Refusals {
        @ParameterizedTest
        @CsvSource({
            "subject_token, '', invalid_request, request.parameter-missing",
            "subject_token, x, invalid_request, exchange.subject-token-unknown",
            "subject_token, e30.e30.e30, invalid_request, exchange.subject-token-unknown",
            "subject_token_type, '', invalid_request, request.parameter-missing",
            "subject_token_type, access_token, invalid_request, exchange.subject-token-type",
            "subject_token_type, urn:ietf:params:oauth:token-type:jwt, invalid_request, exchange.subject-token-type",
            "subject_token_type, urn:ietf:params:oauth:token-type:id_token, invalid_request,"
                    + " exchange.subject-token-type",
            "subject_token_type, urn:ietf:params:oauth:token-type:refresh_token, invalid_request,"
                    + " exchange.subject-token-type",
            "subject_token_type, urn:ietf:params:oauth:token-type:saml2, invalid_request, exchange.subject-token-type",
            "subject_token_type, urn:ietf:params:oauth:token-type:id-jag, invalid_request,"
                    + " exchange.subject-token-type",
            "subject_token_type, URN:IETF:params:oauth:token-type:access_token, invalid_request,"
                    + " exchange.subject-token-type",
            "requested_token_type, urn:ietf:params:oauth:token-type:refresh_token, invalid_request,"
                    + " exchange.requested-token-type",
            "requested_token_type, urn:ietf:params:oauth:token-type:id_token, invalid_request,"
                    + " exchange.requested-token-type",
            "requested_token_type, urn:ietf:params:oauth:token-type:id-jag, invalid_request,"
                    + " exchange.requested-token-type",
            "requested_token_type, urn:ietf:params:oauth:token-type:jwt, invalid_request,"
                    + " exchange.requested-token-type",
            "actor_token, x, invalid_request, exchange.actor-token",
            "actor_token_type, urn:ietf:params:oauth:token-type:access_token, invalid_request, exchange.actor-token",
            "resource, '', invalid_request, request.parameter-missing",
            "resource, stock, invalid_target, resource.malformed",
            "resource, https://unknown.example/, invalid_target, resource.unknown",
            "resource, https://as.example/mcp, invalid_target, exchange.target-not-permitted",
            "audience, https://ledger.example/mcp, invalid_target, exchange.several-targets",
            "audience, app, invalid_target, resource.malformed",
            "scope, db:write, invalid_scope, exchange.scope",
            "scope, stock:read, invalid_scope, exchange.scope",
            "scope, db:read stock:read, invalid_scope, exchange.scope",
            "scope, openid, invalid_scope, exchange.scope",
            "scope, a\"b, invalid_scope, scope.malformed",
            "client_id, stock, invalid_request, exchange.not-permitted",
            "client_id, ledger, invalid_request, exchange.not-permitted",
            "client_id, agent, invalid_target, exchange.target-not-permitted",
            "client_id, reader, unauthorized_client, token.grant-type-not-registered",
            "client_id, nobody, invalid_client, client.unknown",
            "client_secret, wrong, invalid_client, client.secret-wrong",
            "client_secret, '', invalid_client, client.secret-missing",
        })
        void isWhateverDiffersFromAGoodRequest(String name, String value, String error, String reason) {
            String token = person(as);
            int before = as.events.size();
            WebResponse response = trade(as, token, name, value);

            assertThat(error(response)).isEqualTo(error);
            assertThat(as.reasons().subList(before, as.events.size())).containsExactly(reason);
            assertThat(response.text()).doesNotContain(token);
        }

        @Test
        void isAPublicClientWhateverItIsRegisteredFor() {
            WebResponse response = trade(as, person(as), "client_id", "app", "client_secret", "");

            assertThat(error(response)).isEqualTo("unauthorized_client");
        }

        @Test
        void isATokenThatIsOver() {
            String token = person(as);
            as.advance(Duration.ofHours(1));

            assertThat(error(trade(as, token))).isEqualTo("invalid_request");
            assertThat(as.lastReason()).isEqualTo("exchange.subject-token-expired");
        }

        @Test
        void isARefreshToken() {
            String refresh = as.tokens().string("refresh_token").orElseThrow();

            assertThat(error(trade(as, refresh))).isEqualTo("invalid_request");
            assertThat(as.lastReason()).isEqualTo("exchange.subject-token-unknown");
        }

        @Test
        void isATokenWithNothingThatTheTargetKnows() {
            String code = as.code("client_id", "agent", "scope", "db:write");
            String writer = access(json(as.redeem(code, "client_id", "agent", "client_secret", "s3cret")));

            assertThat(error(trade(as, writer))).isEqualTo("invalid_scope");
        }

        @Test
        void readsTheSameWhateverIsWrongWithTheToken() {
            String over = person(as);
            as.advance(Duration.ofHours(1));
            String revoked = person(as);
            as.form("/revoke", "client_id", "app", "token", revoked);

            assertThat(List.of(
                            trade(as, over).text(),
                            trade(as, revoked).text(),
                            trade(as, person(as), "client_id", "ledger").text()))
                    .containsOnly(trade(as, "never-issued").text());
        }

        @Test
        void spendsNothing() {
            String token = person(as);
            trade(as, token, "scope", "db:write");
            trade(as, token, "resource", "https://unknown.example/");

            assertThat(trade(as, token).status()).isEqualTo(200);
        }
    }

    @Nested
    @DisplayName("Only where the operator says so")
    class Operators {
        private SettingsBuilder with(TokenExchangeRule rule) {
            return Exchanges.allowed(TestServer.settings()).tokenExchange(rule);
        }

        @Test
        void isNotOfferedWithoutARule() {
            TestServer none = new TestServer();
            assertThat(json(none.get("/.well-known/oauth-authorization-server"))
                            .strings("grant_types_supported")
                            .orElseThrow())
                    .doesNotContain(GrantTypes.TOKEN_EXCHANGE);
            assertThat(json(as.get("/.well-known/oauth-authorization-server"))
                            .strings("grant_types_supported")
                            .orElseThrow())
                    .contains(GrantTypes.TOKEN_EXCHANGE);
            assertThat(error(none.form("/token", "client_id", "app", "grant_type", GrantTypes.TOKEN_EXCHANGE)))
                    .isEqualTo("unsupported_grant_type");
        }

        @Test
        void aRuleSpeaksOfWhatThereIs() {
            Map<TokenExchangeRule, String> wrong = Map.of(
                    TokenExchangeRule.of("nobody", RESOURCE, STOCK, Scope.of("db:read")), "client nobody",
                    TokenExchangeRule.of("reader", RESOURCE, STOCK, Scope.of("db:read")), "client reader",
                    TokenExchangeRule.of("app", RESOURCE, STOCK, Scope.of("db:read")), "client app",
                    TokenExchangeRule.of("stock", "https://x.example/", STOCK, Scope.of("db:read")), "both among",
                    TokenExchangeRule.of("stock", STOCK, "https://x.example/", Scope.of("db:read")), "both among",
                    TokenExchangeRule.of("stock", STOCK, RESOURCE, Scope.of("stock:read")), "of that resource",
                    TokenExchangeRule.of("stock", STOCK, RESOURCE, Scope.EMPTY), "needs scope");
            wrong.forEach((rule, complaint) -> assertThatIllegalArgumentException()
                    .isThrownBy(() -> with(rule).build())
                    .withMessageContaining(complaint));
        }

        @ParameterizedTest
        @ValueSource(strings = {GrantTypes.TOKEN_EXCHANGE, GrantTypes.JWT_BEARER})
        void aClientWithoutSecretOrKeyIsNotRegisteredForIt(String grantType) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> ClientSettings.publicClient("app", REDIRECT).withGrants(grantType))
                    .withMessageContaining("needs a secret or a key");
            assertThat(ClientSettings.resourceServer("a", ClientSecret.parse("x"))
                            .withGrants(grantType)
                            .uses(grantType))
                    .isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {GrantTypes.TOKEN_EXCHANGE, GrantTypes.JWT_BEARER, GrantTypes.CLIENT_CREDENTIALS})
        void nobodyRegistersThemselvesForIt(String grantType) {
            WebResponse alone = as.register("{\"grant_types\":[\"" + grantType + "\"]}");
            assertThat(error(alone)).isEqualTo("invalid_client_metadata");
            assertThat(alone.text()).contains("the operator registers");
            assertThat(as.lastReason()).isEqualTo("register.grant-types");

            JsonObject mixed = json(as.register("{\"redirect_uris\":[\"" + REDIRECT
                    + "\"],\"grant_types\":[\"authorization_code\",\"" + grantType + "\"]}"));
            assertThat(mixed.strings("grant_types").orElseThrow()).containsExactly("authorization_code");
        }

        @Test
        void norByADocument() {
            JsonObject document = ClientProvocations.document(
                    ClientProvocations.DOCUMENT, "grant_types", List.of(GrantTypes.TOKEN_EXCHANGE));
            as.published.put(ClientProvocations.DOCUMENT, document);

            WebResponse response = trade(as, person(as), "client_id", ClientProvocations.DOCUMENT, "client_secret", "");

            assertThat(response.text()).contains("the operator registers");
            assertThat(as.lastReason()).isEqualTo("client-document.unusable");
        }

        @Test
        void rulesAddUp() {
            TestServer two = new TestServer(settings -> Exchanges.allowed(settings)
                    .resource(ResourceSettings.of("https://more.example/mcp", Scope.of("db:read", "db:write")))
                    .tokenExchange(
                            TokenExchangeRule.of("bookshop", RESOURCE, "https://more.example/mcp", Scope.of("db:read")))
                    .tokenExchange(TokenExchangeRule.of(
                            "bookshop", RESOURCE, "https://more.example/mcp", Scope.of("db:write"))));

            assertThat(json(trade(two, person(two), "resource", "https://more.example/mcp"))
                            .string("scope"))
                    .contains("db:read db:write");
        }
    }
}
