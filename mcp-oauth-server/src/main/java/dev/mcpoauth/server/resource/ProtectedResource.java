package dev.mcpoauth.server.resource;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.ScopeHierarchy;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.Fingerprint;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.server.dpop.DpopUse;
import dev.mcpoauth.server.dpop.ProofVerifier;
import dev.mcpoauth.server.settings.ErrorUris;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The rules at the door of one protected resource (RFC 6750, RFC 9449, RFC 9728): which requests come in, and how the others
 * are told what to bring. Pure: takes a request and returns a decision; the servlet filter in {@code resource.servlet}
 * is its edge. Thread-safe.
 *
 * <p>A challenge names the resource metadata and the scope to ask for, so that a client which has never seen the server
 * finds its way. The scope of a step-up challenge is complete: what the token already has and what the operation needs,
 * because a client replaces its token by one with exactly that scope.
 */
public final class ProtectedResource {
    private static final List<TokenScheme> BEARER_ONLY = List.of(TokenScheme.BEARER);
    private static final List<TokenScheme> BOTH = List.of(TokenScheme.BEARER, TokenScheme.DPOP);

    private final ResourceIndicator resource;
    private final TokenVerifier verifier;
    private final Scope baseScope;
    private final ScopeHierarchy hierarchy;
    private final @Nullable ProofCheck proofs;
    private final DpopUse dpop;
    private final Refusals refusals;
    private final AccessObserver observer;

