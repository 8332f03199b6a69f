package dev.mcpoauth.server.resource;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.ScopeHierarchy;
import dev.mcpoauth.core.challenge.BearerChallengeBuilder;
import dev.mcpoauth.core.challenge.Challenge;
import dev.mcpoauth.core.diagnostics.CorrelationId;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.DiagnosticEvent;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.Fingerprint;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.store.StoreException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The rules at the door of one protected resource (RFC 6750, RFC 9728): which requests come in, and how the others are
 * told what to bring. Pure: takes header values and returns a decision; the servlet filter in {@code resource.servlet}
 * is its edge. Thread-safe.
 *
 * <p>A challenge names the resource metadata and the scope to ask for, so that a client which has never seen the server
 * finds its way. The scope of a step-up challenge is complete: what the token already has and what the operation needs,
 * because a client replaces its token by one with exactly that scope.
 */
public final class ProtectedResource {
    private final ResourceIndicator resource;
    private final TokenVerifier verifier;
    private final URI metadata;
    private final Scope baseScope;
    private final ScopeHierarchy hierarchy;
    private final DiagnosticListener diagnostics;
    private final Clock clock;
    private final RandomGenerator random;

    private ProtectedResource(Builder builder) {
        this.resource = builder.resource;
        this.verifier = builder.verifier;
        this.metadata = builder.metadata;
        this.baseScope = builder.baseScope;
        this.hierarchy = builder.hierarchy;
        this.diagnostics = builder.diagnostics;
        this.clock = builder.clock;
        this.random = builder.random;
    }

    /**
     * Starts the door of a resource.
     *
     * @param resource the identifier for which tokens must have been issued
     * @param verifier says who stands behind a token
     * @param metadata where the resource's metadata document is (RFC 9728 §3)
     */
    public static Builder builder(ResourceIndicator resource, TokenVerifier verifier, URI metadata) {
        return new Builder(resource, verifier, metadata);
    }

    /**
     * Decides about a request.
     *
     * @param authorization the values of all its {@code Authorization} headers
     * @param tokenInQuery whether its query has an {@code access_token} parameter; never read, always refused (OAuth 2.1
     *     §5.1, MCP authorization "Token Requirements")
     */
    public Access admit(List<String> authorization, boolean tokenInQuery) {
        if (tokenInQuery) {
            return refuse(
                    OAuthError.INVALID_REQUEST,
                    ResourceReasons.TOKEN_IN_QUERY,
                    "Send the access token in the Authorization header.",
                    Map.of());
        }
        BearerToken read = BearerToken.read(authorization);
        if (read instanceof BearerToken.Presented presented) {
            return verify(presented.token());
        }
        if (read instanceof BearerToken.Malformed malformed) {
            return refuse(
                    OAuthError.INVALID_REQUEST,
                    malformed.reason(),
                    "The Authorization header does not hold one bearer token.",
                    Map.of());
        }
        Reason reason = read instanceof BearerToken.Absent absent ? absent.reason() : ResourceReasons.MALFORMED;
        return refuse(null, reason, "An access token is needed.", Map.of());
    }

    private Access verify(String token) {
        try {
            Verification outcome = verifier.verify(token, resource);
            if (outcome instanceof Verification.Active active) {
                return withBaseScope(active.caller());
            }
            Verification.Inactive inactive = outcome instanceof Verification.Inactive told
                    ? told
                    : new Verification.Inactive(ResourceReasons.TOKEN_UNKNOWN);
            return refuse(
                    OAuthError.INVALID_TOKEN,
                    inactive.reason(),
                    "The access token is not valid.",
                    inactive.with("token", Fingerprint.of(token)).facts());
        } catch (StoreException down) {
            return unavailable(down);
        }
    }

    private Access withBaseScope(AuthenticatedCaller caller) {
        Optional<AccessRefusal> refusal = check(caller, baseScope, "any operation");
        return refusal.isPresent() ? new Access.Refused(refusal.get()) : new Access.Granted(caller);
    }

