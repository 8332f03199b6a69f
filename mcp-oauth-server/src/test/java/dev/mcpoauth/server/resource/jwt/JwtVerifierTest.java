package dev.mcpoauth.server.resource.jwt;

import static dev.mcpoauth.server.jose.SignatureAlgorithm.EDDSA;
import static dev.mcpoauth.server.jose.SignatureAlgorithm.ES256;
import static dev.mcpoauth.server.jose.SignatureAlgorithm.RS256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.SigningKey;
import dev.mcpoauth.server.key.TestKeys;
import dev.mcpoauth.server.resource.MovedClock;
import dev.mcpoauth.server.resource.TestIssuer;
import dev.mcpoauth.server.resource.TokenProfile;
import dev.mcpoauth.server.resource.Verification;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Signed tokens of another issuer (RFC 9068 §4, RFC 8725)")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JwtVerifierTest {
    private static final ResourceIndicator RESOURCE = new ResourceIndicator("https://mcp.example/mcp");

    private final TestIssuer issuer = new TestIssuer();
    private final MovedClock clock = new MovedClock();
    private JwtVerifier verifier;

    @BeforeAll
    void trust() {
        issuer.publish(
                TestKeys.key(ES256).withKeyId("ec"),
                TestKeys.key(RS256).withKeyId("rsa"),
                TestKeys.key(EDDSA).withKeyId("ed"));
        verifier = builder().build();
    }

    @AfterAll
    void close() {
        issuer.close();
    }

    private JwtVerifierBuilder builder() {
        return JwtVerifier.of(issuer.issuer()).clock(clock).diagnostics(event -> {});
    }

    private JsonObject claims(Object... changes) {
        JsonObject.Builder claims = JsonObject.builder()
                .put("iss", issuer.issuer().value())
                .put("aud", RESOURCE.value())
                .put("sub", "alice")
                .put("client_id", "app")
                .put("scope", "db:read db:write")
                .put("iat", clock.instant().getEpochSecond())
                .put("exp", clock.instant().getEpochSecond() + 600)
                .put("jti", "1");
        return changed(claims, changes);
    }

    private static JsonObject header(Object... changes) {
        return changed(
                JsonObject.builder().put("typ", "at+jwt").put("alg", "ES256").put("kid", "ec"), changes);
    }

    private static JsonObject changed(JsonObject.Builder json, Object... changes) {
        for (int i = 0; i < changes.length; i += 2) {
            String name = (String) changes[i];
            if (changes[i + 1] == null) {
                json.remove(name);
            } else {
                json.put(name, changes[i + 1]);
            }
        }
        return json.build();
    }

    private String token(Object... claimChanges) {
        return TestIssuer.token(ES256, header(), claims(claimChanges));
    }

    private String withHeader(Object... headerChanges) {
        return TestIssuer.token(ES256, header(headerChanges), claims());
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void isActive(Verification outcome) {
        assertThat(outcome).isInstanceOf(Verification.Active.class);
    }

    private static String reason(Verification outcome) {
        return outcome instanceof Verification.Inactive inactive
                ? inactive.reason().id()
                : outcome.toString();
    }

    @Test
    void aGoodTokenSaysWhoCalls() {
        Verification.Active active = (Verification.Active) verifier.verify(token("tenant", "t1"), RESOURCE);

        assertThat(active.caller().issuer()).isEqualTo(issuer.issuer());
        assertThat(active.caller().subject()).isEqualTo("alice");
        assertThat(active.caller().clientId()).isEqualTo("app");
        assertThat(active.caller().scope()).isEqualTo(Scope.of("db:read", "db:write"));
        assertThat(active.caller().expiresAt()).isEqualTo(clock.instant().plusSeconds(600));
        assertThat(active.caller().claims().string("tenant")).contains("t1");
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void everyAlgorithmCanBeAllowed(SignatureAlgorithm algorithm) {
        try (TestIssuer other = new TestIssuer()) {
            other.publish(TestKeys.key(algorithm).withKeyId("k"));
            JwtVerifier own = JwtVerifier.of(other.issuer())
                    .clock(clock)
                    .algorithms(algorithm)
                    .build();
            String token = TestIssuer.token(
                    algorithm,
                    header("alg", algorithm.wireName(), "kid", "k"),
                    claims("iss", other.issuer().value()));
            isActive(own.verify(token, RESOURCE));
        }
    }

    /** A token and what becomes of it. */
    record Row(String name, String reason, Supplier<String> token) {
        @Override
        public String toString() {
            return name + ": " + reason;
        }
    }

    private static Row row(String name, String reason, Supplier<String> token) {
        return new Row(name, reason, token);
    }

    Stream<Row> badHeaders() {
        return Stream.of(
                row("alg none, no signature", "token.algorithm-refused", () -> unsigned("none")),
                row("alg None", "token.algorithm-refused", () -> unsigned("None")),
                row("alg none, signed", "token.algorithm-refused", () -> withHeader("alg", "none")),
                row("no alg", "token.algorithm-refused", () -> withHeader("alg", null)),
                row("alg of another type", "token.algorithm-refused", () -> withHeader("alg", 1)),
                row("alg in another case", "token.algorithm-refused", () -> withHeader("alg", "es256")),
                row("alg with a space", "token.algorithm-refused", () -> withHeader("alg", "ES256 ")),
                row("alg not allowed", "token.algorithm-refused", () -> withHeader("alg", "ES384")),
                row("alg of encryption", "token.algorithm-refused", () -> withHeader("alg", "RSA-OAEP")),
                row("HMAC with the public key as secret", "token.algorithm-refused", this::confused),
                row("alg of another key type", "token.key-unknown", () -> withHeader("alg", "RS256")),
                row("kid of another key type", "token.key-unknown", () -> withHeader("kid", "rsa")),
                row(
                        "signed for another alg",
                        "token.signature-invalid",
                        () -> TestIssuer.token(
                                SignatureAlgorithm.PS256, header("alg", "RS256", "kid", "rsa"), claims())),
                row("kid unknown", "token.key-unknown", () -> withHeader("kid", "evil")),
                row("kid as a path", "token.key-unknown", () -> withHeader("kid", "../../dev/null")),
                row("kid as a query", "token.key-unknown", () -> withHeader("kid", "ec' OR '1'='1")),
                row("kid with NUL", "token.key-unknown", () -> withHeader("kid", "ec\u0000")),
                row("kid in another case", "token.key-unknown", () -> withHeader("kid", "EC")),
                row("crit", "token.critical-header", () -> withHeader("crit", List.of("exp"))),
                row("crit empty", "token.critical-header", () -> withHeader("crit", List.of())),
                row(
                        "crit null",
                        "token.critical-header",
                        () -> TestIssuer.token(
                                ES256, header().toBuilder().putNull("crit").build(), claims())),
                row("b64 of RFC 7797", "token.critical-header", () -> withHeader("b64", false, "crit", List.of("b64"))),
                row("typ JWT", "token.type-refused", () -> withHeader("typ", "JWT")),
                row("no typ", "token.type-refused", () -> withHeader("typ", null)),
                row("typ of a logout token", "token.type-refused", () -> withHeader("typ", "logout+jwt")),
                row("typ of a DPoP proof", "token.type-refused", () -> withHeader("typ", "dpop+jwt")),
                row("typ at+jwt with something behind", "token.type-refused", () -> withHeader("typ", "at+jwt;x=y")),
                row(
                        "the attacker's key in jwk",
                        "token.signature-invalid",
                        () -> byAttacker("jwk", TestKeys.key(EDDSA).publicJwk())),
                row(
                        "the attacker's keys at jku",
                        "token.signature-invalid",
                        () -> byAttacker("jku", issuer.url("/attacker/keys"))),
                row(
                        "the attacker's certificate at x5u",
                        "token.signature-invalid",
                        () -> byAttacker("x5u", issuer.url("/attacker/cert"))),
                row(
                        "the attacker's certificate in x5c",
                        "token.signature-invalid",
                        () -> byAttacker("x5c", List.of("MIIB"))));
    }

    private String unsigned(String algorithm) {
        return base64(header("alg", algorithm).toJson()) + "." + base64(claims().toJson()) + ".";
    }

    /** The classic: a verifier that lets the token choose would check an HMAC under the published key (RFC 8725 §2.1). */
    private String confused() {
        try {
            String input = base64(header("alg", "HS256", "kid", "rsa").toJson()) + "." + base64(claims().toJson());
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(TestKeys.pair(RS256).getPublic().getEncoded(), "HmacSHA256"));
            return input + "."
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private String byAttacker(String member, Object value) {
        SigningKey attackers = SigningKey.generate(EDDSA);
        String signed = attackers.sign("at+jwt", claims());
        return base64(header("alg", "EdDSA", "kid", "ed", member, value).toJson())
                + signed.substring(signed.indexOf('.'));
    }

    Stream<Row> badClaims() {
        long now = clock.instant().getEpochSecond();
        String iss = issuer.issuer().value();
        return Stream.of(
                row("issuer with a slash", "token.other-issuer", () -> token("iss", iss + "/")),
                row("issuer in another case", "token.other-issuer", () -> token("iss", iss.toUpperCase())),
                row("issuer with a path", "token.other-issuer", () -> token("iss", iss + "/tenant")),
                row("another issuer", "token.other-issuer", () -> token("iss", "https://evil.example")),
                row("no issuer", "token.other-issuer", () -> token("iss", null)),
                row("issuers", "token.other-issuer", () -> token("iss", List.of(iss))),
                row("another audience", "token.other-resource", () -> token("aud", "https://other.example/mcp")),
                row("audience without", "token.other-resource", () -> token("aud", List.of("a", "b"))),
                row("audience nobody", "token.other-resource", () -> token("aud", List.of())),
                row("no audience", "token.other-resource", () -> token("aud", null)),
                row("audience below", "token.other-resource", () -> token("aud", RESOURCE.value() + "/more")),
                row("audience above", "token.other-resource", () -> token("aud", "https://mcp.example")),
                row("audience begins alike", "token.other-resource", () -> token("aud", RESOURCE.value() + "2")),
                row(
                        "audience on another host",
                        "token.other-resource",
                        () -> token("aud", "https://mcp.example.evil.example/mcp")),
                row(
                        "audience with user",
                        "token.other-resource",
                        () -> token("aud", "https://mcp.example@evil.example/mcp")),
                row("audience in another case", "token.other-resource", () -> token("aud", "https://mcp.example/MCP")),
                row("audience as number", "token.other-resource", () -> token("aud", 7)),
                row("audience as object", "token.other-resource", () -> token("aud", Map.of("x", RESOURCE.value()))),
                row(
                        "audience of mixed types",
                        "token.other-resource",
                        () -> token("aud", List.of(RESOURCE.value(), 7))),
                row("the client as audience", "token.other-resource", () -> token("aud", "app")),
                row("no exp", "token.claims-invalid", () -> token("exp", null)),
                row("exp as text", "token.claims-invalid", () -> token("exp", String.valueOf(now + 600))),
                row("exp negative", "token.claims-invalid", () -> token("exp", -1)),
                row("exp never", "token.claims-invalid", () -> token("exp", Long.MAX_VALUE)),
                row("exp beyond numbers", "token.claims-invalid", () -> token("exp", new BigInteger("9".repeat(60)))),
                row("expired", "token.expired", () -> token("exp", now - 31)),
                row("expired at this moment, skew included", "token.expired", () -> token("exp", now - 30)),
                row("expired in 1970", "token.expired", () -> token("exp", 0)),
                row("not yet", "token.not-yet-valid", () -> token("nbf", now + 31)),
                row("made in the future", "token.not-yet-valid", () -> token("iat", now + 31)),
                row("nbf as text", "token.claims-invalid", () -> token("nbf", "now")),
                row("iat as object", "token.claims-invalid", () -> token("iat", Map.of())),
                row("no subject", "token.claims-invalid", () -> token("sub", null)),
                row("empty subject", "token.claims-invalid", () -> token("sub", "")),
                row("subject as number", "token.claims-invalid", () -> token("sub", 7)),
                row("no client", "token.claims-invalid", () -> token("client_id", null)),
                row("clients", "token.claims-invalid", () -> token("client_id", List.of("app"))),
                row("bound to a key", "token.sender-constrained", () -> token("cnf", Map.of("jkt", "x"))),
                row("bound to a certificate", "token.sender-constrained", () -> token("cnf", Map.of("x5t#S256", "x"))),
                row(
                        "bound, oddly",
                        "token.sender-constrained",
                        () -> TestIssuer.token(
                                ES256,
                                header(),
                                claims().toBuilder().putNull("cnf").build())));
    }

    Stream<Row> badShapes() {
        return Stream.of(
                row("opaque", "token.not-a-jwt", () -> "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
                row("empty", "token.not-a-jwt", () -> ""),
                row("two parts", "token.not-a-jwt", () -> "e30.e30"),
                row("encrypted", "token.not-a-jwt", () -> "e30.e30.e30.e30.e30"),
                row("not JSON", "token.not-a-jwt", () -> "YWJj.YWJj.YWJj"),
                row("an array", "token.not-a-jwt", () -> base64("[]") + "." + base64("{}") + ".YWJj"),
                row(
                        "duplicate claims",
                        "token.not-a-jwt",
                        () -> base64(header().toJson()) + "." + base64("{\"sub\":\"a\",\"sub\":\"b\"}") + ".YWJj"),
                row(
                        "claims nested without end",
                        "token.not-a-jwt",
                        () -> base64(header().toJson()) + "."
                                + base64("{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}") + ".YWJj"),
                row("too long", "token.not-a-jwt", () -> token("x", "x".repeat(20_000))),
                row("white space inside", "token.not-a-jwt", () -> token().replace(".", ". ")),
                row("signature cut off", "token.signature-invalid", () -> token().substring(0, token().length() - 4)),
                row(
                        "no signature",
                        "token.signature-invalid",
                        () -> token().substring(0, token().lastIndexOf('.') + 1)),
                row("another claim under the same signature", "token.signature-invalid", this::altered),
                row(
                        "signed by somebody else",
                        "token.signature-invalid",
                        () -> SigningKey.generate(ES256).withKeyId("ec").sign("at+jwt", claims())),
                row(
                        "signature of zeros",
                        "token.signature-invalid",
                        () -> token().substring(0, token().lastIndexOf('.') + 1)
                                + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64])),
                row(
                        "signature in DER",
                        "token.signature-invalid",
                        () -> token().substring(0, token().lastIndexOf('.') + 1) + base64("0D\u0002 x")));
    }

    private String altered() {
        String[] parts = token().split("\\.", -1);
        return parts[0] + "." + base64(claims("sub", "root").toJson()) + "." + parts[2];
    }

    @ParameterizedTest
    @MethodSource({"badHeaders", "badClaims", "badShapes"})
    void aBadTokenIsRefusedForItsReason(Row row) {
        assertThat(reason(verifier.verify(row.token().get(), RESOURCE))).isEqualTo(row.reason());
    }

    @Test
    @DisplayName("RFC 8725 §3.10: nothing is fetched from where a token says")
    void aTokenSendsNobodyAnywhere() {
        badHeaders().forEach(row -> verifier.verify(row.token().get(), RESOURCE));
        assertThat(issuer.asked()).noneMatch(path -> path.contains("attacker"));
    }

    @Test
    void whatIsRefusedBeforeItsSignatureIsCheckedNeedsNoKeys() {
        try (TestIssuer untouched = new TestIssuer()) {
            JwtVerifier own = JwtVerifier.of(untouched.issuer()).clock(clock).build();
            Stream.concat(badClaims(), badShapes())
                    .filter(row -> !row.reason().equals("token.signature-invalid"))
                    .forEach(row -> own.verify(row.token().get(), RESOURCE));
            assertThat(untouched.asked()).isEmpty();
        }
    }

    Stream<Row> goodTokens() {
        long now = clock.instant().getEpochSecond();
        return Stream.of(
                row("as RFC 9068 has it", "", () -> token()),
                row("type with application/", "", () -> withHeader("typ", "application/at+jwt")),
                row("type in capitals", "", () -> withHeader("typ", "AT+JWT")),
                row("several audiences", "", () -> token("aud", List.of("https://other.example", RESOURCE.value()))),
                row("audience with a slash", "", () -> token("aud", RESOURCE.value() + "/")),
                row("audience with port and capitals", "", () -> token("aud", "HTTPS://MCP.example:443/mcp")),
                row("time with a fraction", "", () -> token("exp", now + 600.25)),
                row("just over, within the skew", "", () -> token("exp", now - 29)),
                row("just ahead, within the skew", "", () -> token("nbf", now + 29, "iat", now + 29)),
                row("no scope", "", () -> token("scope", null)),
                row("unknown header members", "", () -> withHeader("x5t", "abc", "future", 1)),
                row("no kid, and one key fits", "", () -> withHeader("kid", null)),
                row("RSA", "", () -> TestIssuer.token(RS256, header("alg", "RS256", "kid", "rsa"), claims())),
                row(
                        "Ed25519 by its old name",
                        "",
                        () -> TestIssuer.token(EDDSA, header("alg", "EdDSA", "kid", "ed"), claims())),
                row(
                        "Ed25519 by its new name (RFC 9864)",
                        "",
                        () -> TestIssuer.token(EDDSA, header("alg", "Ed25519", "kid", "ed"), claims())));
    }

    @ParameterizedTest
    @MethodSource("goodTokens")
    void aGoodTokenIsAccepted(Row row) {
        isActive(verifier.verify(row.token().get(), RESOURCE));
    }

    @Nested
    @DisplayName("A token that was verified is not verified again")
    class Cache {
        @Test
        void butIsStillForItsResourceOnly() {
            String token = token();
            isActive(verifier.verify(token, RESOURCE));
            assertThat(reason(verifier.verify(token, new ResourceIndicator("https://other.example/mcp"))))
                    .isEqualTo("token.other-resource");
        }

        @Test
        void andStillEnds() {
            MovedClock own = new MovedClock();
            JwtVerifier caching = builder().clock(own).build();
            String token = token("exp", own.instant().getEpochSecond() + 60);
            isActive(caching.verify(token, RESOURCE));
            own.advance(Duration.ofSeconds(89));
            isActive(caching.verify(token, RESOURCE));
            own.advance(Duration.ofSeconds(1));
            assertThat(reason(caching.verify(token, RESOURCE))).isEqualTo("token.expired");
        }

        @ParameterizedTest
        @ValueSource(longs = {0, 60})
        @DisplayName("a key that the issuer withdrew counts no more after the configured time")
        void andItsKeyIsLookedAtAgainAfterAWhile(long seconds) {
            try (TestIssuer rotating = new TestIssuer()) {
                MovedClock own = new MovedClock();
                rotating.publish(TestKeys.key(ES256).withKeyId("ec"));
                JwtVerifier caching = JwtVerifier.of(rotating.issuer())
                        .clock(own)
                        .diagnostics(event -> {})
                        .cacheTime(Duration.ofSeconds(seconds))
                        .build();
                String token = TestIssuer.token(
                        ES256, header(), claims("iss", rotating.issuer().value()));
                isActive(caching.verify(token, RESOURCE));
                rotating.publish(TestKeys.key(EDDSA).withKeyId("new"));
                own.advance(Duration.ofSeconds(seconds).plusSeconds(10));
                String other = TestIssuer.token(
                        EDDSA,
                        header("alg", "EdDSA", "kid", "new"),
                        claims("iss", rotating.issuer().value()));
                isActive(caching.verify(other, RESOURCE));

                assertThat(reason(caching.verify(token, RESOURCE))).isEqualTo("token.key-unknown");
            }
        }
    }

    @Nested
    @DisplayName("Audiences beside the resource's URL")
    class Names {
        private final JwtVerifier named =
                builder().audiences("api://bookshop", "bookshop").build();

        @Test
        void countExactly() {
            isActive(named.verify(token("aud", "api://bookshop"), RESOURCE));
            isActive(named.verify(token("aud", List.of("x", "bookshop")), RESOURCE));
            isActive(named.verify(token(), RESOURCE));
        }

        @ParameterizedTest
        @ValueSource(strings = {"api://bookshop/", "API://bookshop", "bookshop ", "Bookshop", "api://book", ""})
        void andNothingLikeThem(String audience) {
            assertThat(reason(named.verify(token("aud", audience), RESOURCE))).isEqualTo("token.other-resource");
        }
    }

    @Nested
    @DisplayName("Where the type is JWT, tokens of other purposes are told by their claims")
    class Purposes {
        private final JwtVerifier keycloak =
                builder().profile(TokenProfile.keycloak()).build();

        private String typed(Object... changes) {
            return TestIssuer.token(ES256, header("typ", "JWT"), claims(changes));
        }

        @Test
        void anAccessTokenPasses() {
            isActive(keycloak.verify(typed("typ", "Bearer", "azp", "app"), RESOURCE));
            isActive(keycloak.verify(typed(), RESOURCE));
        }

        @ParameterizedTest
        @ValueSource(strings = {"ID", "Refresh", "Offline", "Logout", "DPoP", "JWT", ""})
        void byKeycloaksOwnType(String type) {
            assertThat(reason(keycloak.verify(typed("typ", type), RESOURCE))).isEqualTo("token.other-purpose");
        }

        @ParameterizedTest
        @ValueSource(strings = {"at_hash", "c_hash", "events"})
        void byWhatOnlyTheyHave(String claim) {
            assertThat(reason(keycloak.verify(typed(claim, "x"), RESOURCE))).isEqualTo("token.other-purpose");
        }

        @Test
        void theTypeOfRfc9068NeedsNoSuchGuess() {
            isActive(keycloak.verify(token("at_hash", "x"), RESOURCE));
        }
    }

    @Nested
    @DisplayName("Settings that do not fit are refused, all at once")
    class Settings {
        @Test
        void outOfBounds() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder()
                            .clockSkew(Duration.ofMinutes(6))
                            .cacheTime(Duration.ofHours(2))
                            .cacheEntries(0)
                            .timeout(Duration.ZERO)
                            .audiences(" ")
                            .keysAt(URI.create("http://issuer.example/keys"))
                            .build())
                    .withMessageContainingAll("clock skew", "cache time", "entries", "timeout", "audience", "https");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://issuer.example/keys",
                    "ftp://issuer.example/keys",
                    "file:///etc/passwd",
                    "/keys",
                    "https:///keys",
                    "https://user:pw@issuer.example/keys",
                    "https://issuer.example/keys#x"
                })
        void keysAtAnInsecurePlace(String location) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder().keysAt(URI.create(location)).build());
        }

        @Test
        void aClientThatFollowsRedirects() {
            HttpClient following = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.ALWAYS)
                    .build();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder().http(following).build())
                    .withMessageContaining("redirect");
        }
    }
}
