package dev.mcpoauth.server.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.challenge.Challenge;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.dpop.DpopUse;
import dev.mcpoauth.server.dpop.JwkThumbprint;
import dev.mcpoauth.server.dpop.ProofNonces;
import dev.mcpoauth.server.dpop.ProofVerifier;
import dev.mcpoauth.server.dpop.TestProof;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Requests with a token that is bound to a key (RFC 9449 §7)")
class BoundRequestsTest {
    private static final String URL = "https://mcp.example/mcp";
    private static final ResourceIndicator RESOURCE = new ResourceIndicator(URL);
    private static final URI METADATA = URI.create("https://mcp.example/.well-known/oauth-protected-resource/mcp");
    private static final TestProof.Key KEY = TestProof.Key.generate();
    private static final TestProof.Key OTHER = TestProof.Key.generate();
    private static final AuthenticatedCaller ALICE =
            new AuthenticatedCaller(new Issuer("https://as.example"), "alice", "c1", Scope.of("db:read"), Instant.MAX);

    private final List<DiagnosticEvent> events = new ArrayList<>();
    private final MovedClock clock = new MovedClock();
    private final InMemoryOAuthStore store = new InMemoryOAuthStore();
    private final ProofVerifier proofs = ProofVerifier.of(store.replay());
    private final ProtectedResource door = door(proofs, DpopUse.ACCEPTED);

    private ProtectedResource door(ProofVerifier verifier, DpopUse use) {
        return builder().dpop(verifier, use).build();
    }

    private ProtectedResource.Builder builder() {
        return ProtectedResource.builder(RESOURCE, BoundRequestsTest::verify, METADATA)
                .baseScope(Scope.of("db:read"))
                .clock(clock)
                .diagnostics(events::add);
    }

    private static Verification verify(String token, ResourceIndicator asked) {
        JwkThumbprint key = JwkThumbprint.parse(KEY.thumbprint()).orElseThrow();
        return switch (token) {
            case "bound", "also" -> new Verification.Bound(ALICE, key);
            case "narrow" ->
                new Verification.Bound(
                        new AuthenticatedCaller(ALICE.issuer(), "bob", "c2", Scope.of("other"), Instant.MAX), key);
            case "bearer" -> new Verification.Active(ALICE);
            case "outage" -> throw new StoreException("down");
            default -> new Verification.Inactive(ResourceReasons.TOKEN_UNKNOWN);
        };
    }

    private TestProof proof(String token) {
        return KEY.proof("POST", URL, clock.instant()).forToken(token);
    }

    private AccessRefusal refused(ProtectedResource by, ResourceRequest request) {
        return ((Access.Refused) by.admit(request)).refusal();
    }

    private void assertReason(String reason) {
        assertThat(events)
                .singleElement()
                .satisfies(event -> assertThat(event.reason().id()).isEqualTo(reason));
    }

    @ParameterizedTest
    @EnumSource(DpopUse.class)
    void comeInWithTheProof(DpopUse use) {
        ProtectedResource some = door(proofs, use);
        assertThat(some.admit(TestRequests.proven("bound", proof("bound").sign())))
                .isEqualTo(new Access.Granted(ALICE, "DPoP", Map.of()));
        assertThat(events).isEmpty();
    }

    @Test
    void eachNeedsAProofOfItsOwn() {
        String proof = proof("bound").sign();
        assertThat(door.admit(TestRequests.proven("bound", proof))).isInstanceOf(Access.Granted.class);
        assertThat(refused(door, TestRequests.proven("bound", proof)).status()).isEqualTo(401);
        assertReason("dpop.replayed");
    }

    static Stream<Arguments> bad() {
        UnaryOperator<TestProof> good = p -> p;
        return Stream.of(
                Arguments.of("bound", "token.without-proof", "invalid_dpop_proof", List.of()),
                Arguments.of("bound", "dpop.repeated-header", "invalid_dpop_proof", List.of(good, good)),
                row("bound", "dpop.other-method", "invalid_dpop_proof", p -> p.claim("htm", "GET")),
                row("bound", "dpop.other-url", "invalid_dpop_proof", p -> p.claim("htu", URL + "/x")),
                row("bound", "dpop.other-url", "invalid_dpop_proof", p -> p.claim("htu", "https://evil.example/mcp")),
                row("bound", "dpop.time", "invalid_dpop_proof", p -> p.claim("iat", 1)),
                row("bound", "dpop.other-token", "invalid_dpop_proof", p -> p.without("ath")),
                row("bound", "dpop.other-token", "invalid_dpop_proof", p -> p.forToken("also")),
                row("bearer", "token.not-bound", "invalid_token", p -> p),
                row("unknown", "token.unknown", "invalid_token", p -> p),
                row("narrow", "scope.insufficient", "insufficient_scope", p -> p));
    }

