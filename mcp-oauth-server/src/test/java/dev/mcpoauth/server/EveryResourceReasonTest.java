package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.diagnostics.ReasonCatalog;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.metadata.WellKnownUris;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.server.dpop.DpopUse;
import dev.mcpoauth.server.dpop.ProofVerifier;
import dev.mcpoauth.server.dpop.TestProof;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.key.TestKeys;
import dev.mcpoauth.server.resource.Access;
import dev.mcpoauth.server.resource.MovedClock;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.resource.ResourceReasons;
import dev.mcpoauth.server.resource.TestIssuer;
import dev.mcpoauth.server.resource.TestRequests;
import dev.mcpoauth.server.resource.TokenProfile;
import dev.mcpoauth.server.resource.TokenVerifier;
import dev.mcpoauth.server.resource.introspection.IntrospectionVerifier;
import dev.mcpoauth.server.resource.jwt.JwtVerifier;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Provokes every reason of the section "protected resource", with tokens that the authorization server issued. */
class EveryResourceReasonTest {
    private static final String OTHER = "https://as.example/other";
    private static final Map<Reason, Provocation> PROVOCATIONS = provocations();

    private final List<DiagnosticEvent> heard = new CopyOnWriteArrayList<>();
    private final MovedClock clock = new MovedClock();
    private final TestIssuer issuer = new TestIssuer();

    private interface Provocation {
        void with(EveryResourceReasonTest test, TestServer as);
    }

    private static Map<Reason, Provocation> provocations() {
        Map<Reason, Provocation> all = new LinkedHashMap<>();
        all.put(ResourceReasons.TOKEN_MISSING, (test, as) -> test.admit(as));
        all.put(ResourceReasons.OTHER_SCHEME, (test, as) -> test.admit(as, "Basic YTpi"));
        all.put(ResourceReasons.REPEATED, (test, as) -> test.admit(as, good(as), good(as)));
        all.put(ResourceReasons.MALFORMED, (test, as) -> test.admit(as, "Bearer \"quoted\""));
        all.put(
                ResourceReasons.TOKEN_IN_QUERY,
                (test, as) -> test.resource(as, TestServer.RESOURCE)
                        .admit(TestRequests.withQuery("access_token=x", List.of(good(as)))));
        all.put(ResourceReasons.TOKEN_UNKNOWN, (test, as) -> test.admit(as, "Bearer of-another-environment"));
        all.put(ResourceReasons.TOKEN_EXPIRED, (test, as) -> {
            String token = good(as);
            as.advance(Duration.ofHours(1));
            test.admit(as, token);
        });
        all.put(ResourceReasons.TOKEN_REVOKED, (test, as) -> {
            JsonObject tokens = as.tokens();
            as.form(
                    "/revoke",
                    "client_id",
                    "app",
                    "token",
                    tokens.string("refresh_token").orElseThrow());
            test.admit(as, bearer(tokens));
        });
        all.put(
                ResourceReasons.TOKEN_FOR_OTHER_RESOURCE,
                (test, as) -> test.resource(as, OTHER).admit(TestRequests.with(List.of(good(as)))));
        all.put(ResourceReasons.INSUFFICIENT_SCOPE, (test, as) -> {
            ProtectedResource resource = test.resource(as, TestServer.RESOURCE);
            Access.Granted access = (Access.Granted) resource.admit(TestRequests.with(List.of(good(as))));
            resource.check(access.caller(), Scope.of("never-granted"), "tools/call change");
        });
        all.putAll(ofBoundTokens());
        all.put(
                ResourceReasons.VERIFIER_UNAVAILABLE,
                (test, as) -> test.admit(
                        new TestServer(settings -> settings, DownStore.closed(), TestServer::alice), "Bearer any"));
        all.putAll(ofSignedTokens());
        all.put(ResourceReasons.TOKEN_INACTIVE, (test, as) -> {
            test.issuer.answer(TestIssuer.INTROSPECT, TestIssuer.text(200, "{\"active\":false}"));
            TokenVerifier asking = IntrospectionVerifier.of(test.issuer.issuer(), "rs", ClientSecret.parse("s"))
                    .build();
            test.door(asking).admit(TestRequests.with(List.of("Bearer any")));
        });
        all.put(ResourceReasons.ISSUER_NOT_REFRESHED, (test, as) -> {
            JwtVerifier verifier = test.signed();
            verifier.load();
            test.issuer.answer(TestIssuer.KEYS, TestIssuer.status(500));
            test.clock.advance(Duration.ofHours(1));
            verifier.load();
            await().until(() -> !test.heard.isEmpty());
        });
        return all;
    }

    private static Map<Reason, Provocation> ofBoundTokens() {
        TestProof.Key key = TestProof.Key.generate();
        Map<Reason, Provocation> all = new LinkedHashMap<>();
        all.put(
                ResourceReasons.TOKEN_NOT_BOUND,
                (test, as) -> test.admit(
                        as, "DPoP " + as.tokens().string("access_token").orElseThrow()));
        all.put(ResourceReasons.PROOF_ABSENT, (test, as) -> test.admit(as, "DPoP " + bound(as, key)));
        all.put(ResourceReasons.OTHER_KEY, (test, as) -> {
            String token = bound(as, key);
            TestProof proof = TestProof.Key.generate().proof("POST", TestServer.RESOURCE, as.now());
            test.resource(as, TestServer.RESOURCE)
                    .admit(TestRequests.proven(token, proof.forToken(token).sign()));
        });
        all.put(
                ResourceReasons.BINDING_REQUIRED,
                (test, as) -> as.server
                        .protectedResource(TestServer.RESOURCE)
                        .dpop(ProofVerifier.of(as.store.replay()), DpopUse.REQUIRED)
                        .diagnostics(test.heard::add)
                        .build()
                        .admit(TestRequests.with(good(as))));
        return all;
    }

