package dev.mcpoauth.server.resource.jwt;

import static dev.mcpoauth.server.jose.SignatureAlgorithm.ES256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.key.TestKeys;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.MovedClock;
import dev.mcpoauth.server.resource.TestIssuer;
import dev.mcpoauth.server.resource.TokenProfile;
import dev.mcpoauth.server.resource.Verification;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tokens in the shapes that providers document. Issuer and times are the test's; everything else is as they write it.
 */
@DisplayName("Tokens of Keycloak, Entra, Auth0 and Okta")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderShapesTest {
    private static final ResourceIndicator RESOURCE = new ResourceIndicator("https://mcp.example/mcp");

    private static final String KEYCLOAK = """
            {"jti":"onrtac:7c8","aud":["https://mcp.example/mcp","account"],"sub":"9f0c1a52-1c7a","typ":"Bearer",
             "azp":"claude","sid":"d6a1","acr":"1","allowed-origins":["https://claude.ai"],
             "realm_access":{"roles":["offline_access","uma_authorization"]},
             "resource_access":{"account":{"roles":["manage-account"]}},"scope":"openid db:read profile",
             "email_verified":false,"preferred_username":"alice"}""";
    private static final String KEYCLOAK_ACCOUNT = KEYCLOAK.replace("\"https://mcp.example/mcp\",", "");
    private static final String KEYCLOAK_ID = KEYCLOAK.replace("\"Bearer\"", "\"ID\"");

    private static final String ENTRA_2 = """
            {"aud":"6e74172b-be56-4843-9ff4-e66a39bb12e3","aio":"AXQAi/8I","azp":"04f0c124-f2bc-4f4c-8d1c-2a3d8a0d9f4c",
             "azpacr":"0","name":"Alice","oid":"690222be-ff1a-4d56-abd1-7e4f7d38e474","preferred_username":"a@b.example",
             "rh":"I","scp":"db.read db.write","sub":"HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ",
             "tid":"72f988bf-86f1-41af-91ab-2d7cd011db47","uti":"fqiBqXLPj0eQa82S-IYFAA","ver":"2.0"}""";
    private static final String ENTRA_1 = """
            {"aud":"api://bookshop","appid":"6e74172b-be56-4843-9ff4-e66a39bb12e3","appidacr":"0","scp":"db.read",
             "sub":"l3_roISQU222bULS9yi2k0XpqpOiMz5H3ZACo1GeXA","ver":"1.0"}""";
    private static final String ENTRA_DAEMON = """
            {"aud":"api://bookshop","azp":"6e74172b-be56-4843-9ff4-e66a39bb12e3","roles":["db.read.all"],
             "oid":"aaaa","sub":"aaaa","ver":"2.0"}""";

    private static final String AUTH0 = """
            {"sub":"auth0|5f7c","aud":["https://mcp.example/mcp","https://tenant.auth0.com/userinfo"],
             "azp":"my_client_id","scope":"openid profile db:read","permissions":["db:read","db:write"]}""";
    private static final String AUTH0_MACHINE = """
            {"sub":"my_client_id@clients","aud":"https://mcp.example/mcp","azp":"my_client_id",
             "gty":"client-credentials","scope":"db:read","permissions":["db:read"]}""";
    private static final String AUTH0_RFC9068 = """
            {"sub":"auth0|5f7c","aud":"https://mcp.example/mcp","client_id":"my_client_id","jti":"x",
             "scope":"db:read"}""";
    private static final String AUTH0_ID = """
            {"sub":"auth0|5f7c","aud":"https://mcp.example/mcp","azp":"my_client_id","at_hash":"x","nonce":"n"}""";

    private static final String OKTA = """
            {"ver":1,"jti":"AT.0mP4JKAZX1iACIT4vbEDF7LpvDVjxypPMf0D7uX39RE","aud":"api://default","cid":"0oab8eb55",
             "uid":"00ujmkLgagxeRrAg20g3","scp":["openid","db:read"],"sub":"alice@example.com",
             "auth_time":1467145094}""";
    private static final String OKTA_MACHINE = """
            {"ver":1,"aud":"api://default","cid":"0oab8eb55","scp":["db:read"],"sub":"0oab8eb55"}""";

    private final TestIssuer issuer = new TestIssuer();
    private final MovedClock clock = new MovedClock();

    @BeforeAll
    void publish() {
        issuer.publish(TestKeys.key(ES256).withKeyId("k"));
    }

    @AfterAll
    void close() {
        issuer.close();
    }

    private Verification verify(String type, TokenProfile profile, String claims) {
        JsonObject.Builder header = JsonObject.builder().put("alg", "ES256").put("kid", "k");
        if (!type.isEmpty()) {
            header.put("typ", type);
        }
        long now = clock.instant().getEpochSecond();
        String token = TestIssuer.token(
                ES256,
                header.build(),
                JsonObject.parse(claims).toBuilder()
                        .put("iss", issuer.issuer().value())
                        .put("iat", now)
                        .put("nbf", now)
                        .put("exp", now + 3600)
                        .build());
        return JwtVerifier.of(issuer.issuer())
                .profile(profile)
                .audiences("api://default", "api://bookshop", "6e74172b-be56-4843-9ff4-e66a39bb12e3")
                .clock(clock)
                .build()
                .verify(token, RESOURCE);
    }

    static Stream<Arguments> good() {
        return Stream.of(
                Arguments.of(
                        "JWT", TokenProfile.keycloak(), KEYCLOAK, "9f0c1a52-1c7a", "claude", "openid db:read profile"),
                Arguments.of(
                        "at+jwt",
                        TokenProfile.keycloak(),
                        KEYCLOAK,
                        "9f0c1a52-1c7a",
                        "claude",
                        "openid db:read profile"),
                Arguments.of(
                        "JWT",
                        TokenProfile.entra(),
                        ENTRA_2,
                        "HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ",
                        "04f0c124-f2bc-4f4c-8d1c-2a3d8a0d9f4c",
                        "db.read db.write"),
                Arguments.of(
                        "JWT",
                        TokenProfile.entra().withSubjectClaim("oid"),
                        ENTRA_2,
                        "690222be-ff1a-4d56-abd1-7e4f7d38e474",
                        "04f0c124-f2bc-4f4c-8d1c-2a3d8a0d9f4c",
                        "db.read db.write"),
                Arguments.of(
                        "JWT",
                        TokenProfile.entra(),
                        ENTRA_1,
                        "l3_roISQU222bULS9yi2k0XpqpOiMz5H3ZACo1GeXA",
                        "6e74172b-be56-4843-9ff4-e66a39bb12e3",
                        "db.read"),
                Arguments.of(
                        "JWT", TokenProfile.entra(), ENTRA_DAEMON, "aaaa", "6e74172b-be56-4843-9ff4-e66a39bb12e3", ""),
                Arguments.of(
                        "JWT",
                        TokenProfile.entra().withScopeClaims("roles"),
                        ENTRA_DAEMON,
                        "aaaa",
                        "6e74172b-be56-4843-9ff4-e66a39bb12e3",
                        "db.read.all"),
                Arguments.of(
                        "JWT", TokenProfile.auth0(), AUTH0, "auth0|5f7c", "my_client_id", "openid profile db:read"),
                Arguments.of(
                        "JWT",
                        TokenProfile.auth0().withScopeClaims("permissions"),
                        AUTH0,
                        "auth0|5f7c",
                        "my_client_id",
                        "db:read db:write"),
                Arguments.of(
                        "JWT", TokenProfile.auth0(), AUTH0_MACHINE, "my_client_id@clients", "my_client_id", "db:read"),
                Arguments.of("at+jwt", TokenProfile.auth0(), AUTH0_RFC9068, "auth0|5f7c", "my_client_id", "db:read"),
                Arguments.of("at+jwt", TokenProfile.rfc9068(), AUTH0_RFC9068, "auth0|5f7c", "my_client_id", "db:read"),
                Arguments.of("", TokenProfile.okta(), OKTA, "alice@example.com", "0oab8eb55", "openid db:read"),
                Arguments.of(
                        "",
                        TokenProfile.okta().withSubjectClaim("uid"),
                        OKTA,
                        "00ujmkLgagxeRrAg20g3",
                        "0oab8eb55",
                        "openid db:read"),
                Arguments.of("", TokenProfile.okta(), OKTA_MACHINE, "0oab8eb55", "0oab8eb55", "db:read"));
    }

    @ParameterizedTest(name = "{3} {4} {5}")
    @MethodSource("good")
    void areRead(String type, TokenProfile profile, String claims, String subject, String client, String scope) {
        Verification outcome = verify(type, profile, claims);

        assertThat(outcome).isInstanceOf(Verification.Active.class);
        AuthenticatedCaller caller = ((Verification.Active) outcome).caller();
        assertThat(caller.subject()).isEqualTo(subject);
        assertThat(caller.clientId()).isEqualTo(client);
        assertThat(caller.scope()).isEqualTo(Scope.parse(scope).orElseThrow());
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("JWT", TokenProfile.keycloak(), KEYCLOAK_ACCOUNT, "token.other-resource"),
                Arguments.of("JWT", TokenProfile.keycloak(), KEYCLOAK_ID, "token.other-purpose"),
                Arguments.of("", TokenProfile.keycloak(), KEYCLOAK, "token.type-refused"),
                Arguments.of("JWT", TokenProfile.rfc9068(), KEYCLOAK, "token.type-refused"),
                Arguments.of("at+jwt", TokenProfile.rfc9068(), KEYCLOAK, "token.claims-invalid"),
                Arguments.of("JWT", TokenProfile.auth0(), AUTH0_ID, "token.other-purpose"),
                Arguments.of("JWT", TokenProfile.auth0(), OKTA, "token.claims-invalid"),
                Arguments.of("JWT", TokenProfile.entra(), OKTA, "token.claims-invalid"),
                Arguments.of("", TokenProfile.entra(), ENTRA_2, "token.type-refused"),
                Arguments.of(
                        "JWT", TokenProfile.entra(), ENTRA_2.replace("6e74172b", "7e74172b"), "token.other-resource"),
                Arguments.of("JWT", TokenProfile.entra().withSubjectClaim("oid"), ENTRA_1, "token.claims-invalid"),
                Arguments.of(
                        "", TokenProfile.okta(), OKTA.replace("api://default", "api://other"), "token.other-resource"),
                Arguments.of("logout+jwt", TokenProfile.okta(), OKTA, "token.type-refused"),
                Arguments.of("", TokenProfile.okta().withTypes("at+jwt"), OKTA, "token.type-refused"),
                Arguments.of("", TokenProfile.okta().withClientClaims("azp"), OKTA, "token.claims-invalid"));
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("bad")
    void ofAnotherKindAreRefused(String type, TokenProfile profile, String claims, String reason) {
        assertThat(verify(type, profile, claims))
                .isInstanceOfSatisfying(
                        Verification.Inactive.class,
                        refused -> assertThat(refused.reason().id()).isEqualTo(reason));
    }

    static Stream<Arguments> scopes() {
        return Stream.of(
                Arguments.of("{\"scope\":\"a  b\"}", "a b"),
                Arguments.of("{\"scope\":[\"a\",\"b\"]}", "a b"),
                Arguments.of("{\"scope\":\"a\",\"scp\":[\"b\",\"a\"]}", "a b"),
                Arguments.of("{\"scope\":\"a b\\\"c d\"}", "a d"),
                Arguments.of("{\"scope\":[\"a\",7]}", ""),
                Arguments.of("{\"scope\":7}", ""),
                Arguments.of("{\"scope\":{\"a\":true}}", ""),
                Arguments.of("{\"scope\":true}", ""),
                Arguments.of("{\"scope\":null}", ""),
                Arguments.of("{\"scope\":\"\"}", ""),
                Arguments.of("{\"scope\":[\"with space\",\"ok\"]}", "ok"),
                Arguments.of("{\"scope\":\"é\\u0000 ok\"}", "ok"));
    }

    @ParameterizedTest
    @MethodSource("scopes")
    @DisplayName("what can not be a scope never permits anything")
    void oddScopesPermitLess(String claims, String scope) {
        TokenProfile both = TokenProfile.rfc9068().withScopeClaims("scope", "scp");
        assertThat(both.scope(JsonObject.parse(claims)))
                .isEqualTo(Scope.parse(scope).orElseThrow());
    }

    @Test
    void aScopeOfHundredsKeepsItsFirst() {
        String many = IntStream.rangeClosed(1, 300).mapToObj(i -> "s" + i).collect(Collectors.joining(" "));
        JsonObject claims = JsonObject.builder().put("scope", many).build();
        assertThat(TokenProfile.rfc9068().scope(claims).tokens()).hasSize(200).contains("s1", "s200");
    }
}
