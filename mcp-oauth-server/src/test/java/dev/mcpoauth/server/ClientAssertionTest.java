package dev.mcpoauth.server;

import static dev.mcpoauth.server.Assertions.EC;
import static dev.mcpoauth.server.Assertions.OTHER_EC;
import static dev.mcpoauth.server.Assertions.RSA;
import static dev.mcpoauth.server.Assertions.claims;
import static dev.mcpoauth.server.Assertions.sign;
import static dev.mcpoauth.server.ClientProvocations.DOCUMENT;
import static dev.mcpoauth.server.ClientProvocations.document;
import static dev.mcpoauth.server.TestServer.REDIRECT;
import static dev.mcpoauth.server.TestServer.error;
import static dev.mcpoauth.server.TestServer.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.http.WebResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Client authentication by assertion (RFC 7523, private_key_jwt)")
class ClientAssertionTest {
    private static final String KEYS = "https://app.example/jwks.json";

    private final TestServer as = new TestServer();
    private final String client = registered(as, Assertions.jwks(EC, RSA));

    private static String registered(TestServer as, JsonObject jwks) {
        JsonObject body = JsonObject.builder()
                .put("redirect_uris", List.of(REDIRECT))
                .put("token_endpoint_auth_method", "private_key_jwt")
                .put("jwks", jwks)
                .build();
        JsonObject registration = json(as.register(body.toJson()));
        assertThat(registration.has("client_secret")).isFalse();
        assertThat(registration.string("token_endpoint_auth_method")).contains("private_key_jwt");
        return registration.string("client_id").orElseThrow();
    }

    private WebResponse present(String assertion, String... more) {
        return present(as, assertion, more);
    }

    private static WebResponse present(TestServer as, String assertion, String... more) {
        List<String> form = new ArrayList<>(
                List.of("client_id", "", "client_assertion_type", Assertions.TYPE, "client_assertion", assertion));
        form.addAll(List.of(more));
        return as.redeem("no-such-code", form.toArray(String[]::new));
    }

    /** Authenticated, and then told that the code is none. */
    private static void isAccepted(WebResponse response) {
        assertThat(error(response)).isEqualTo("invalid_grant");
    }

    private static void isRefused(WebResponse response) {
        assertThat(response.status()).isEqualTo(401);
        assertThat(error(response)).isEqualTo("invalid_client");
        assertThat(response.text()).doesNotContain("Exception", "com.nimbusds");
    }

    private Map<String, Object> good(Object... changes) {
        return claims(client, as.now(), changes);
    }

    @Test
    void aSignInWithAKeyGetsTokensAndKeepsThemFresh() {
        String code = as.code("client_id", client);
        JsonObject tokens = json(as.redeem(
                code, "client_id", "", "client_assertion_type", Assertions.TYPE, "client_assertion", sign(EC, good())));

        WebResponse refreshed = as.form(
                "/token",
                "grant_type",
                "refresh_token",
                "refresh_token",
                tokens.string("refresh_token").orElseThrow(),
                "client_id",
                client,
                "client_assertion_type",
                Assertions.TYPE,
                "client_assertion",
                sign(RSA, good()));

        assertThat(refreshed.status()).isEqualTo(200);
    }

    @Test
    void theSameClientWithTheSameKeysRegistersOnce() {
        assertThat(registered(as, Assertions.jwks(EC, RSA))).isEqualTo(client);
        assertThat(registered(as, Assertions.jwks(OTHER_EC))).isNotEqualTo(client);
    }

    static Stream<Object[]> acceptable() {
        return Stream.of(
                new Object[] {"aud", "https://as.example/token"},
                new Object[] {"aud", List.of("https://as.example")},
                new Object[] {"aud", List.of("https://as.example", "https://as.example/token")},
                new Object[] {"iat", null},
                new Object[] {"nbf", 0},
                new Object[] {"more", Map.of("x", 1)},
                new Object[] {"jti", "x".repeat(500)});
    }

    @ParameterizedTest
    @MethodSource
    void acceptable(String claim, Object value) {
        isAccepted(present(sign(EC, good(claim, value))));
    }