    private static String bound(TestServer as, TestProof.Key key) {
        return json(new Proven(as, key).redeem(as.code()))
                .string("access_token")
                .orElseThrow();
    }

    private static Map<Reason, Provocation> ofSignedTokens() {
        Map<Reason, Provocation> all = new LinkedHashMap<>();
        all.put(ResourceReasons.TOKEN_NOT_SIGNED, (test, as) -> test.present("opaque"));
        all.put(ResourceReasons.TOKEN_TYPE, (test, as) -> test.present(test.token("typ", "JWT", "", "")));
        all.put(ResourceReasons.TOKEN_ALGORITHM, (test, as) -> test.present(test.token("alg", "none", "", "")));
        all.put(ResourceReasons.TOKEN_CRITICAL, (test, as) -> test.present(test.token("crit", List.of("x"), "", "")));
        all.put(ResourceReasons.TOKEN_OTHER_ISSUER, (test, as) -> test.present(test.token("", "", "iss", "x")));
        all.put(ResourceReasons.TOKEN_CLAIMS, (test, as) -> test.present(test.token("", "", "sub", "")));
        all.put(
                ResourceReasons.TOKEN_NOT_YET_VALID,
                (test, as) -> test.present(
                        test.token("", "", "nbf", test.clock.instant().getEpochSecond() + 99)));
        all.put(
                ResourceReasons.TOKEN_SENDER_CONSTRAINED,
                (test, as) -> test.present(test.token("", "", "cnf", Map.of("jkt", "x"))));
        all.put(ResourceReasons.TOKEN_KEY_UNKNOWN, (test, as) -> test.present(test.token("kid", "x", "", "")));
        all.put(ResourceReasons.TOKEN_SIGNATURE, (test, as) -> {
            String good = test.token("", "", "", "");
            test.present(good.substring(0, good.length() - 8));
        });
        all.put(ResourceReasons.TOKEN_OTHER_PURPOSE, (test, as) -> {
            String idToken = test.token("typ", "JWT", "at_hash", "x");
            JwtVerifier keycloak = JwtVerifier.of(test.issuer.issuer())
                    .profile(TokenProfile.keycloak())
                    .clock(test.clock)
                    .build();
            test.door(keycloak).admit(TestRequests.with(List.of("Bearer " + idToken)));
        });
        return all;
    }

    static Set<Reason> reasons() {
        return PROVOCATIONS.keySet();
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void isProvoked(Reason reason) {
        TestServer as = new TestServer(settings -> settings.resource(ResourceSettings.of(OTHER, Scope.of("x"))));

        PROVOCATIONS.get(reason).with(this, as);

        assertThat(heard)
                .singleElement()
                .satisfies(event -> assertThat(event.reason()).isEqualTo(reason));
    }

    @Test
    void noReasonIsLeftOut() {
        List<Reason> catalog = ReasonCatalog.of(ResourceReasons.class);
        assertThat(reasons()).containsExactlyInAnyOrderElementsOf(catalog);
    }

    private JwtVerifier signed() {
        return JwtVerifier.of(issuer.issuer())
                .clock(clock)
                .diagnostics(heard::add)
                .build();
    }

    private ProtectedResource door(TokenVerifier verifier) {
        ResourceIndicator resource = new ResourceIndicator(TestServer.RESOURCE);
        return ProtectedResource.builder(resource, verifier, WellKnownUris.ofProtectedResource(resource))
                .diagnostics(heard::add)
                .build();
    }

    private void present(String token) {
        door(signed()).admit(TestRequests.with(List.of("Bearer " + token)));
    }

    /** A good token but for one header member and one claim; an empty name changes nothing. */
    private String token(String headerMember, Object headerValue, String claim, Object claimValue) {
        JsonObject.Builder header = JsonObject.builder()
                .put("typ", "at+jwt")
                .put("alg", "ES256")
                .put("kid", TestKeys.key(SignatureAlgorithm.ES256).keyId());
        JsonObject.Builder claims = JsonObject.builder()
                .put("iss", issuer.issuer().value())
                .put("aud", TestServer.RESOURCE)
                .put("sub", "alice")
                .put("client_id", "app")
                .put("exp", clock.instant().getEpochSecond() + 600);
        if (!headerMember.isEmpty()) {
            header.put(headerMember, headerValue);
        }
        if (!claim.isEmpty()) {
            claims.put(claim, claimValue);
        }
        return TestIssuer.token(SignatureAlgorithm.ES256, header.build(), claims.build());
    }

    @AfterEach
    void close() {
        issuer.close();
    }

    private void admit(TestServer as, String... headers) {
        resource(as, TestServer.RESOURCE).admit(TestRequests.with(List.of(headers)));
    }

    private ProtectedResource resource(TestServer as, String identifier) {
        return as.server.protectedResource(identifier).diagnostics(heard::add).build();
    }

    private static String good(TestServer as) {
        return bearer(as.tokens());
    }

    private static String bearer(JsonObject tokens) {
        return "Bearer " + tokens.string("access_token").orElseThrow();
    }
}