    /**
     * Whether a caller may run an operation; empty if so (RFC 6750 §3.1 {@code insufficient_scope}, step-up).
     *
     * @param operation what the operator reads, such as {@code tools/call change}
     */
    public Optional<AccessRefusal> check(AuthenticatedCaller caller, Scope required, String operation) {
        if (caller.scope().containsAll(required)
                || hierarchy.expand(caller.scope()).containsAll(required)) {
            return Optional.empty();
        }
        CorrelationId id = CorrelationId.generate(random);
        diagnostics.on(event(id, Decision.REFUSED, ResourceReasons.INSUFFICIENT_SCOPE)
                .fact("client_id", caller.clientId())
                .fact("operation", operation)
                .fact("granted", caller.scope())
                .fact("required", required)
                .build());
        String text = "The access token does not permit this operation.";
        return Optional.of(refusal(
                OAuthError.INSUFFICIENT_SCOPE,
                text,
                caller.scope().union(baseScope).union(required),
                id));
    }

    private Access refuse(@Nullable OAuthError error, Reason reason, String text, Map<String, String> facts) {
        CorrelationId id = CorrelationId.generate(random);
        diagnostics.on(event(id, Decision.REFUSED, reason).facts(facts).build());
        return new Access.Refused(refusal(error, text, baseScope, id));
    }

    /** RFC 6750 §3.1: a request without any credentials gets a challenge without an error code. */
    private AccessRefusal refusal(@Nullable OAuthError error, String text, Scope scope, CorrelationId id) {
        BearerChallengeBuilder challenge = Challenge.bearer();
        if (error != null) {
            challenge.error(error).errorDescription(text);
        }
        if (!scope.isEmpty()) {
            challenge.scope(scope);
        }
        challenge.resourceMetadata(metadata);
        int status = error == null ? OAuthError.INVALID_TOKEN.status() : error.status();
        String code = error == null ? "unauthorized" : error.code();
        return new AccessRefusal(status, code, text, challenge.build(), id);
    }

    private Access unavailable(StoreException down) {
        CorrelationId id = CorrelationId.generate(random);
        diagnostics.on(event(id, Decision.FAILED, ResourceReasons.VERIFIER_UNAVAILABLE)
                .cause(down)
                .build());
        OAuthError error = OAuthError.TEMPORARILY_UNAVAILABLE;
        return new Access.Refused(new AccessRefusal(
                error.status(),
                error.code(),
                "The access token can not be verified right now. Keep it and try again.",
                null,
                id));
    }

    private DiagnosticEvent.Builder event(CorrelationId id, Decision decision, Reason reason) {
        return DiagnosticEvent.at(clock.instant(), id, decision, reason).fact("resource", resource.value());
    }

    /** Collects what has a default. Not thread-safe. */
    public static final class Builder {
        private final ResourceIndicator resource;
        private final TokenVerifier verifier;
        private final URI metadata;
        private Scope baseScope = Scope.EMPTY;
        private ScopeHierarchy hierarchy = ScopeHierarchy.none();
        private DiagnosticListener diagnostics = DiagnosticListener.NONE;
        private Clock clock = Clock.systemUTC();
        private RandomGenerator random = new SecureRandom();

        private Builder(ResourceIndicator resource, TokenVerifier verifier, URI metadata) {
            this.resource = resource;
            this.verifier = verifier;
            this.metadata = metadata;
        }

        /** The scope that every request needs and that a first challenge asks for; none by default. */
        public Builder baseScope(Scope scope) {
            this.baseScope = scope;
            return this;
        }

        /** Which scopes include others when a scope is checked; none by default. */
        public Builder scopeHierarchy(ScopeHierarchy scopes) {
            this.hierarchy = scopes;
            return this;
        }

        /** Who hears why requests are refused; nobody by default. */
        public Builder diagnostics(DiagnosticListener listener) {
            this.diagnostics = DiagnosticListener.of(List.of(listener));
            return this;
        }

        /** The time; the system's by default. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** Where correlation ids come from; {@link SecureRandom} by default. */
        public Builder random(RandomGenerator random) {
            this.random = random;
            return this;
        }

        /** The finished rules. */
        public ProtectedResource build() {
            return new ProtectedResource(this);
        }
    }
}