    private static Arguments row(String token, String reason, String error, UnaryOperator<TestProof> change) {
        return Arguments.of(token, reason, error, List.of(change));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("bad")
    void otherwiseAreRefusedForTheirReason(
            String token, String reason, String error, List<UnaryOperator<TestProof>> changes) {
        String[] headers = changes.stream()
                .map(change -> change.apply(proof(token)).sign())
                .toArray(String[]::new);

        AccessRefusal refusal = refused(door, TestRequests.proven(token, headers));

        assertThat(refusal.status()).isEqualTo(error.equals("insufficient_scope") ? 403 : 401);
        Challenge first = refusal.challenges().get(0);
        assertThat(first.scheme()).isEqualTo("DPoP");
        assertThat(first.parameters())
                .containsEntry("error", error)
                .containsEntry("resource_metadata", METADATA.toString())
                .containsEntry("algs", "ES256 EdDSA PS256 RS256")
                .containsKey("scope");
        assertThat(refusal.body().string("error")).contains(error);
        assertReason(reason);
    }

    @Test
    @DisplayName("§7.1: somebody else's proof, however good")
    void withAProofOfAnotherKeyAreRefused() {
        String proof =
                OTHER.proof("POST", URL, clock.instant()).forToken("bound").sign();
        AccessRefusal refusal = refused(door, TestRequests.proven("bound", proof));
        assertThat(refusal.challenges().get(0).parameters()).containsEntry("error", "invalid_token");
        assertReason("token.other-key");
    }

    @Test
    @DisplayName("nobody without a good token makes us check signatures or remember proofs")
    void aProofWithoutAGoodTokenIsNotLookedAt() {
        String proof = proof("unknown").sign();
        refused(door, TestRequests.proven("unknown", proof));
        refused(door, TestRequests.proven("unknown", proof));
        assertThat(events).allSatisfy(event -> assertThat(event.reason().id()).isEqualTo("token.unknown"));
    }

    @Test
    @DisplayName("§7.2: the token alone is worth nothing, with or without a proof beside it")
    void asBearerAreRefused() {
        AccessRefusal alone = refused(door, TestRequests.with("Bearer bound"));
        assertThat(alone.challenges().get(0).parameters()).containsEntry("error", "invalid_token");
        ResourceRequest beside = ResourceRequest.of(
                "POST",
                "/mcp",
                "",
                Map.of(
                        "Authorization",
                        List.of("Bearer bound"),
                        "DPoP",
                        List.of(proof("bound").sign())));
        assertThat(refused(door, beside).status()).isEqualTo(401);
        assertThat(events)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.reason().id()).isEqualTo("token.sender-constrained"));
    }

    @Test
    @DisplayName("a resource that was told of no proofs takes neither the scheme nor the tokens")
    void whereNobodyVerifiesProofsAreRefused() {
        ProtectedResource plain = builder().build();
        assertThat(refused(plain, TestRequests.proven("bound", proof("bound").sign()))
                        .status())
                .isEqualTo(401);
        assertReason("bearer.other-scheme");
        events.clear();
        assertThat(refused(plain, TestRequests.with("Bearer bound")).status()).isEqualTo(401);
        assertReason("token.sender-constrained");
    }

    @Test
    void anOutageIsNobodysFault() {
        assertThat(refused(door, TestRequests.proven("outage", proof("outage").sign()))
                        .status())
                .isEqualTo(503);
        store.close();
        events.clear();
        AccessRefusal refusal =
                refused(door, TestRequests.proven("bound", proof("bound").sign()));
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.headers()).doesNotContainKey("WWW-Authenticate").containsKey("Retry-After");
        assertReason("token.verifier-unavailable");
    }

    @Test
    @DisplayName("§11.1: of many requests with one proof at once, one comes in")
    void ofManyWithOneProofOneComesIn() {
        ProtectedResource quiet = ProtectedResource.builder(RESOURCE, BoundRequestsTest::verify, METADATA)
                .clock(clock)
                .dpop(proofs, DpopUse.ACCEPTED)
                .build();
        ResourceRequest request = TestRequests.proven("bound", proof("bound").sign());
        List<CompletableFuture<Access>> requests = IntStream.range(0, 50)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> quiet.admit(request)))
                .toList();
        assertThat(requests.stream().map(CompletableFuture::join))
                .filteredOn(Access.Granted.class::isInstance)
                .hasSize(1);
    }

    @Test
    @DisplayName("§9: a nonce is asked for, told, and rotated with an answer that is none about it")
    void noncesAreAskedForAndRotated() {
        ProofNonces nonces = ProofNonces.of(new byte[32]);
        ProtectedResource asking = door(proofs.withNonces(nonces), DpopUse.REQUIRED);
        AccessRefusal refusal =
                refused(asking, TestRequests.proven("bound", proof("bound").sign()));
        assertThat(refusal.status()).isEqualTo(401);
        assertThat(refusal.challenges().get(0).parameters()).containsEntry("error", "use_dpop_nonce");
        String nonce = refusal.headers().get("DPoP-Nonce");

        TestProof answer = proof("bound").claim("nonce", nonce);
        assertThat(asking.admit(TestRequests.proven("bound", answer.sign())))
                .isEqualTo(new Access.Granted(ALICE, "DPoP", Map.of()));
        clock.advance(Duration.ofMinutes(5));
        TestProof later = proof("bound").claim("nonce", nonce);
        assertThat(asking.admit(TestRequests.proven("bound", later.sign())))
                .isEqualTo(new Access.Granted(ALICE, "DPoP", Map.of("DPoP-Nonce", nonces.current(clock.instant()))));
    }

    @Nested
    @DisplayName("§7.1, §7.2: what is offered")
    class Offers {
        private List<String> schemes(DpopUse use, ResourceRequest request) {
            return refused(door(proofs, use), request).challenges().stream()
                    .map(challenge -> challenge.scheme() + " "
                            + challenge.parameter("error").orElse("-"))
                    .toList();
        }

        @ParameterizedTest
        @CsvSource({
            "ACCEPTED, '', Bearer -, ",
            "OFFERED, '', Bearer -, DPoP -",
            "REQUIRED, '', DPoP -, ",
            "ACCEPTED, Basic YTpi, Bearer -, ",
            "OFFERED, Basic YTpi, Bearer -, DPoP -",
            "ACCEPTED, Bearer unknown, Bearer invalid_token, ",
            "OFFERED, Bearer unknown, Bearer invalid_token, DPoP -",
            "REQUIRED, Bearer unknown, DPoP invalid_token, ",
            "REQUIRED, Bearer bearer, DPoP invalid_token, ",
            "OFFERED, Bearer bound, Bearer invalid_token, DPoP -",
            "ACCEPTED, DPoP unknown, DPoP invalid_token, Bearer -",
            "OFFERED, DPoP unknown, DPoP invalid_token, Bearer -",
            "REQUIRED, DPoP unknown, DPoP invalid_token, ",
        })
        void theSchemeThatWasUsedSaysWhatWasWrong(DpopUse use, String header, String first, String second) {
            List<String> headers = header.isEmpty() ? List.of() : List.of(header);
            assertThat(schemes(use, TestRequests.with(headers)))
                    .isEqualTo(second == null ? List.of(first) : List.of(first, second));
        }

        @Test
        void aPlainTokenIsRefusedWhereABoundOneIsRequired() {
            refused(door(proofs, DpopUse.REQUIRED), TestRequests.with("Bearer bearer"));
            assertReason("token.binding-required");
        }

        @Test
        void bothChallengesAreOneFieldWithBearerFirst() {
            String field = refused(door(proofs, DpopUse.OFFERED), TestRequests.with(List.of()))
                    .headers()
                    .get("WWW-Authenticate");
            assertThat(field)
                    .startsWith("Bearer scope=\"db:read\", resource_metadata=\"")
                    .contains(", DPoP scope=\"db:read\", ")
                    .endsWith("algs=\"ES256 EdDSA PS256 RS256\"");
        }

        @Test
        @DisplayName("a step-up is for both schemes: how the caller came is not known any more")
        void aStepUpIsForBothSchemes() {
            AccessRefusal refusal = door(proofs, DpopUse.OFFERED)
                    .check(ALICE, Scope.of("db:write"), "change")
                    .orElseThrow();
            assertThat(refusal.status()).isEqualTo(403);
            assertThat(refusal.challenges())
                    .hasSize(2)
                    .allSatisfy(challenge -> assertThat(challenge.parameters())
                            .containsEntry("error", "insufficient_scope")
                            .containsEntry("scope", "db:read db:write"));
        }
    }
}
