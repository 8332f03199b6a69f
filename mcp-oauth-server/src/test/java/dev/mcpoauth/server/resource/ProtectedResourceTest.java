package dev.mcpoauth.server.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.ScopeHierarchy;
import dev.mcpoauth.core.challenge.Challenge;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.store.StoreException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectedResourceTest {
    private static final ResourceIndicator RESOURCE = new ResourceIndicator("https://mcp.example/mcp");
    private static final URI METADATA = URI.create("https://mcp.example/.well-known/oauth-protected-resource/mcp");
    private static final AuthenticatedCaller READER =
            new AuthenticatedCaller(new Issuer("https://as.example"), "alice", "c1", Scope.of("db:read"), Instant.MAX);

    private final List<DiagnosticEvent> events = new ArrayList<>();
    private final ProtectedResource resource = ProtectedResource.builder(RESOURCE, this::verify, METADATA)
            .baseScope(Scope.of("db:read"))
            .diagnostics(events::add)
            .build();

    private Verification verify(String token, ResourceIndicator asked) {
        assertThat(asked).isEqualTo(RESOURCE);
        return switch (token) {
            case "good" -> new Verification.Active(READER);
            case "narrow" ->
                new Verification.Active(
                        new AuthenticatedCaller(READER.issuer(), "bob", "c2", Scope.of("other"), Instant.MAX));
            case "revoked" -> new Verification.Inactive(ResourceReasons.TOKEN_REVOKED);
            case "outage" -> throw new StoreException("store is down", new IllegalStateException("connection refused"));
            default -> new Verification.Inactive(ResourceReasons.TOKEN_UNKNOWN);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer good", "bearer good", "BEARER   good", " Bearer good "})
    @DisplayName("RFC 6750 §2.1: the scheme's case and spaces do not matter")
    void admitsAGoodToken(String header) {
        assertThat(resource.admit(TestRequests.with(List.of(header)))).isEqualTo(new Access.Granted(READER));
        assertThat(events).isEmpty();
    }

    @Nested
    @DisplayName("RFC 6750 §3, RFC 9728 §5.1: what a refusal says")
    class Refusals {
        @Test
        void withoutATokenTheChallengeHasNoErrorCodeAndSaysWhatToBring() {
            AccessRefusal refusal = refused(List.of());
            assertThat(refusal.status()).isEqualTo(401);
            assertThat(parameters(refusal))
                    .doesNotContainKey("error")
                    .containsEntry("scope", "db:read")
                    .containsEntry("resource_metadata", METADATA.toString());
            assertReason(ResourceReasons.TOKEN_MISSING.id());
        }

        @ParameterizedTest
        @CsvSource({
            "Basic YTpi, bearer.other-scheme, 401",
            "DPoP good, bearer.other-scheme, 401",
            "Bearergood, bearer.other-scheme, 401",
            "'', bearer.other-scheme, 401",
            "Bearer, bearer.malformed-token, 400",
            "'Bearer a b', bearer.malformed-token, 400",
            "'Bearer a,b', bearer.malformed-token, 400",
            "'Bearer ===', bearer.malformed-token, 400",
            "Bearer gööd, bearer.malformed-token, 400",
            "'Bearer \"good\"', bearer.malformed-token, 400",
            "Bearer go=od, bearer.malformed-token, 400",
            "Bearer unknown, token.unknown, 401",
            "Bearer revoked, token.revoked, 401",
            "Bearer narrow, scope.insufficient, 403"
        })
        void eachHasItsReason(String header, String reason, int status) {
            AccessRefusal refusal = refused(List.of(header));
            assertThat(refusal.status()).isEqualTo(status);
            assertThat(parameters(refusal)).containsEntry("resource_metadata", METADATA.toString());
            assertReason(reason);
        }

        @Test
        void refusesTwoHeadersEvenIfBothAreGood() {
            assertThat(refused(List.of("Bearer good", "Bearer good")).status()).isEqualTo(400);
            assertReason(ResourceReasons.REPEATED.id());
        }

        @Test
        void refusesATokenLongerThanAnyHeaderShouldBe() {
            assertThat(refused(List.of("Bearer " + "a".repeat(9000))).status()).isEqualTo(400);
        }

        @Test
        @DisplayName("OAuth 2.1 §5.1: never in the query, not even beside a good header")
        void refusesATokenInTheQuery() {
            Access access = resource.admit(TestRequests.withQuery("access_token=x", List.of("Bearer good")));
            assertThat(((Access.Refused) access).refusal().status()).isEqualTo(400);
            assertReason(ResourceReasons.TOKEN_IN_QUERY.id());
        }

        @Test
        void anInvalidTokenIsNamedByItsFingerprintOnly() {
            AccessRefusal refusal = refused(List.of("Bearer unknown"));
            assertThat(parameters(refusal)).containsEntry("error", "invalid_token");
            assertThat(refusal.body().toJson()).doesNotContain("token.unknown");
            assertThat(events.get(0).toString()).doesNotContain("Bearer").contains("token=");
            assertThat(refusal.correlationId()).isEqualTo(events.get(0).correlationId());
        }

        @Test
        @DisplayName("an outage is never the caller's fault: 503, Retry-After, no challenge")
        void anOutageIsNotAnInvalidToken() {
            AccessRefusal refusal = refused(List.of("Bearer outage"));
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.headers()).containsKey("Retry-After").doesNotContainKey("WWW-Authenticate");
            assertThat(events.get(0).decision()).isEqualTo(Decision.FAILED);
            assertThat(events.get(0).cause()).isPresent();
            assertReason(ResourceReasons.VERIFIER_UNAVAILABLE.id());
        }
    }

    @Nested
    @DisplayName("RFC 6750 §3.1 insufficient_scope: step-up")
    class StepUp {
        @Test
        void namesTheCompleteScopeSoThatNothingIsLostByAskingForIt() {
            AccessRefusal refusal = resource.check(READER, Scope.of("db:write"), "tools/call change")
                    .orElseThrow();
            assertThat(refusal.status()).isEqualTo(403);
            assertThat(parameters(refusal))
                    .containsEntry("error", "insufficient_scope")
                    .containsEntry("scope", "db:read db:write");
            assertThat(events.get(0).facts()).containsEntry("operation", "tools/call change");
        }

        @Test
        void aScopeMayIncludeOthersWhereTheResourceSaysSo() {
            AuthenticatedCaller writer =
                    new AuthenticatedCaller(READER.issuer(), "alice", "c1", Scope.of("db:write"), Instant.MAX);
            ProtectedResource hierarchical = ProtectedResource.builder(
                            RESOURCE, (token, asked) -> new Verification.Active(writer), METADATA)
                    .baseScope(Scope.of("db:read"))
                    .scopeHierarchy(ScopeHierarchy.none().implying("db:write", "db:read"))
                    .build();

            assertThat(hierarchical.admit(TestRequests.with(List.of("Bearer t"))))
                    .isEqualTo(new Access.Granted(writer));
            assertThat(hierarchical.check(writer, Scope.of("db:read"), "query")).isEmpty();
            assertThat(hierarchical.check(READER, Scope.of("db:write"), "change"))
                    .as("not the other way round")
                    .isPresent();
            assertThat(resource.check(writer, Scope.of("db:read"), "query"))
                    .as("nowhere else")
                    .isPresent();
        }

        @Test
        void permitsWhatTheTokenHas() {
            assertThat(resource.check(READER, Scope.of("db:read"), "tools/call query"))
                    .isEmpty();
            assertThat(resource.check(READER, Scope.EMPTY, "ping")).isEmpty();
        }
    }

    @Test
    void callersDoNotShareAKeyByChoosingCharacters() {
        Issuer issuer = READER.issuer();
        AuthenticatedCaller one = new AuthenticatedCaller(issuer, "a", "1:bc", Scope.EMPTY, Instant.MAX);
        AuthenticatedCaller two = new AuthenticatedCaller(issuer, "a1:b", "c", Scope.EMPTY, Instant.MAX);
        assertThat(one.key()).isNotEqualTo(two.key());
        assertThat(one.key()).isEqualTo(new AuthenticatedCaller(issuer, "a", "1:bc", Scope.of("x"), Instant.MIN).key());
    }

    private AccessRefusal refused(List<String> headers) {
        return ((Access.Refused) resource.admit(TestRequests.with(headers))).refusal();
    }

    private static Map<String, String> parameters(AccessRefusal refusal) {
        Challenge challenge = refusal.challenges().get(0);
        assertThat(challenge.scheme()).isEqualToIgnoringCase("Bearer");
        return challenge.parameters();
    }

    private void assertReason(String reason) {
        assertThat(events)
                .singleElement()
                .satisfies(event -> assertThat(event.reason().id()).isEqualTo(reason));
    }
}
