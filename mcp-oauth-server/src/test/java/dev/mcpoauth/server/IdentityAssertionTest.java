package dev.mcpoauth.server;

import static dev.mcpoauth.server.Assertions.EC;
import static dev.mcpoauth.server.Assertions.OTHER_EC;
import static dev.mcpoauth.server.Assertions.RSA;
import static dev.mcpoauth.server.IdentityProvider.STOCK;
import static dev.mcpoauth.server.IdentityProvider.VAULT;
import static dev.mcpoauth.server.IdentityProvider.assertion;
import static dev.mcpoauth.server.IdentityProvider.claims;
import static dev.mcpoauth.server.IdentityProvider.header;
import static dev.mcpoauth.server.IdentityProvider.present;
import static dev.mcpoauth.server.IdentityProvider.signed;
import static dev.mcpoauth.server.IdentityProvider.trusted;
import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.error;
import static dev.mcpoauth.server.TestServer.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.client.metadata.GrantTypes;
import dev.mcpoauth.server.grant.AuthTime;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.resource.Verification;
import dev.mcpoauth.server.settings.AssertedIdentity;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.SettingsBuilder;
import dev.mcpoauth.server.settings.TrustedIssuer;
import dev.mcpoauth.server.settings.TrustedIssuerBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Identity assertions as grants (RFC 7523 §2.1, ID-JAG, enterprise-managed authorization)")
class IdentityAssertionTest {
    private final TestServer as = new TestServer(IdentityProvider::allowed);

    private static TestServer trusting(TrustedIssuerBuilder issuer) {
        return new TestServer(settings -> IdentityProvider.withClients(settings).trustedIssuer(issuer.build()));
    }

    private static Verification verify(TestServer as, WebResponse response, String resource) {
        return as.server
                .tokenVerifier()
                .verify(json(response).string("access_token").orElseThrow(), new ResourceIndicator(resource));
    }

    private static String subject(TestServer as, WebResponse response) {
        return ((Verification.Active) verify(as, response, RESOURCE)).caller().subject();
    }

    private void isRefused(WebResponse response, String error, String reason) {
        assertThat(error(response)).isEqualTo(error);
        assertThat(response.status()).isEqualTo(400);
        assertThat(as.lastReason()).isEqualTo(reason);
        assertThat(response.text()).doesNotContain("Exception", "com.nimbusds", "U019488227");
    }

    @Nested
    @DisplayName("What comes out")
    class Answer {
        @Test
        void isAnAccessTokenForTheResourceOfTheAssertion() {
            WebResponse response = present(as, assertion(as));
            JsonObject tokens = json(response);

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("Cache-Control")).contains("no-store");
            assertThat(tokens.names())
                    .containsExactlyInAnyOrder("access_token", "token_type", "expires_in", "scope", "resource");
            assertThat(tokens.string("token_type")).contains("Bearer");
            assertThat(tokens.string("scope")).contains("db:read db:write");
            assertThat(tokens.string("resource")).contains(RESOURCE);
            assertThat(verify(as, response, RESOURCE)).isInstanceOfSatisfying(Verification.Active.class, active -> {
                assertThat(active.caller().clientId()).isEqualTo("agent");
                assertThat(active.caller().subject()).startsWith("asserted:");
            });
            assertThat(verify(as, response, STOCK)).isInstanceOf(Verification.Inactive.class);
        }

        @Test
        void isAGrantThatIsListedAndRevokedLikeAnyOther() {
            WebResponse response = present(as, assertion(as));
            GrantSelector whose = new GrantSelector.OfSubjectAndClient(subject(as, response), "agent");
            List<GrantRecord> grants =
                    as.server.store().grants().list(whose, Cursor.START, 10).items();

            assertThat(grants)
                    .singleElement()
                    .satisfies(grant ->
                            assertThat(grant.expiresAt()).isEqualTo(as.now().plus(Duration.ofHours(1))));
            assertThat(as.server.store().grants().revokeWhere(whose, RevokeReason.OPERATOR, as.now()))
                    .isEqualTo(1);
            assertThat(verify(as, response, RESOURCE)).isInstanceOf(Verification.Inactive.class);
        }