    @ParameterizedTest
    @ValueSource(longs = {-59, 1, 600, 3600})
    void expiresWithinAnHourAndAMinuteOfGrace(long seconds) {
        isAccepted(present(sign(EC, good("exp", as.now().getEpochSecond() + seconds))));
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("iss", null),
                Arguments.of("iss", "app"),
                Arguments.of("iss", 7),
                Arguments.of("iss", List.of("app")),
                Arguments.of("aud", null),
                Arguments.of("aud", ""),
                Arguments.of("aud", List.of()),
                Arguments.of("aud", "https://as.example/"),
                Arguments.of("aud", "https://AS.example"),
                Arguments.of("aud", "https://other.example"),
                Arguments.of("aud", List.of("https://as.example", "https://other.example")),
                Arguments.of("aud", List.of(7)),
                Arguments.of("aud", Map.of("x", "https://as.example")),
                Arguments.of("exp", null),
                Arguments.of("exp", "soon"),
                Arguments.of("exp", "99999999999"),
                Arguments.of("exp", 0),
                Arguments.of("exp", -1),
                Arguments.of("exp", 1e300),
                Arguments.of("exp", Long.MAX_VALUE),
                Arguments.of("exp", List.of(1)),
                Arguments.of("iat", "now"),
                Arguments.of("iat", 99999999999L),
                Arguments.of("nbf", 99999999999L),
                Arguments.of("nbf", true),
                Arguments.of("jti", null),
                Arguments.of("jti", ""),
                Arguments.of("jti", 7),
                Arguments.of("jti", "x".repeat(501)));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void isRefusedWithABadClaim(String claim, Object value) {
        isRefused(present(sign(EC, good(claim, value))));
    }

    @ParameterizedTest
    @ValueSource(longs = {-60, -61, -3600, 3601, 7200, 31536000})
    void isRefusedWithABadExpiry(long seconds) {
        isRefused(present(sign(EC, good("exp", as.now().getEpochSecond() + seconds))));
        assertThat(as.lastReason()).isEqualTo("client.assertion-time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iat", "nbf"})
    void isRefusedFromTheFuture(String claim) {
        isAccepted(present(sign(EC, good(claim, as.now().getEpochSecond() + 60))));
        isRefused(present(sign(EC, good(claim, as.now().getEpochSecond() + 61))));
    }

    @Test
    void aSubjectThatIsNobodyOrSomebodyElseIsRefused() {
        isRefused(present(sign(EC, good("sub", "nobody", "iss", "nobody"))));
        isRefused(present(sign(EC, good("sub", null))));
        isRefused(present(sign(EC, good("sub", 7))));
        String other = registered(as, Assertions.jwks(OTHER_EC));
        isRefused(present(sign(EC, good("sub", other))));
        isRefused(present(sign(EC, good("sub", other, "iss", other))));
    }

