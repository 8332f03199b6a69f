package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.ISSUER;
import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.error;
import static dev.mcpoauth.server.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.metadata.AuthorizationServerMetadata;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.KeySource;
import dev.mcpoauth.server.key.SigningKey;
import dev.mcpoauth.server.key.TestKeys;
import dev.mcpoauth.server.resource.ResourceReasons;
import dev.mcpoauth.server.resource.Verification;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Signed access tokens (RFC 9068)")
class SignedTokensTest {
    private static final String SIGNED = "https://api.example/mcp";
    private static final String SIGNED_TOO = "https://api.example/other";

    private static UnaryOperator<SettingsBuilder> signing(SigningKey... keys) {
        return settings -> settings.signingKeys(KeySource.of(keys))
                .resource(ResourceSettings.of(SIGNED, Scope.of("api:read", "api:write"))
                        .withJwtAccessTokens(keys[0].algorithm()))
                .resource(ResourceSettings.of(SIGNED_TOO, Scope.of("other"))
                        .withJwtAccessTokens(keys[0].algorithm())
                        .withAccessTokenLifetime(Duration.ofMinutes(2)));
    }

    private final TestServer as = new TestServer(signing(TestKeys.key(SignatureAlgorithm.EDDSA)));

    private static JsonObject tokens(TestServer as, String resource) {
        return json(as.redeem(as.code("resource", resource)));
    }

    private static String access(JsonObject tokens) {
        return tokens.string("access_token").orElseThrow();
    }

    private static JsonWebKeySet keys(TestServer as) throws Exception {
        AuthorizationServerMetadata metadata = AuthorizationServerMetadata.parse(
                as.get("/.well-known/oauth-authorization-server").body());
        return new JsonWebKeySet(
                as.get(metadata.jwksUri().orElseThrow().getPath()).text());
    }