        @Test
        void isRevokedByItsClient() {
            WebResponse response = present(as, assertion(as));
            as.form(
                    "/revoke",
                    "client_id",
                    "agent",
                    "client_secret",
                    "s3cret",
                    "token",
                    json(response).string("access_token").orElseThrow());

            assertThat(verify(as, response, RESOURCE)).isInstanceOf(Verification.Inactive.class);
        }

        @Test
        void leavesNothingBehindWhenItIsOver() {
            present(as, assertion(as));
            as.advance(Duration.ofHours(26));

            assertThat(as.server.purge(100).removed()).isEqualTo(3);
        }

        static Stream<Object[]> acceptable() {
            return Stream.of(
                    new Object[] {"aud", List.of(TestServer.ISSUER)},
                    new Object[] {"resource", List.of(RESOURCE)},
                    new Object[] {"resource", List.of(VAULT, RESOURCE, "https://elsewhere.example/")},
                    new Object[] {"resource", "https://AS.example:443/mcp/"},
                    new Object[] {"scope", null},
                    new Object[] {"scope", "db:read openid offline_access"},
                    new Object[] {"nbf", 0},
                    new Object[] {"auth_time", 1_700_000_000L},
                    new Object[] {"auth_time", "yesterday"},
                    new Object[] {"email", "alice@corp.example"},
                    new Object[] {"act", Map.of("sub", "robot")},
                    new Object[] {"aud_sub", "alice"},
                    new Object[] {"jti", "x".repeat(500)},
                    new Object[] {"sub", "ü".repeat(255)});
        }

        @ParameterizedTest
        @MethodSource
        void acceptable(String claim, Object value) {
            assertThat(present(as, assertion(as, claim, value)).status()).isEqualTo(200);
        }

        @ParameterizedTest
        @CsvSource({
            "db:read db:write, '', db:read db:write",
            "db:read db:write, db:read, db:read",
            "db:read, '', db:read",
            "db:read, db:read openid, db:read",
            "'', '', db:read",
            "'', db:write, db:write",
            "db:read stock:write, '', db:read",
        })
        void hasNoMoreScopeThanRequestAssertionAndOperatorAgreeOn(String asserted, String asked, String granted) {
            String assertion = assertion(as, "scope", asserted.isEmpty() ? null : asserted);

            assertThat(json(present(as, assertion, "scope", asked)).string("scope"))
                    .contains(granted);
        }

        @Test
        void isForEachResourceThatTheAssertionAllows() {
            String two = assertion(as, "resource", List.of(RESOURCE, STOCK), "scope", "db:read stock:read");
            assertThat(json(present(as, two)).strings("resource")).contains(List.of(RESOURCE, STOCK));
            String one = assertion(as, "resource", List.of(RESOURCE, STOCK), "scope", "db:read stock:read");
            JsonObject narrowed = json(present(as, one, "resource", STOCK));
            assertThat(narrowed.string("resource")).contains(STOCK);
            assertThat(narrowed.string("scope")).contains("stock:read");
        }

        @Test
        void hasTheDefaultScopesWhereTheOperatorDidNotSayMore() {
            TestServer careful =
                    trusting(TrustedIssuer.of(IdentityProvider.ISSUER, "agent").keys(Assertions.jwks(EC)));

            assertThat(json(present(careful, assertion(careful))).string("scope"))
                    .contains("db:read");
        }