    static Stream<UnaryOperator<JWSHeader.Builder>> headers() {
        return Stream.of(
                h -> h.jwkURL(URI.create("https://evil.example/jwks")),
                h -> h.x509CertURL(URI.create("https://evil.example/x5u")),
                h -> h.jwk(EC.toPublicJWK()),
                h -> h.criticalParams(Set.of("exp")).customParam("exp", 1),
                h -> h.type(new JOSEObjectType("at+jwt")),
                h -> h.type(new JOSEObjectType("dpop+jwt")),
                h -> h.type(new JOSEObjectType("logout+jwt")),
                h -> h.keyID("unknown"),
                h -> h.keyID("../../dev/null"),
                h -> h.keyID("ec-1' OR '1'='1"),
                h -> h.keyID("rsa-1"),
                h -> h.keyID(""));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void isRefusedWithAHeaderOfItsOwnMind(UnaryOperator<JWSHeader.Builder> change) {
        JWSHeader header = change.apply(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1"))
                .build();

        isRefused(present(sign(EC, header, good())));
    }

    @Test
    void isAcceptedWithTheTypesThatItMayHaveAndWithoutKid() {
        for (String type : List.of("JWT", "jwt", "client-authentication+jwt")) {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .type(new JOSEObjectType(type))
                    .build();
            isAccepted(present(sign(EC, header, good())));
        }
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private String body() {
        String signed = sign(EC, good());
        return signed.substring(signed.indexOf('.') + 1, signed.lastIndexOf('.'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "HS256", "RS1", "ES256K", "ES384", "es256", "", "RSA-OAEP"})
    void isRefusedWithAnAlgorithmThatIsNotOffered(String alg) {
        isRefused(present(part("{\"alg\":\"" + alg + "\"}") + "." + body() + "." + part("x".repeat(64))));
        isRefused(present(part("{\"alg\":\"" + alg + "\"}") + "." + body() + "."));
    }

    @Test
    void isRefusedWithAPayloadThatIsNotEncoded() {
        isRefused(present(part("{\"alg\":\"ES256\",\"b64\":false}") + "." + body() + "." + part("x".repeat(64))));
        assertThat(as.lastReason()).isEqualTo("client.assertion-header");
    }

    @Test
    void aPublicKeyIsNoSharedSecret() throws Exception {
        for (byte[] secret : List.of(
                RSA.toPublicKey().getEncoded(), RSA.toPublicJWK().toJSONString().getBytes(UTF_8))) {
            JWSObject jws = new JWSObject(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build(), new Payload(good()));
            jws.sign(new MACSigner(secret));
            isRefused(present(jws.serialize()));
            String relabelled = part("{\"alg\":\"RS256\",\"kid\":\"rsa-1\"}")
                    + jws.serialize().substring(jws.serialize().indexOf('.'));
            isRefused(present(relabelled));
        }
    }

    @Test
    void anEllipticSignatureOfZerosIsNone() {
        String head = part("{\"alg\":\"ES256\",\"kid\":\"ec-1\"}") + "." + body() + ".";

        isRefused(present(head + Base64URL.encode(new byte[64])));
        isRefused(present(head + Base64URL.encode(new byte[0])));
        isRefused(present(head + Base64URL.encode(new byte[63])));
        byte[] order = new byte[64];
        Arrays.fill(order, (byte) 0xFF);
        isRefused(present(head + Base64URL.encode(order)));
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
                "e30.e30.",
                "W10.e30.e30",
                "e30.bnVsbA.e30",
                "e30.%.e30",
                " e30.e30.e30",
            })
    void isRefusedWhenItIsNoJwt(String assertion) {
        isRefused(present(assertion));
        assertThat(as.lastReason()).isEqualTo("client.assertion-malformed");
    }

    @Test
    void isRefusedWhenItIsHugeOrDeep() {
        isRefused(present(sign(EC, good("more", "x".repeat(17_000)))));
        String deep = "{\"sub\":\"" + client + "\",\"x\":" + "[".repeat(3000) + "]".repeat(3000) + "}";
        isRefused(present(part("{\"alg\":\"ES256\"}") + "." + part(deep) + "." + part("x")));
    }

    @Test
    void isOneWayOfAuthenticatingAndNotOneOfSeveral() {
        assertThat(error(present(sign(EC, good()), "client_secret", "x"))).isEqualTo("invalid_request");
        assertThat(error(present(sign(EC, good()), "client_id", "app"))).isEqualTo("invalid_request");
        WebResponse both = as.post(
                "/token",
                Map.of("Authorization", "Basic YTpi"),
                TestServer.FORM,
                TestServer.encode(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        "x",
                        "client_assertion_type",
                        Assertions.TYPE,
                        "client_assertion",
                        sign(EC, good())));
        assertThat(error(both)).isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jwt-bearer",
                "urn:ietf:params:oauth:client-assertion-type:saml2-bearer",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer ",
                "URN:ietf:params:oauth:client-assertion-type:jwt-bearer"
            })
    void isRefusedWithAnotherType(String type) {
        isRefused(as.redeem("x", "client_id", "", "client_assertion_type", type, "client_assertion", sign(EC, good())));
    }

    @Test
    void isGoodOnceOnWhicheverNode() {
        InMemoryOAuthStore shared = new InMemoryOAuthStore();
        TestServer one = new TestServer(settings -> settings, shared, TestServer::alice);
        TestServer two = new TestServer(settings -> settings, shared, TestServer::alice);
        String id = registered(one, Assertions.jwks(EC));
        String assertion = sign(EC, claims(id, one.now()));

        isAccepted(present(one, assertion));
        isRefused(present(two, assertion));
        assertThat(two.lastReason()).isEqualTo("client.assertion-replayed");
    }

    @Test
    void isGoodOnceHoweverManyPresentItAtTheSameTime() {
        String assertion = sign(EC, good());
        List<CompletableFuture<WebResponse>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(CompletableFuture.supplyAsync(() -> present(assertion)));
        }

        assertThat(all.stream().map(CompletableFuture::join).map(TestServer::error))
                .containsOnlyOnce("invalid_grant")
                .filteredOn("invalid_client"::equals)
                .hasSize(49);
    }

    @Test
    void aSpentIdentifierStaysSpentUntilItsAssertionIsOver() {
        String assertion = sign(EC, good("exp", as.now().getEpochSecond() + 60));
        present(assertion);
        as.advance(Duration.ofSeconds(119));
        isRefused(present(assertion));
        assertThat(as.lastReason()).isEqualTo("client.assertion-replayed");
        as.advance(Duration.ofSeconds(1));
        isRefused(present(assertion));
        assertThat(as.lastReason()).isEqualTo("client.assertion-time");
    }

    @Test
    void aForgedAssertionSpendsNothing() {
        Map<String, Object> claims = good();
        String forged = sign(
                OTHER_EC,
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1").build(),
                claims);

        isRefused(present(forged));
        isAccepted(present(sign(EC, claims)));
    }

    @Test
    void manyForgedOnesDoNotShutTheClientOut() {
        for (int i = 0; i < 60; i++) {
            isRefused(present(sign(OTHER_EC, good())));
        }

        isAccepted(present(sign(EC, good())));
    }

    @Test
    void weakKeysVerifyNothing() {
        RSAKey weak = Assertions.rsa(1024, "weak");
        JsonObject body = JsonObject.builder()
                .put("redirect_uris", List.of(REDIRECT))
                .put("token_endpoint_auth_method", "private_key_jwt")
                .put("jwks", Assertions.jwks(weak))
                .build();
        assertThat(error(as.register(body.toJson()))).isEqualTo("invalid_client_metadata");

        String id = registered(as, Assertions.jwks(weak, EC));
        isRefused(present(sign(weak, claims(id, as.now()))));
        isAccepted(present(sign(EC, claims(id, as.now()))));
    }

    @Test
    void aRegisteredAlgorithmExcludesTheOthers() {
        JsonObject body = JsonObject.builder()
                .put("redirect_uris", List.of(REDIRECT))
                .put("token_endpoint_auth_method", "private_key_jwt")
                .put("token_endpoint_auth_signing_alg", "ES256")
                .put("jwks", Assertions.jwks(EC, RSA))
                .build();
        String id = json(as.register(body.toJson())).string("client_id").orElseThrow();

        isAccepted(present(sign(EC, claims(id, as.now()))));
        isRefused(present(sign(RSA, claims(id, as.now()))));
    }

    @Test
    void rsaWithPssAndEd25519Work() throws Exception {
        isAccepted(present(sign(
                RSA, new JWSHeader.Builder(JWSAlgorithm.PS256).keyID("rsa-1").build(), good())));

        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        String x = Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length))
                .toString();
        JsonObject jwk = JsonObject.builder()
                .put("kty", "OKP")
                .put("crv", "Ed25519")
                .put("x", x)
                .build();
        String id =
                registered(as, JsonObject.builder().put("keys", List.of(jwk)).build());
        JsonObject.Builder claims = JsonObject.builder();
        claims(id, as.now()).forEach(claims::put);
        String input = part("{\"alg\":\"EdDSA\"}") + "." + part(claims.build().toJson());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(input.getBytes(UTF_8));
        byte[] signed = signature.sign();

