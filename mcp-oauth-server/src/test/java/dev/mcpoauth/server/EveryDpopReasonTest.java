package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.FORM;
import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.error;
import static dev.mcpoauth.server.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.diagnostics.ReasonCatalog;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.dpop.DpopReasons;
import dev.mcpoauth.server.dpop.ProofNonces;
import dev.mcpoauth.server.dpop.TestProof;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.resource.Access;
import dev.mcpoauth.server.resource.AccessRefusal;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.resource.ResourceRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Each reason for which a proof is refused, at the token endpoint and at a resource")
class EveryDpopReasonTest {
    private static final TestProof.Key KEY = TestProof.Key.generate();
    private static final TestProof.Key OTHER = TestProof.Key.generate();
    private static final Map<Reason, Function<TestProof, List<String>>> PROOFS = proofs();

    private final List<DiagnosticEvent> heard = new CopyOnWriteArrayList<>();

    private static Map<Reason, Function<TestProof, List<String>>> proofs() {
        Map<Reason, Function<TestProof, List<String>>> all = new LinkedHashMap<>();
        all.put(DpopReasons.REPEATED, good -> List.of(good.sign(), good.sign()));
        all.put(DpopReasons.MALFORMED, good -> List.of("proof"));
        all.put(DpopReasons.TYPE, good -> List.of(good.header("typ", "JWT").sign()));
        all.put(
                DpopReasons.CRITICAL,
                good -> List.of(good.header("crit", List.of("x")).sign()));
        all.put(
                DpopReasons.ALGORITHM,
                good -> List.of(good.header("alg", "none").sign()));
        all.put(
                DpopReasons.KEY_PRIVATE,
                good -> List.of(good.header(
                                "jwk", KEY.jwk().toBuilder().put("d", "AQAB").build())
                        .sign()));
        all.put(
                DpopReasons.KEY_UNUSABLE,
                good -> List.of(good.withoutHeader("jwk").sign()));
        all.put(DpopReasons.SIGNATURE, good -> List.of(good.signedBy(OTHER)));
        all.put(DpopReasons.METHOD, good -> List.of(good.claim("htm", "GET").sign()));
        all.put(
                DpopReasons.URL,
                good -> List.of(good.claim("htu", "https://evil.example/mcp").sign()));
        all.put(DpopReasons.TIME, good -> List.of(good.claim("iat", 1).sign()));
        all.put(DpopReasons.ID, good -> List.of(good.without("jti").sign()));
        all.put(DpopReasons.NONCE_MISSING, good -> List.of(good.without("nonce").sign()));
        all.put(
                DpopReasons.NONCE_OVER,
                good -> List.of(good.claim("nonce", "old").sign()));
        all.put(DpopReasons.TOKEN, good -> List.of(good.forToken("another").sign()));
        all.put(DpopReasons.REPLAYED, good -> List.of(good.sign()));
        return all;
    }

    static Set<Reason> reasons() {
        return PROOFS.keySet();
    }

    private static boolean wantsNonces(Reason reason) {
        return reason.equals(DpopReasons.NONCE_MISSING) || reason.equals(DpopReasons.NONCE_OVER);
    }

    private static String expectedError(Reason reason) {
        return wantsNonces(reason) ? "use_dpop_nonce" : "invalid_dpop_proof";
    }

    static List<Reason> atTheTokenEndpoint() {
        return reasons().stream()
                .filter(reason -> !reason.equals(DpopReasons.TOKEN))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("atTheTokenEndpoint")
    @DisplayName("RFC 9449 §5, §8: 400")
    void isProvokedAtTheTokenEndpoint(Reason reason) {
        TestServer as = new TestServer(settings -> settings.proofNonces(wantsNonces(reason)));
        List<String> proofs = PROOFS.get(reason).apply(KEY.proof("POST", Proven.TOKEN_URL, as.now()));
        if (reason.equals(DpopReasons.REPLAYED)) {
            send(as, proofs, as.code());
        }

        WebResponse response = send(as, proofs, as.code());

        assertThat(response.status()).isEqualTo(400);
        assertThat(error(response)).isEqualTo(expectedError(reason));
        assertThat(response.header(ProofNonces.HEADER).isPresent()).isEqualTo(wantsNonces(reason));
        assertThat(as.lastReason()).isEqualTo(reason.id());
        assertThat(response.text()).doesNotContain(reason.id());
    }

    private static WebResponse send(TestServer as, List<String> proofs, String code) {
        byte[] form = TestServer.encode(Proven.redemption(code)).getBytes(StandardCharsets.UTF_8);
        Map<String, List<String>> headers = Map.of("Content-Type", List.of(FORM), "dpop", proofs);
        return as.server.handle(WebRequest.of("POST", "/token", "", headers).withBody(form));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    @DisplayName("RFC 9449 §7.1, §9: 401 with a challenge")
    void isProvokedAtAResource(Reason reason) {
        TestServer as = new TestServer(settings -> settings.proofNonces(wantsNonces(reason)));
        String token = token(as);
        ProtectedResource door =
                as.server.protectedResource(RESOURCE).diagnostics(heard::add).build();
        TestProof good = KEY.proof("POST", RESOURCE, as.now()).forToken(token);
        ResourceRequest request = request(token, PROOFS.get(reason).apply(good));
        if (reason.equals(DpopReasons.REPLAYED)) {
            assertThat(door.admit(request)).isInstanceOf(Access.Granted.class);
        }

        AccessRefusal refusal = ((Access.Refused) door.admit(request)).refusal();

        assertThat(refusal.status()).isEqualTo(401);
        assertThat(refusal.challenges().get(0).scheme()).isEqualTo("DPoP");
        assertThat(refusal.challenges().get(0).parameters())
                .containsEntry("error", expectedError(reason))
                .containsEntry("algs", "ES256 EdDSA PS256 RS256");
        assertThat(refusal.headers().containsKey(ProofNonces.HEADER)).isEqualTo(wantsNonces(reason));
        assertThat(heard).singleElement().satisfies(event -> {
            assertThat(event.reason()).isEqualTo(reason);
            assertThat(event.toString()).doesNotContain(token);
        });
    }

    /** Bound to the key, whether or not the server asks for nonces. */
    private static String token(TestServer as) {
        Proven client = new Proven(as, KEY);
        String code = as.code();
        WebResponse first = client.redeem(code);
        JsonObject tokens = first.header(ProofNonces.HEADER)
                .map(nonce ->
                        json(client.token(client.proof().claim("nonce", nonce).sign(), Proven.redemption(code))))
                .orElseGet(() -> json(first));
        return tokens.string("access_token").orElseThrow();
    }

    private static ResourceRequest request(String token, List<String> proofs) {
        return ResourceRequest.of(
                "POST", "/mcp", "", Map.of("authorization", List.of("DPoP " + token), "dpop", proofs));
    }

    @Test
    void noReasonIsLeftOut() {
        List<Reason> catalog = ReasonCatalog.of(DpopReasons.class);
        assertThat(reasons()).containsExactlyInAnyOrderElementsOf(catalog);
    }
}