        @Test
        void saysWhenThePersonSignedIn() {
            WebResponse response =
                    present(as, assertion(as, "auth_time", as.now().getEpochSecond() - 7));
            GrantRecord grant = as.server
                    .store()
                    .grants()
                    .list(new GrantSelector.OfSubject(subject(as, response)), Cursor.START, 1)
                    .items()
                    .get(0);

            assertThat(AuthTime.of(grant)).contains(as.now().minusSeconds(7));
        }
    }

    @Nested
    @DisplayName("What the assertion may say")
    class Claims {
        static Stream<Arguments> bad() {
            String grant = "invalid_grant";
            return Stream.of(
                    Arguments.of("iss", null, grant, "issuer-unknown"),
                    Arguments.of("iss", "", grant, "issuer-unknown"),
                    Arguments.of("iss", "https://idp.example/", grant, "issuer-unknown"),
                    Arguments.of("iss", "https://IDP.example", grant, "issuer-unknown"),
                    Arguments.of("iss", "https://evil.example", grant, "issuer-unknown"),
                    Arguments.of("iss", TestServer.ISSUER, grant, "issuer-unknown"),
                    Arguments.of("iss", List.of("https://idp.example"), grant, "issuer-unknown"),
                    Arguments.of("aud", null, grant, "audience"),
                    Arguments.of("aud", "", grant, "audience"),
                    Arguments.of("aud", List.of(), grant, "audience"),
                    Arguments.of("aud", "https://as.example/", grant, "audience"),
                    Arguments.of("aud", "https://AS.example", grant, "audience"),
                    Arguments.of("aud", "https://as.example/token", grant, "audience"),
                    Arguments.of("aud", RESOURCE, grant, "audience"),
                    Arguments.of("aud", "agent", grant, "audience"),
                    Arguments.of("aud", List.of(TestServer.ISSUER, "https://other.example"), grant, "audience"),
                    Arguments.of("aud", List.of(TestServer.ISSUER, TestServer.ISSUER), grant, "audience"),
                    Arguments.of("aud", Map.of("x", TestServer.ISSUER), grant, "audience"),
                    Arguments.of("aud", 7, grant, "audience"),
                    Arguments.of("client_id", null, grant, "other-client"),
                    Arguments.of("client_id", "", grant, "other-client"),
                    Arguments.of("client_id", "helper", grant, "other-client"),
                    Arguments.of("client_id", "Agent", grant, "other-client"),
                    Arguments.of("client_id", List.of("agent"), grant, "other-client"),
                    Arguments.of("sub", null, grant, "subject"),
                    Arguments.of("sub", "", grant, "subject"),
                    Arguments.of("sub", 7, grant, "subject"),
                    Arguments.of("sub", "x".repeat(256), grant, "subject"),
                    Arguments.of("sub", "a\u0000b", grant, "subject"),
                    Arguments.of("sub", "a\nb", grant, "subject"),
                    Arguments.of("tenant", "acme", grant, "tenant"),
                    Arguments.of("tenant", 7, grant, "tenant"),
                    Arguments.of("jti", null, grant, "id"),
                    Arguments.of("jti", "", grant, "id"),
                    Arguments.of("jti", 7, grant, "id"),
                    Arguments.of("jti", "x".repeat(501), grant, "id"),
                    Arguments.of("exp", null, grant, "time"),
                    Arguments.of("exp", "soon", grant, "time"),
                    Arguments.of("exp", 0, grant, "time"),
                    Arguments.of("exp", -1, grant, "time"),
                    Arguments.of("exp", 1e300, grant, "time"),
                    Arguments.of("exp", Long.MAX_VALUE, grant, "time"),
                    Arguments.of("exp", 99_999_999_999L, grant, "time"),
                    Arguments.of("iat", null, grant, "time"),
                    Arguments.of("iat", "now", grant, "time"),
                    Arguments.of("iat", 0, grant, "time"),
                    Arguments.of("iat", 99_999_999_999L, grant, "time"),
                    Arguments.of("nbf", "now", grant, "time"),
                    Arguments.of("nbf", 99_999_999_999L, grant, "time"),
                    Arguments.of("cnf", Map.of("jkt", "x"), grant, "key-bound"),
                    Arguments.of("authorization_details", List.of(), grant, "authorization-details"),
                    Arguments.of("resource", null, grant, "resource"),
                    Arguments.of("resource", List.of(), grant, "resource"),
                    Arguments.of("resource", 7, grant, "resource"),
                    Arguments.of("resource", List.of(7), grant, "resource"),
                    Arguments.of("resource", "mcp", "invalid_target", "resource-not-permitted"),
                    Arguments.of("resource", VAULT, "invalid_target", "resource-not-permitted"),
                    Arguments.of("resource", "https://other.example/", "invalid_target", "resource-not-permitted"),
                    Arguments.of("scope", "", grant, "scope"),
                    Arguments.of("scope", List.of("db:read"), grant, "scope"),
                    Arguments.of("scope", "a\"b", grant, "scope"),
                    Arguments.of("scope", "stock:read", "invalid_scope", "scope-not-permitted"),
                    Arguments.of("scope", "openid", "invalid_scope", "scope-not-permitted"));
        }

        @ParameterizedTest
        @MethodSource
        void bad(String claim, Object value, String error, String reason) {
            isRefused(present(as, assertion(as, claim, value)), error, "identity-assertion." + reason);
        }

        @ParameterizedTest
        @ValueSource(longs = {-60, -61, -3600})
        void isRefusedWhenItIsOver(long seconds) {
            long now = as.now().getEpochSecond();
            isRefused(
                    present(as, assertion(as, "exp", now + seconds, "iat", now + seconds - 300)),
                    "invalid_grant",
                    "identity-assertion.time");
        }

        @Test
        void isGoodAMinuteEarlyAndAMinuteLateAndAnHourLong() {
            long now = as.now().getEpochSecond();
            assertThat(present(as, assertion(as, "exp", now - 59, "iat", now - 300))
                            .status())
                    .isEqualTo(200);
            assertThat(present(as, assertion(as, "iat", now + 60)).status()).isEqualTo(200);
            assertThat(present(as, assertion(as, "nbf", now + 60)).status()).isEqualTo(200);
            assertThat(present(as, assertion(as, "exp", now + 3600)).status()).isEqualTo(200);
            isRefused(present(as, assertion(as, "iat", now + 61)), "invalid_grant", "identity-assertion.time");
            isRefused(present(as, assertion(as, "nbf", now + 61)), "invalid_grant", "identity-assertion.time");
            isRefused(present(as, assertion(as, "exp", now + 3601)), "invalid_grant", "identity-assertion.time");
        }

        @Test
        void isGoodForAsLongAsTheOperatorSays() {
            TestServer strict = trusting(trusted().longestLifetime(Duration.ofMinutes(5)));
            long now = strict.now().getEpochSecond();

            assertThat(present(strict, assertion(strict)).status()).isEqualTo(200);
            assertThat(error(present(strict, assertion(strict, "exp", now + 301))))
                    .isEqualTo("invalid_grant");
        }

        @ParameterizedTest
        @CsvSource({
            "scope, db:read, invalid_scope, scope.exceeds-grant",
            "scope, db:read db:write, invalid_scope, scope.exceeds-grant",
            "scope, a\"b, invalid_scope, scope.malformed",
            "resource, https://stock.example/mcp, invalid_target, identity-assertion.other-resource",
            "resource, https://vault.example/mcp, invalid_target, identity-assertion.other-resource",
            "resource, https://unknown.example/, invalid_target, resource.unknown",
            "resource, mcp, invalid_target, resource.malformed",
        })
        void isNotWidenedByTheRequest(String name, String value, String error, String reason) {
            isRefused(present(as, assertion(as, "scope", "db:write"), name, value), error, reason);
        }

        @Test
        void countsWithoutTheScopesThatNobodyHereKnows() {
            String assertion = assertion(as, "scope", "db:write");

            assertThat(json(present(as, assertion, "scope", "openid vault:open"))
                            .string("scope"))
                    .contains("db:write");
        }
    }

    @Nested
    @DisplayName("RFC 8725: what the header may say")
    class Header {
        static Stream<Arguments> bad() {
            return Stream.of(
                    row("header", h -> h.jwkURL(URI.create("https://evil.example/jwks"))),
                    row("header", h -> h.x509CertURL(URI.create("https://evil.example/x5u"))),
                    row("header", h -> h.jwk(EC.toPublicJWK())),
                    row("header", h -> h.criticalParams(Set.of("exp")).customParam("exp", 1)),
                    row("type", h -> h.type(null)),
                    row("type", h -> h.type(JOSEObjectType.JWT)),
                    row("type", h -> h.type(new JOSEObjectType("at+jwt"))),
                    row("type", h -> h.type(new JOSEObjectType("dpop+jwt"))),
                    row("type", h -> h.type(new JOSEObjectType("logout+jwt"))),
                    row("type", h -> h.type(new JOSEObjectType("client-authentication+jwt"))),
                    row("type", h -> h.type(new JOSEObjectType("oauth-id-jag"))),
                    row("key-unknown", h -> h.keyID("unknown")),
                    row("key-unknown", h -> h.keyID("../../dev/null")),
                    row("key-unknown", h -> h.keyID("ec-1' OR '1'='1")),
                    row("key-unknown", h -> h.keyID("rsa-1")));
        }

        private static Arguments row(String reason, UnaryOperator<JWSHeader.Builder> change) {
            return Arguments.of(reason, change);
        }

        @ParameterizedTest
        @MethodSource
        void bad(String reason, UnaryOperator<JWSHeader.Builder> change) {
            String assertion = Assertions.sign(EC, change.apply(header(EC)).build(), claims(as.now()));
            isRefused(present(as, assertion), "invalid_grant", "identity-assertion." + reason);
        }

        @ParameterizedTest
        @ValueSource(strings = {"oauth-id-jag+jwt", "OAUTH-ID-JAG+JWT", "application/oauth-id-jag+jwt"})
        void typesThatAreMeant(String type) {
            String assertion = Assertions.sign(
                    EC, header(EC).type(new JOSEObjectType(type)).build(), claims(as.now()));
            assertThat(present(as, assertion).status()).isEqualTo(200);
        }

        @Test
        void needsNoKidWhereOneKeyFitsAndWorksWithEachAlgorithm() {
            assertThat(present(as, Assertions.sign(EC, header(EC).keyID(null).build(), claims(as.now())))
                            .status())
                    .isEqualTo(200);
            assertThat(present(as, signed(RSA, claims(as.now()))).status()).isEqualTo(200);
        }

        private String part(String text) {
            return Base64URL.encode(text).toString();
        }

        private String unsigned(String header) {
            String good = assertion(as);
            return part(header) + good.substring(good.indexOf('.'), good.lastIndexOf('.') + 1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"none", "None", "HS256", "RS1", "ES256K", "ES384", "es256", "", "RSA-OAEP"})
        void algorithmsThatAreNotOffered(String alg) {
            String head = unsigned("{\"typ\":\"oauth-id-jag+jwt\",\"alg\":\"" + alg + "\"}");
            isRefused(present(as, head), "invalid_grant", "identity-assertion.algorithm");
            isRefused(present(as, head + part("x".repeat(64))), "invalid_grant", "identity-assertion.algorithm");
        }

        @Test
        void algorithmsThatTheOperatorRulesOut() {
            TestServer strict = trusting(trusted().algorithms(SignatureAlgorithm.EDDSA));

            assertThat(error(present(strict, assertion(strict)))).isEqualTo("invalid_grant");
            assertThat(strict.lastReason()).isEqualTo("identity-assertion.algorithm");
        }

        @Test
        void aPublicKeyIsNoSharedSecret() throws Exception {
            for (byte[] secret : List.of(
                    RSA.toPublicKey().getEncoded(),
                    RSA.toPublicJWK().toJSONString().getBytes(UTF_8))) {
                JWSObject jws = new JWSObject(
                        new JWSHeader.Builder(JWSAlgorithm.HS256)
                                .type(new JOSEObjectType(IdentityProvider.TYPE))
                                .keyID("rsa-1")
                                .build(),
                        new Payload(claims(as.now())));
                jws.sign(new MACSigner(secret));
                isRefused(present(as, jws.serialize()), "invalid_grant", "identity-assertion.algorithm");
                String relabelled = part("{\"typ\":\"oauth-id-jag+jwt\",\"alg\":\"RS256\",\"kid\":\"rsa-1\"}")
                        + jws.serialize().substring(jws.serialize().indexOf('.'));
                isRefused(present(as, relabelled), "invalid_grant", "identity-assertion.signature");
            }
        }

        @Test
        void anotherKeyUnderAKnownName() {
            String forged = Assertions.sign(OTHER_EC, header(EC).build(), claims(as.now()));
            isRefused(present(as, forged), "invalid_grant", "identity-assertion.signature");
            String zeros = unsigned("{\"typ\":\"oauth-id-jag+jwt\",\"alg\":\"ES256\",\"kid\":\"ec-1\"}");
            isRefused(
                    present(as, zeros + Base64URL.encode(new byte[64])),
                    "invalid_grant",
                    "identity-assertion.signature");
            isRefused(present(as, zeros), "invalid_grant", "identity-assertion.signature");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x",
                    ".",
                    "..",
                    "a.b.c",
                    "e30.e30",
                    "e30.e30.e30.e30",
                    "e30.e30.e30.e30.e30",
                    "W10.e30.e30",
                    "e30.bnVsbA.e30",
                    "e30.%.e30",
                    " e30.e30.e30"
                })
        void noJwt(String assertion) {
            isRefused(present(as, assertion), "invalid_grant", "identity-assertion.malformed");
        }

        @Test
        void hugeOrDeep() {
            isRefused(
                    present(as, assertion(as, "more", "x".repeat(17_000))),
                    "invalid_grant",
                    "identity-assertion.malformed");
            String deep =
                    part("{\"alg\":\"ES256\"}") + "." + part("{\"x\":" + "[".repeat(3000) + "]".repeat(3000) + "}");
            isRefused(present(as, deep + ".eA"), "invalid_grant", "identity-assertion.malformed");
        }
    }

    @Nested
    @DisplayName("Who presents it")
    class Clients {
        @ParameterizedTest
        @CsvSource({
            "client_id, stranger, invalid_grant, identity-assertion.client-not-allowed",
            "client_id, helper, invalid_grant, identity-assertion.other-client",
            "client_id, plain, unauthorized_client, token.grant-type-not-registered",
            "client_id, nobody, invalid_client, client.unknown",
            "client_secret, wrong, invalid_client, client.secret-wrong",
            "client_secret, '', invalid_client, client.secret-missing",
            "assertion, '', invalid_request, request.parameter-missing",
            "grant_type, urn:ietf:params:oauth:grant-type:saml2-bearer, unsupported_grant_type,"
                    + " token.grant-type-unsupported",
        })
        void isTheOneItWasIssuedTo(String name, String value, String error, String reason) {
            WebResponse response = present(as, assertion(as), name, value);

            assertThat(error(response)).isEqualTo(error);
            assertThat(as.lastReason()).isEqualTo(reason);
        }

        @Test
        void aPublicClientCanNotEvenIfItIsNamed() {
            String assertion = assertion(as, "client_id", "app");

            assertThat(error(present(as, assertion, "client_id", "app", "client_secret", "")))
                    .isEqualTo("unauthorized_client");
        }

        @Test
        void aRefusalSpendsNothing() {
            String assertion = assertion(as);
            present(as, assertion, "client_id", "helper");
            present(as, assertion, "scope", "a\"b");
            present(as, assertion, "resource", VAULT);
            String forged = Assertions.sign(OTHER_EC, header(EC).build(), claims(as.now(), "jti", jti(assertion)));
            present(as, forged);

            assertThat(present(as, assertion).status()).isEqualTo(200);
        }

        private String jti(String assertion) {
            String payload = new Base64URL(assertion.split("\\.")[1]).decodeToString();
            return JsonObject.parse(payload).string("jti").orElseThrow();
        }

        @Test
        void onceAndNotAgainUntilItIsOver() {
            String assertion = assertion(as);
            assertThat(present(as, assertion).status()).isEqualTo(200);
            isRefused(present(as, assertion), "invalid_grant", "identity-assertion.replayed");
            as.advance(Duration.ofSeconds(359));
            isRefused(present(as, assertion), "invalid_grant", "identity-assertion.replayed");
            as.advance(Duration.ofSeconds(1));
            isRefused(present(as, assertion), "invalid_grant", "identity-assertion.time");
        }

        @Test
        void anIdentifierIsItsIssuersOwn() {
            String second = "https://second.example";
            TestServer two = new TestServer(settings -> IdentityProvider.allowed(settings)
                    .trustedIssuer(trusted(second).keys(Assertions.jwks(EC)).build()));

            assertThat(present(two, assertion(two, "jti", "same")).status()).isEqualTo(200);
            assertThat(present(two, assertion(two, "jti", "same", "iss", second))
                            .status())
                    .isEqualTo(200);
            assertThat(error(present(two, assertion(two, "jti", "same", "sub", "other"))))
                    .isEqualTo("invalid_grant");
        }

        @Test
        void anIssuerIsBelievedByItsOwnKeysOnly() {
            String second = "https://second.example";
            TestServer two = new TestServer(settings -> IdentityProvider.allowed(settings)
                    .trustedIssuer(
                            trusted(second).keys(Assertions.jwks(OTHER_EC)).build()));

            assertThat(error(present(two, signed(EC, claims(two.now(), "iss", second)))))
                    .isEqualTo("invalid_grant");
            assertThat(error(present(two, signed(OTHER_EC, claims(two.now()))))).isEqualTo("invalid_grant");
            assertThat(present(two, signed(OTHER_EC, claims(two.now(), "iss", second)))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Nested
    @DisplayName("Whom it is about")
    class People {
        @Test
        void staysTheSameAndIsNobodyElse() {
            String alice = subject(as, present(as, assertion(as)));

            assertThat(subject(as, present(as, assertion(as, "scope", "db:read"))))
                    .isEqualTo(alice);
            assertThat(subject(as, present(as, assertion(as, "sub", "U2")))).isNotEqualTo(alice);
            assertThat(new AssertedIdentity(new Issuer(IdentityProvider.ISSUER), "U019488227", JsonObject.EMPTY)
                            .stableSubject())
                    .isEqualTo(alice);
            assertThat(new AssertedIdentity(new Issuer("https://two.example"), "U019488227", JsonObject.EMPTY)
                            .stableSubject())
                    .isNotEqualTo(alice);
        }

        @Test
        void noAccountAndNoClientCanTakeTheName() {
            String alice = subject(as, present(as, assertion(as)));

            assertThatIllegalArgumentException().isThrownBy(() -> new Subject(alice, "Mallory"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ClientSettings.machineClient(alice, ClientSecret.parse("x")));
        }

        @Test
        void isOfATenantWhereTheIssuerHasSeveral() {
            TestServer shared = trusting(trusted().tenants("acme", "emca"));

            String acme = subject(shared, present(shared, assertion(shared, "tenant", "acme")));
            String emca = subject(shared, present(shared, assertion(shared, "tenant", "emca")));
            assertThat(acme).isNotEqualTo(emca);
            for (Object tenant : new Object[] {"evil", "", 7, "Acme"}) {
                assertThat(error(present(shared, assertion(shared, "tenant", tenant))))
                        .isEqualTo("invalid_grant");
                assertThat(shared.lastReason()).isEqualTo("identity-assertion.tenant");
            }
            assertThat(error(present(shared, assertion(shared)))).isEqualTo("invalid_grant");
        }

        @Test
        void isWhomTheOperatorSays() {
            TestServer mapped = trusting(trusted()
                    .subjects(identity -> identity.claims()
                            .string("email")
                            .filter("alice@corp.example"::equals)
                            .map(email -> "alice-id")));

            assertThat(subject(mapped, present(mapped, assertion(mapped, "email", "alice@corp.example"))))
                    .isEqualTo("alice-id");
            String stranger = assertion(mapped, "email", "mallory@evil.example");
            assertThat(error(present(mapped, stranger))).isEqualTo("invalid_grant");
            assertThat(mapped.lastReason()).isEqualTo("identity-assertion.subject-refused");
            assertThat(mapped.events.toString()).doesNotContain("mallory");
        }

        @Test
        void thatCanNotBeToldAtTheMomentIsAnOutageAndSpendsNothing() {
            boolean[] down = {true};
            TestServer mapped = trusting(trusted().subjects(identity -> {
                if (down[0]) {
                    throw new StoreException("the directory is down");
                }
                return Optional.of("alice-id");
            }));
            String assertion = assertion(mapped);

            assertThat(present(mapped, assertion).status()).isEqualTo(503);
            down[0] = false;
            assertThat(present(mapped, assertion).status()).isEqualTo(200);
        }
    }

    @Nested
    @DisplayName("RFC 7523 without the profile")
    class Plain {
        private final TestServer plain = trusting(trusted().plainAssertions());

        private WebResponse presentPlain(String type, Object... changes) {
            JWSHeader.Builder header = header(EC).type(type.isEmpty() ? null : new JOSEObjectType(type));
            return present(plain, Assertions.sign(EC, header.build(), claims(plain.now(), changes)));
        }

        @Test
        void needsNeitherTypeNorClientNorResourceNorScope() {
            for (String type : List.of("", "JWT", "jwt")) {
                WebResponse response = presentPlain(type, "client_id", null, "resource", null, "scope", null);
                assertThat(json(response).string("scope")).contains("db:read");
                assertThat(verify(plain, response, RESOURCE)).isInstanceOf(Verification.Active.class);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"oauth-id-jag+jwt", "at+jwt", "dpop+jwt", "logout+jwt", "id_token"})
        void isRefusedWithAnotherType(String type) {
            assertThat(error(presentPlain(type))).isEqualTo("invalid_grant");
            assertThat(plain.lastReason()).isEqualTo("identity-assertion.type");
        }

        @Test
        void countsWhatIsThere() {
            assertThat(error(presentPlain("JWT", "client_id", "helper"))).isEqualTo("invalid_grant");
            assertThat(error(presentPlain("JWT", "resource", VAULT))).isEqualTo("invalid_target");
            assertThat(error(presentPlain("JWT", "scope", "stock:read"))).isEqualTo("invalid_scope");
            assertThat(error(presentPlain("JWT", "jti", null))).isEqualTo("invalid_grant");
            assertThat(error(presentPlain("JWT", "aud", "https://other.example")))
                    .isEqualTo("invalid_grant");
        }

        @Test
        void isNoProfileInTheMetadata() {
            JsonObject document = json(plain.get("/.well-known/oauth-authorization-server"));

            assertThat(document.strings("grant_types_supported").orElseThrow()).contains(GrantTypes.JWT_BEARER);
            assertThat(document.has("authorization_grant_profiles_supported")).isFalse();
        }
    }

    @Nested
    @DisplayName("Only where the operator says so")
    class Operators {
        private static void complains(TrustedIssuerBuilder issuer, String about) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> IdentityProvider.withClients(TestServer.settings())
                            .trustedIssuer(issuer.build())
                            .build())
                    .withMessageContaining(about);
        }

        @Test
        void isListedWhereItIsWired() {
            JsonObject with = json(as.get("/.well-known/oauth-authorization-server"));
            JsonObject without = json(new TestServer().get("/.well-known/oauth-authorization-server"));

            assertThat(with.strings("grant_types_supported").orElseThrow()).contains(GrantTypes.JWT_BEARER);
            assertThat(with.strings("authorization_grant_profiles_supported"))
                    .contains(List.of("urn:ietf:params:oauth:grant-profile:id-jag"));
            assertThat(with.toJson()).doesNotContain("idp.example");
            assertThat(without.strings("grant_types_supported").orElseThrow()).doesNotContain(GrantTypes.JWT_BEARER);
            assertThat(without.has("authorization_grant_profiles_supported")).isFalse();
        }

        @Test
        void anIssuerSpeaksOfWhatThereIs() {
            complains(TrustedIssuer.of("http://idp.example", "agent"), "issuer");
            complains(TrustedIssuer.of(TestServer.ISSUER, "agent"), "its own assertions");
            complains(TrustedIssuer.of(IdentityProvider.ISSUER, "nobody"), "client nobody");
            complains(TrustedIssuer.of(IdentityProvider.ISSUER, "plain"), "client plain");
            complains(TrustedIssuer.of(IdentityProvider.ISSUER, "app"), "client app");
            complains(trusted().resources("https://unknown.example/"), "which is unknown");
            complains(trusted().scope(Scope.of("vault:open")), "must be some of its resources'");
            complains(trusted().scope(Scope.EMPTY), "must be some of its resources'");
            complains(trusted().longestLifetime(Duration.ZERO), "longest lifetime");
            complains(trusted().longestLifetime(Duration.ofDays(2)), "longest lifetime");
            complains(trusted().tenants(" "), "tenant");
            complains(trusted().keysAt(URI.create("https://idp.example/keys")), "exclude each other");
            complains(trusted(IdentityProvider.ISSUER).keysAt(URI.create("http://idp.example/keys")), "https URL");
            complains(trusted().keys(JsonObject.EMPTY), "JWK Set");
            complains(trusted().keys(JsonObject.parse("{\"keys\":[]}")), "JWK Set");
            complains(trusted().keys(JsonObject.parse("{\"keys\":[" + EC.toJSONString() + "]}")), "public keys");
            complains(
                    trusted()
                            .http(HttpClient.newBuilder()
                                    .followRedirects(HttpClient.Redirect.ALWAYS)
                                    .build()),
                    "redirects");
        }

        @Test
        void anIssuerIsTrustedOnce() {
            SettingsBuilder twice = IdentityProvider.allowed(TestServer.settings())
                    .trustedIssuer(trusted().build());
            assertThatIllegalArgumentException().isThrownBy(twice::build).withMessageContaining("trusted twice");
        }
    }
}