        isRefused(present(input + "." + Base64URL.encode(ByteBuffer.allocate(64).array())));
        isAccepted(present(input + "." + Base64URL.encode(signed)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"jwks\":{}",
                "\"jwks\":{\"keys\":[]}",
                "\"jwks\":{\"keys\":{}}",
                "\"jwks\":{\"keys\":[7]}",
                "\"jwks\":{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}",
                "\"jwks\":{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}]}",
                "\"jwks\":{\"keys\":[{\"kty\":\"XX\"}]}",
                "\"jwks\":[]",
                "\"jwks\":\"https://app.example/jwks\"",
                "\"jwks_uri\":\"http://app.example/jwks\"",
                "\"jwks_uri\":\"file:///etc/passwd\"",
                "\"jwks_uri\":\"jwks.json\"",
                "\"jwks_uri\":7",
                "\"jwks_uri\":\"https://app.example/jwks\",\"jwks\":{\"keys\":[]}",
                "\"jwks_uri\":\"https://app.example/jwks\",\"token_endpoint_auth_signing_alg\":\"HS256\"",
                "\"jwks_uri\":\"https://app.example/jwks\",\"token_endpoint_auth_signing_alg\":\"none\"",
            })
    void aRegistrationWithoutUsableKeysIsRefused(String members) {
        WebResponse response = as.register("{\"redirect_uris\":[\"" + REDIRECT
                + "\"],\"token_endpoint_auth_method\":\"private_key_jwt\"," + members + "}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(error(response)).isEqualTo("invalid_client_metadata");
    }

    private String withKeysElsewhere(JWK... keys) {
        as.published.put(KEYS, Assertions.jwks(keys));
        as.published.put(
                DOCUMENT, document(DOCUMENT, "token_endpoint_auth_method", "private_key_jwt", "jwks_uri", KEYS));
        return DOCUMENT;
    }

    @Test
    void keysElsewhereAreFetchedOnceAndAgainWhenTheyRotate() {
        String id = withKeysElsewhere(EC);
        isAccepted(present(sign(EC, claims(id, as.now()))));
        isAccepted(present(sign(EC, claims(id, as.now()))));
        assertThat(as.published.fetched).containsExactly(DOCUMENT, KEYS);

        as.published.put(KEYS, Assertions.jwks(OTHER_EC));
        isRefused(present(sign(OTHER_EC, claims(id, as.now()))));
        as.advance(Duration.ofSeconds(15));
        isAccepted(present(sign(OTHER_EC, claims(id, as.now()))));
        isRefused(present(sign(EC, claims(id, as.now()))));
        assertThat(as.published.fetched).containsExactly(DOCUMENT, KEYS, KEYS);
    }

    @Test
    void madeUpKeyIdsDoNotMakeUsFetchAgainAndAgain() {
        String id = withKeysElsewhere(EC);
        for (int i = 0; i < 50; i++) {
            isRefused(present(sign(Assertions.ec("made-up-" + i), claims(id, as.now()))));
            as.advance(Duration.ofSeconds(1));
        }

        assertThat(as.published.fetched.stream().filter(KEYS::equals)).hasSizeBetween(2, 5);
    }

    @Test
    void keysServeOnWhileTheirHostIsDown() {
        String id = withKeysElsewhere(EC);
        isAccepted(present(sign(EC, claims(id, as.now()))));
        as.published.fail(KEYS, new IOException("connection refused"));
        as.advance(Duration.ofHours(2));

        isAccepted(present(sign(EC, claims(id, as.now()))));
        WebResponse unknown = present(sign(OTHER_EC, claims(id, as.now())));
        isRefused(unknown);
    }

    @Test
    void keysThatWereNeverThereAreAnOutageAndNotARefusal() {
        String id = withKeysElsewhere(EC);
        as.published.fail(KEYS, new IOException("connection refused"));

        WebResponse response = present(sign(EC, claims(id, as.now())));

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isPresent();
    }

    @Test
    void aPrivateKeyThatIsPublishedIsNoKeyAnyMore() {
        String id = withKeysElsewhere(EC);
        as.published.put(
                KEYS,
                JsonObject.builder()
                        .put("keys", List.of(JsonObject.parse(EC.toJSONString())))
                        .build());

        isRefused(present(sign(EC, claims(id, as.now()))));
        assertThat(as.lastReason()).isEqualTo("client.keys-unusable");
    }

    @Test
    void aDocumentThatAlsoNamesNoneCanBeUsedInBothWays() {
        withKeysElsewhere(EC);
        as.published.put(
                DOCUMENT,
                document(
                        DOCUMENT,
                        "token_endpoint_auth_method",
                        "private_key_jwt",
                        "token_endpoint_auth_methods_supported",
                        List.of("private_key_jwt", "none"),
                        "jwks_uri",
                        KEYS));

        isAccepted(present(sign(EC, claims(DOCUMENT, as.now()))));
        isAccepted(as.redeem("x", "client_id", DOCUMENT));
        isRefused(present(sign(OTHER_EC, claims(DOCUMENT, as.now()))));
        isRefused(as.redeem("x", "client_id", DOCUMENT, "client_secret", "s"));
    }

    @Test
    void aRegistrationMayNameItsChoices() {
        JsonObject choices = JsonObject.builder()
                .put("redirect_uris", List.of(REDIRECT))
                .put("token_endpoint_auth_methods_supported", List.of("none", "tls_client_auth", "client_secret_post"))
                .build();
        JsonObject registered = json(as.register(choices.toJson()));

        assertThat(registered.string("token_endpoint_auth_method")).contains("client_secret_post");
        assertThat(registered.has("client_secret")).isTrue();
    }
}