    private ProtectedResource(Builder builder) {
        this.resource = builder.resource;
        this.verifier = builder.verifier;
        this.baseScope = builder.baseScope;
        this.hierarchy = builder.hierarchy;
        this.proofs = builder.proofs == null ? null : new ProofCheck(resource, builder.proofs, builder.clock);
        this.dpop = builder.dpop;
        this.observer = builder.observer;
        this.refusals = new Refusals(
                resource,
                new Challenges(builder.metadata, builder.dpop),
                builder.errorUris,
                builder.diagnostics,
                builder.clock,
                builder.random);
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
     * Decides about a request. Of one with a bearer token it reads the query, which must not hold the token (OAuth 2.1 §5.1,
     * MCP authorization "Token Requirements"), and the {@code Authorization} headers; of one with a token that is bound to a
     * key the method, the path and the {@code DPoP} headers as well.
     */
    public Access admit(ResourceRequest request) {
        AccessObserver.Ended ended = observer.begins(request);
        int status = 500;
        try {
            Access access = decide(request);
            status =
                    access instanceof Access.Refused refused ? refused.refusal().status() : 200;
            return access;
        } finally {
            ended.with(status);
        }
    }

    private Access decide(ResourceRequest request) {
        if (hasTokenInQuery(request.query())) {
            return refuse(
                    OAuthError.INVALID_REQUEST,
                    ResourceReasons.TOKEN_IN_QUERY,
                    "Send the access token in the Authorization header.",
                    Optional.empty(),
                    Map.of());
        }
        PresentedToken read =
                PresentedToken.read(request.headers("Authorization"), proofs == null ? BEARER_ONLY : BOTH);
        if (read instanceof PresentedToken.Presented presented) {
            return verify(request, presented);
        }
        if (read instanceof PresentedToken.Malformed malformed) {
            return refuse(
                    OAuthError.INVALID_REQUEST,
                    malformed.reason(),
                    "The Authorization header does not hold one access token.",
                    Optional.empty(),
                    Map.of());
        }
        Reason reason = read instanceof PresentedToken.Absent absent ? absent.reason() : ResourceReasons.MALFORMED;
        return new Access.Refused(refusals.withoutToken(reason, baseScope));
    }

    private static boolean hasTokenInQuery(String query) {
        return !query.isEmpty() && (query.startsWith("access_token=") || query.contains("&access_token="));
    }

    private Access verify(ResourceRequest request, PresentedToken.Presented presented) {
        try {
            Verification outcome = verifier.verify(presented.token(), resource);
            if (outcome instanceof Verification.Active active) {
                return unbound(presented, active.caller());
            }
            if (outcome instanceof Verification.Bound bound) {
                return bound(request, presented, bound);
            }
            Verification.Inactive inactive = outcome instanceof Verification.Inactive told
                    ? told
                    : new Verification.Inactive(ResourceReasons.TOKEN_UNKNOWN);
            return refuse(presented, inactive.reason(), "The access token is not valid.", inactive.facts());
        } catch (OAuthException refusal) {
            return refuse(
                    refusal.error(),
                    refusal.reason(),
                    refusal.description(),
                    Optional.of(presented.scheme()),
                    refusal.with("token", Fingerprint.of(presented.token())).facts());
        } catch (StoreException down) {
            return new Access.Refused(refusals.unavailable(down));
        }
    }

    private Access unbound(PresentedToken.Presented presented, AuthenticatedCaller caller) {
        if (presented.scheme() != TokenScheme.BEARER) {
            return refuse(
                    presented,
                    ResourceReasons.TOKEN_NOT_BOUND,
                    "The access token is not bound to a key: present it as Bearer.",
                    Map.of());
        }
        if (dpop == DpopUse.REQUIRED) {
            return refuse(
                    presented, ResourceReasons.BINDING_REQUIRED, "The access token must be bound to a key.", Map.of());
        }
        return admitted(caller, TokenScheme.BEARER, Map.of());
    }

    /** The proof comes after the token, so that nobody without a good one can make us check signatures and store proofs. */
    private Access bound(ResourceRequest request, PresentedToken.Presented presented, Verification.Bound bound) {
        if (presented.scheme() != TokenScheme.DPOP || proofs == null) {
            return refuse(
                    presented,
                    ResourceReasons.TOKEN_SENDER_CONSTRAINED,
                    "The access token is bound to a key and not for use as Bearer.",
                    Map.of());
        }
        Map<String, String> headers = proofs.require(request, presented.token(), bound.key());
        return admitted(bound.caller(), TokenScheme.DPOP, headers);
    }

    private Access admitted(AuthenticatedCaller caller, TokenScheme scheme, Map<String, String> headers) {
        Optional<AccessRefusal> refusal = check(caller, baseScope, "any operation", Optional.of(scheme));
        return refusal.isPresent()
                ? new Access.Refused(refusal.get())
                : new Access.Granted(caller, scheme.wireName(), headers);
    }

    /**
     * Whether a caller may run an operation; empty if so (RFC 6750 §3.1 {@code insufficient_scope}, step-up).
     *
     * @param operation what the operator reads, such as {@code tools/call change}
     */
    public Optional<AccessRefusal> check(AuthenticatedCaller caller, Scope required, String operation) {
        return check(caller, required, operation, Optional.empty());
    }

    private Optional<AccessRefusal> check(
            AuthenticatedCaller caller, Scope required, String operation, Optional<TokenScheme> used) {
        if (caller.scope().containsAll(required)
                || hierarchy.expand(caller.scope()).containsAll(required)) {
            return Optional.empty();
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("client_id", caller.clientId());
        facts.put("operation", operation);
        facts.put("granted", caller.scope().toString());
        facts.put("required", required.toString());
        return Optional.of(refusals.because(
                OAuthError.INSUFFICIENT_SCOPE,
                ResourceReasons.INSUFFICIENT_SCOPE,
                "The access token does not permit this operation.",
                used,
                caller.scope().union(baseScope).union(required),
                facts));
    }

    private Access refuse(PresentedToken.Presented presented, Reason reason, String text, Map<String, String> facts) {
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.put("token", Fingerprint.of(presented.token()).toString());
        return refuse(OAuthError.INVALID_TOKEN, reason, text, Optional.of(presented.scheme()), all);
    }

    private Access refuse(
            OAuthError error, Reason reason, String text, Optional<TokenScheme> used, Map<String, String> facts) {
        return new Access.Refused(refusals.because(error, reason, text, used, baseScope, facts));
    }

    /** Collects what has a default. Not thread-safe. */
    public static final class Builder {
        private final ResourceIndicator resource;
        private final TokenVerifier verifier;
        private final URI metadata;
        private Scope baseScope = Scope.EMPTY;
        private ScopeHierarchy hierarchy = ScopeHierarchy.none();
        private @Nullable ProofVerifier proofs;
        private DpopUse dpop = DpopUse.ACCEPTED;
        private DiagnosticListener diagnostics = DiagnosticListener.NONE;
        private AccessObserver observer = AccessObserver.NONE;
        private ErrorUris errorUris = ErrorUris.none();
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

        /**
         * Takes tokens that are bound to a key, with a proof of it (RFC 9449 §7): without this none are.
         *
         * @param verifier of proofs; one whose store the nodes of the resource share
         * @param use whether such tokens are taken, offered or required
         */
        public Builder dpop(ProofVerifier verifier, DpopUse use) {
            this.proofs = verifier;
            this.dpop = use;
            return this;
        }

        /** Who hears why requests are refused; nobody by default. */
        public Builder diagnostics(DiagnosticListener listener) {
            this.diagnostics = DiagnosticListener.of(List.of(listener));
            return this;
        }

        /** Who measures how long the decisions take; nobody by default. */
        public Builder requests(AccessObserver observing) {
            this.observer = observing;
            return this;
        }

        /**
         * Where the {@code error_uri} of challenges leads (RFC 6750 §3): nowhere by default, and never where a request just has no
         * token (§3.1). The reason tells strangers more than the error code does, such as that a token was good once.
         *
         * @throws IllegalArgumentException if it is the authorization server's own page, whose URL a resource does not know:
         *     {@link ErrorUris#startingWith} names it
         */
        public Builder errorUris(ErrorUris explained) {
            if (explained.hasOwnPage()) {
                throw new IllegalArgumentException("a resource has no page: name one, ErrorUris.startingWith");
            }
            this.errorUris = explained;
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