    /** What another library says to a token, with nothing but the published keys. */
    private static JwtContext verified(TestServer as, String token, String audience) throws Exception {
        return new JwtConsumerBuilder()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys(as).getJsonWebKeys()))
                .setJwsAlgorithmConstraints(AlgorithmConstraints.DISALLOW_NONE)
                .setExpectedType(true, "at+jwt")
                .setExpectedIssuer(true, ISSUER)
                .setExpectedAudience(true, audience)
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setRequireJwtId()
                .setRequireSubject()
                .setEvaluationTime(NumericDate.fromMilliseconds(as.now().toEpochMilli()))
                .build()
                .process(token);
    }

    private static Verification verify(TestServer as, String token, String resource) {
        return as.server.tokenVerifier().verify(token, new ResourceIndicator(resource));
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    @DisplayName("§2: another library verifies header, claims and signature with the published keys")
    void anotherLibraryVerifiesThem(SignatureAlgorithm algorithm) throws Exception {
        TestServer server = new TestServer(signing(TestKeys.key(algorithm)));
        JsonObject response = tokens(server, SIGNED);

        JwtContext context = verified(server, access(response), SIGNED);
        assertThat(context.getJoseObjects().get(0).getHeaders().getStringHeaderValue("alg"))
                .isEqualTo(algorithm.wireName());
        JwtClaims claims = context.getJwtClaims();
        assertThat(claims.getSubject()).isEqualTo("alice-id");
        assertThat(claims.getAudience()).containsExactly(SIGNED);
        assertThat(claims.getStringClaimValue("client_id")).isEqualTo("app");
        assertThat(claims.getStringClaimValue("scope")).isEqualTo("api:read api:write");
        assertThat(claims.getNumericDateClaimValue("auth_time").getValue())
                .isEqualTo(server.now().getEpochSecond());
        assertThat(claims.getIssuedAt().getValue()).isEqualTo(server.now().getEpochSecond());
        assertThat(claims.getExpirationTime().getValue())
                .isEqualTo(server.now().plus(Duration.ofMinutes(10)).getEpochSecond());
        assertThat(response.integer("expires_in")).contains(600L);
        assertThat(response.string("token_type")).contains("Bearer");
    }

    @Test
    @DisplayName("§2.2.1: auth_time is when the person signed in, not when they consented or the token was made")
    void theTimeOfTheSignInStays() throws Exception {
        Browser browser = as.browser();
        browser.signInAndApprove(TestServer.authorize());
        Instant signedIn = as.now();
        as.advance(Duration.ofMinutes(20));
        WebResponse answer =
                browser.submit(browser.open(TestServer.authorize("resource", SIGNED)), "action", "approve");
        JsonObject first =
                json(as.redeem(TestServer.parameters(answer).value("code").orElseThrow()));
        as.advance(Duration.ofMinutes(30));
        JsonObject next = json(as.refresh(first.string("refresh_token").orElseThrow()));

        assertThat(verified(as, access(next), SIGNED)
                        .getJwtClaims()
                        .getNumericDateClaimValue("auth_time")
                        .getValue())
                .isEqualTo(signedIn.getEpochSecond());
    }

    @Test
    void eachTokenHasAnIdentifierOfItsOwn() throws Exception {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            ids.add(verified(as, access(tokens(as, SIGNED)), SIGNED)
                    .getJwtClaims()
                    .getJwtId());
        }
        assertThat(ids).hasSize(5);
    }

    @Test
    void aTokenEndsWithItsResourcesLifetimeAndNeverAfterItsGrant() {
        assertThat(tokens(as, SIGNED_TOO).integer("expires_in")).contains(120L);
        assertThat(tokens(as, RESOURCE).integer("expires_in")).as("opaque").contains(3600L);

        TestServer brief = new TestServer(settings ->
                signing(TestKeys.key(SignatureAlgorithm.EDDSA)).apply(settings).grantLifetime(Duration.ofSeconds(90)));
        assertThat(tokens(brief, SIGNED).integer("expires_in")).contains(90L);
    }

    @Test
    void resourcesWithOpaqueTokensKeepThem() {
        assertThat(access(tokens(as, RESOURCE))).matches("[A-Za-z0-9_-]{43}");
        assertThat(access(tokens(as, SIGNED))).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    }

    @Test
    void anotherTokenThanTheIssuedOneIsUnknownInTheSameProcessHoweverItIsSigned() {
        SigningKey key = TestKeys.key(SignatureAlgorithm.EDDSA);
        String token = access(tokens(as, SIGNED));
        String forged = key.sign(
                "at+jwt",
                JsonObject.builder().put("iss", ISSUER).put("sub", "root").build());

        assertThat(verify(as, token, SIGNED)).isInstanceOf(Verification.Active.class);
        assertThat(verify(as, forged, SIGNED)).isEqualTo(new Verification.Inactive(ResourceReasons.TOKEN_UNKNOWN));
        assertThat(verify(as, token, RESOURCE))
                .isEqualTo(new Verification.Inactive(ResourceReasons.TOKEN_FOR_OTHER_RESOURCE));
    }

    @Nested
    @DisplayName("RFC 7009: in this process a revocation counts at once")
    class Revocation {
        @Test
        void ofTheTokenItself() {
            JsonObject tokens = tokens(as, SIGNED);
            as.form("/revoke", "client_id", "app", "token", access(tokens));

            assertThat(verify(as, access(tokens), SIGNED))
                    .isEqualTo(new Verification.Inactive(ResourceReasons.TOKEN_REVOKED));
            assertThat(as.refresh(tokens.string("refresh_token").orElseThrow()).status())
                    .as("the family goes on")
                    .isEqualTo(200);
        }

        @Test
        void ofTheWholeFamily() {
            JsonObject tokens = tokens(as, SIGNED);
            as.form(
                    "/revoke",
                    "client_id",
                    "app",
                    "token",
                    tokens.string("refresh_token").orElseThrow());

            assertThat(verify(as, access(tokens), SIGNED))
                    .isEqualTo(new Verification.Inactive(ResourceReasons.TOKEN_REVOKED));
        }

        @Test
        void ofAnotherClientsTokenChangesNothing() {
            TestServer two = new TestServer(settings -> signing(TestKeys.key(SignatureAlgorithm.EDDSA))
                    .apply(settings)
                    .client(ClientSettings.publicClient("thief", TestServer.REDIRECT)));
            JsonObject tokens = tokens(two, SIGNED);
            two.form("/revoke", "client_id", "thief", "token", access(tokens));

            assertThat(verify(two, access(tokens), SIGNED)).isInstanceOf(Verification.Active.class);
        }
    }

    @Test
    @DisplayName("a lost response is repeated byte for byte, signature included")
    void aRepeatedRefreshGetsTheIdenticalToken() {
        String refresh = tokens(as, SIGNED).string("refresh_token").orElseThrow();
        assertThat(as.refresh(refresh).text()).isEqualTo(as.refresh(refresh).text());
    }

    @Nested
    @DisplayName("§3: a signed token is for one resource")
    class SeveralResources {
        private final String code = two();

        private String two() {
            String url = TestServer.authorize("resource", SIGNED) + "&resource=" + SIGNED_TOO.replace(":", "%3A");
            return TestServer.parameters(as.browser().signInAndApprove(url))
                    .value("code")
                    .orElseThrow();
        }

        @Test
        void aRequestForBothIsRefusedAndSpendsNothing() {
            WebResponse refused = as.redeem(code);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(error(refused)).isEqualTo("invalid_target");
            assertThat(as.lastReason()).isEqualTo("resource.not-alone");
            assertThat(as.redeem(code, "resource", SIGNED).status()).isEqualTo(200);
        }

        @Test
        void theGrantServesEachInTurn() throws Exception {
            JsonObject first = json(as.redeem(code, "resource", SIGNED));
            JsonObject second = json(as.refresh(first.string("refresh_token").orElseThrow(), "resource", SIGNED_TOO));

            assertThat(verified(as, access(first), SIGNED).getJwtClaims().getAudience())
                    .containsExactly(SIGNED);
            assertThat(verified(as, access(second), SIGNED_TOO).getJwtClaims().getAudience())
                    .containsExactly(SIGNED_TOO);
        }
    }

    @Nested
    @DisplayName("Key rotation")
    class Rotation {
        private final SigningKey old = TestKeys.key(SignatureAlgorithm.ES256).withKeyId("old");
        private final Instant change = Instant.parse("2026-11-01T13:00:00Z");
        private final SigningKey next =
                SigningKey.generate(SignatureAlgorithm.ES256).withKeyId("next").signingFrom(change);
        private final TestServer node = new TestServer(signing(old, next));

        private List<String> published() throws Exception {
            return keys(node).getJsonWebKeys().stream()
                    .map(key -> key.getKeyId())
                    .toList();
        }

        @Test
        void overlapsSoThatEveryTokenCanBeVerifiedForAsLongAsItIsGood() throws Exception {
            assertThat(published()).as("before use").containsExactlyInAnyOrder("old", "next");
            node.advance(Duration.ofMinutes(59));
            String lastOfTheOld = access(tokens(node, SIGNED));
            node.advance(Duration.ofMinutes(2));
            String firstOfTheNext = access(tokens(node, SIGNED));

            verified(node, lastOfTheOld, SIGNED);
            verified(node, firstOfTheNext, SIGNED);
            assertThat(JwtHeader.keyId(lastOfTheOld)).isEqualTo("old");
            assertThat(JwtHeader.keyId(firstOfTheNext)).isEqualTo("next");

            node.advance(Duration.ofMinutes(10));
            assertThat(published()).as("its last token is over").containsExactly("next");
        }

        @Test
        void aSourceThatChangesNeedsNoRestart() throws Exception {
            List<SigningKey> keys = new ArrayList<>(List.of(old));
            TestServer live =
                    new TestServer(settings -> signing(old).apply(settings).signingKeys(() -> keys));
            assertThat(JwtHeader.keyId(access(tokens(live, SIGNED)))).isEqualTo("old");

            keys.clear();
            keys.add(next);

            String token = access(tokens(live, SIGNED));
            assertThat(JwtHeader.keyId(token)).isEqualTo("next");
            verified(live, token, SIGNED);
        }
    }

    @Nested
    @DisplayName("The published keys (RFC 7517 §5)")
    class Published {
        @Test
        void areCacheablePublicAndNothingElse() {
            WebResponse response = as.get("/jwks");

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("Content-Type")).contains("application/jwk-set+json");
            assertThat(response.header("Cache-Control")).contains("public, max-age=300");
            assertThat(response.header("Pragma")).isEmpty();
            assertThat(response.header("Access-Control-Allow-Origin")).contains("*");
            assertThat(response.text()).doesNotContainPattern("\"(d|p|q|dp|dq|qi|k)\"");
            assertThat(json(response).names()).containsExactly("keys");
        }

        @Test
        void areNeitherListedNorServedWhereNothingIsSigned() {
            TestServer opaque = new TestServer();
            assertThat(json(opaque.get("/.well-known/oauth-authorization-server"))
                            .has("jwks_uri"))
                    .isFalse();
            assertThat(opaque.get("/jwks").status()).isEqualTo(404);
        }

        @Test
        void areBelowAnIssuerWithAPath() {
            TestServer deep = new TestServer(settings -> signing(TestKeys.key(SignatureAlgorithm.EDDSA))
                    .apply(settings)
                    .issuer("https://as.example/tenant"));
            assertThat(json(deep.get("/.well-known/oauth-authorization-server/tenant"))
                            .string("jwks_uri"))
                    .contains("https://as.example/tenant/jwks");
            assertThat(deep.get("/tenant/jwks").status()).isEqualTo(200);
        }
    }

    @Nested
    @DisplayName("Settings that do not fit are refused at the start")
    class Settings {
        private void refuses(String text, UnaryOperator<SettingsBuilder> settings) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> settings.apply(TestServer.settings()).build())
                    .withMessageContaining(text);
        }

        @Test
        void aResourceWithoutKey() {
            refuses(
                    "ES256",
                    settings -> signing(TestKeys.key(SignatureAlgorithm.ES256))
                            .apply(settings)
                            .signingKeys(KeySource.of(TestKeys.key(SignatureAlgorithm.EDDSA))));
        }

        @Test
        void twoKeysOfOneName() {
            refuses(
                    "named twice",
                    settings -> settings.signingKeys(KeySource.of(
                            TestKeys.key(SignatureAlgorithm.ES256).withKeyId("k"),
                            TestKeys.key(SignatureAlgorithm.EDDSA).withKeyId("k"))));
        }

        @Test
        void aLifetimeOfNothing() {
            refuses(
                    "access token lifetime of " + SIGNED,
                    settings -> settings.resource(
                            ResourceSettings.of(SIGNED, Scope.of("x")).withAccessTokenLifetime(Duration.ZERO)));
        }
    }

    @Test
    void anExpiredOneIsRefusedByTheOtherLibraryToo() {
        String token = access(tokens(as, SIGNED));
        as.advance(Duration.ofMinutes(10));

        assertThatThrownBy(() -> verified(as, token, SIGNED)).isInstanceOf(InvalidJwtException.class);
        assertThat(verify(as, token, SIGNED)).isEqualTo(new Verification.Inactive(ResourceReasons.TOKEN_EXPIRED));
    }
}
