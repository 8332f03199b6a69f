package dev.mcpoauth.client;

import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.discovery.DiscoveredResource;
import dev.mcpoauth.client.dpop.DpopProofs;
import dev.mcpoauth.client.error.AuthException.InsufficientScope;
import dev.mcpoauth.client.error.AuthException.LoginRequired;
import dev.mcpoauth.client.error.AuthException.TokenRejected;
import dev.mcpoauth.client.error.AuthException.TokenRequestFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.secret.AccessToken;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one user signed in to one MCP server. Thread-safe, and in step with other processes that share the credential
 * store. No lock is held while a request to the resource is under way.
 *
 * <p>Tokens that are known are used and refreshed ahead of their end; a sign-in begins only when the server has refused a
 * request, as only its challenge says what is needed.
 */
public final class ResourceSession {
    private final Engine engine;
    private final URI server;
    private final Credentials credentials;
    private final Refreshing refreshing;
    private final Acquiring acquiring;
    private final RejectionChain chain = new RejectionChain();
    private final StepUpLedger stepUps = new StepUpLedger();
    private final double jitter;
    private volatile @Nullable LiveTokens current;

    ResourceSession(Engine engine, URI server, String subject) {
        this.engine = engine;
        this.server = server;
        this.credentials = new Credentials(engine.store(), server, subject);
        this.refreshing = new Refreshing(engine, credentials);
        this.acquiring = new Acquiring(engine, credentials, server);
        this.jitter = engine.random().nextDouble();
    }

    /** The URL of the MCP server. */
    public URI server() {
        return server;
    }

    /** Whether a request to this URL may carry the session's tokens: it has the server's origin. */
    public boolean covers(URI uri) {
        return origin(uri).equals(origin(server));
    }

    private static String origin(URI uri) {
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return (uri.getScheme() + "://" + uri.getHost() + ":" + port).toLowerCase(Locale.ROOT);
    }

    /**
     * The header fields to send with a request; none while there is no token, or for a URL that the session does not
     * cover. May refresh, and never begins a sign-in with a user.
     *
     * @throws IOException if the token has expired and cannot be refreshed now
     */
    public Map<String, String> headers(String method, URI uri) throws IOException, InterruptedException {
        if (!covers(uri)) {
            return Map.of();
        }
        LiveTokens live = usable();
        return live == null ? Map.of() : live.headers(method, uri);
    }

    /** As {@link #headers}, if that takes neither the store nor the network. */
    public Optional<Map<String, String>> headersAtHand(String method, URI uri) {
        LiveTokens live = current;
        if (live == null || live.isDue(engine.clock().instant()) || !covers(uri)) {
            return Optional.empty();
        }
        return Optional.of(live.headers(method, uri));
    }

    private @Nullable LiveTokens usable() throws IOException, InterruptedException {
        LiveTokens live = current;
        if (live == null) {
            live = adopt(credentials.load());
        }
        if (live == null || !live.isDue(engine.clock().instant())) {
            return live;
        }
        return live.tokens().refreshToken().isPresent() ? refreshed(live) : live;
    }

    private @Nullable LiveTokens refreshed(LiveTokens due) throws IOException, InterruptedException {
        try {
            return adopt(refreshing.newer(due.tokens(), engine.newTrace()));
        } catch (IOException e) {
            if (due.isExpired(engine.clock().instant()) && !isNoTokenEndpoint(e)) {
                throw e;
            }
            return due; // Good for a little longer, or its refusal leads to where tokens are to be had now.
        }
    }

    private @Nullable LiveTokens adopt(Optional<StoredTokens> tokens) {
        LiveTokens live = tokens.map(stored -> new LiveTokens(stored, engine.nonces(), engine.clock(), jitter))
                .orElse(null);
        current = live;
        return live;
    }

    /**
     * Decides what to do about a 401 or 403, and does it: adopts a token that somebody else has refreshed, refreshes, or
     * has the user sign in. Any other status is {@link Verdict#GIVE_UP}.
     *
     * @throws dev.mcpoauth.client.error.AuthException if authorization cannot be had
     * @throws IOException if a server that is needed for it cannot be reached; nothing is lost then
     */
    public Verdict refused(Refusal refusal) throws IOException, InterruptedException {
        if (!covers(refusal.uri())) {
            return Verdict.GIVE_UP;
        }
        refusal.nonce().ifPresent(nonce -> engine.nonces().learn(refusal.uri(), nonce));
        if (refusal.status() == 401) {
            return refusal.hasError("use_dpop_nonce") ? nonceAsked(refusal) : unauthorized(refusal);
        }
        return refusal.status() == 403 && refusal.hasError("insufficient_scope") ? stepUp(refusal) : Verdict.GIVE_UP;
    }

    /** RFC 9449 §9. A server that asks for the nonce it was just given is not asked again. */
    private static Verdict nonceAsked(Refusal refusal) {
        Optional<String> used = Optional.ofNullable(refusal.sent().get("DPoP")).flatMap(DpopProofs::nonceOf);
        return refusal.nonce().isEmpty() || refusal.nonce().equals(used) ? Verdict.GIVE_UP : Verdict.RETRY;
    }

    private Verdict unauthorized(Refusal refusal) throws IOException, InterruptedException {
        FlowTrace trace = engine.newTrace();
        trace.step("request", refusal.uri(), "answered 401");
        return credentials.whileSigningIn(engine.patience(), () -> {
            Optional<StoredTokens> stored = credentials.load();
            rememberOwner(stored);
            if (stored.isPresent() && !isRefused(stored.get(), refusal)) {
                adopt(stored);
                return Verdict.RETRY;
            }
            DiscoveredResource resource = engine.resources().discover(server, refusal.metadataHints(), trace);
            boolean sameIssuer = stored.isPresent()
                    && resource.issuers().contains(stored.get().issuer());
            if (!(sameIssuer && refreshedAfterRefusal(stored.get(), trace))) {
                RejectionChain.Remedy remedy = stored.isPresent() && !sameIssuer
                        ? RejectionChain.Remedy.OTHER_ISSUER
                        : RejectionChain.Remedy.LOGIN;
                requireWorthwhile(remedy, trace);
                Scope earlier = sameIssuer ? stored.get().requested() : Scope.EMPTY;
                Scope scope = ScopeChoice.choose(
                        refusal.scope(), resource.scopesSupported(), engine.configuredScope(), earlier);
                adopt(Optional.of(acquiring.acquire(resource, scope, binding(resource, refusal), trace)));
                chain.succeeded(remedy, engine.clock().instant());
            }
            return Verdict.RETRY;
        });
    }

    private static boolean isRefused(StoredTokens stored, Refusal refusal) {
        Optional<AccessToken> refused = refusal.refusedToken();
        return refused.isPresent() && stored.has(refused.get());
    }

    private boolean refreshedAfterRefusal(StoredTokens stored, FlowTrace trace)
            throws IOException, InterruptedException {
        boolean worthwhile = stored.refreshToken().isPresent()
                && chain.permits(RejectionChain.Remedy.REFRESH, engine.clock().instant());
        try {
            if (!worthwhile || adopt(refreshing.newer(stored, trace)) == null) {
                return false;
            }
        } catch (TokenRequestFailed e) {
            if (isNoTokenEndpoint(e)) {
                return false;
            }
            throw e;
        }
        chain.succeeded(RejectionChain.Remedy.REFRESH, engine.clock().instant());
        return true;
    }

    /** An answer that is neither tokens nor an error of RFC 6749 §5.2: the stored URL is perhaps one of yesterday. */
    private static boolean isNoTokenEndpoint(IOException failure) {
        return failure instanceof TokenRequestFailed refused && refused.error().isEmpty();
    }

    private void requireWorthwhile(RejectionChain.Remedy remedy, FlowTrace trace) throws TokenRejected {
        if (!chain.permits(remedy, engine.clock().instant())) {
            throw trace.refuse(
                    TokenRejected::new,
                    ClientReasons.TOKEN_REJECTED,
                    server + " refuses a token that was obtained for it a moment ago");
        }
    }

    private Acquiring.Binding binding(DiscoveredResource resource, Refusal refusal) {
        if (engine.dpopRequired() || resource.dpopRequired() || refusal.offersOnlyDpop()) {
            return Acquiring.Binding.DPOP_REQUIRED;
        }
        return refusal.offersDpop() ? Acquiring.Binding.DPOP_OFFERED : Acquiring.Binding.BEARER;
    }

    /**
     * Configured credentials that name no issuer are those of the stored tokens' issuer, which a restart forgets unless
     * they are looked at before the resource may name another.
     */
    private void rememberOwner(Optional<StoredTokens> stored) throws IOException {
        if (stored.isPresent()) {
            var unused =
                    engine.grant().client(stored.get().issuer(), stored.get().clientId());
        }
    }

    /** MCP authorization, Step-Up Authorization Flow: what was asked for before, and what the challenge names. */
    private Verdict stepUp(Refusal refusal) throws IOException, InterruptedException {
        FlowTrace trace = engine.newTrace();
        trace.step("request", refusal.uri(), "answered 403 insufficient_scope");
        return credentials.whileSigningIn(engine.patience(), () -> {
            Optional<StoredTokens> stored = credentials.load();
            rememberOwner(stored);
            if (stored.isPresent() && !isRefused(stored.get(), refusal)) {
                adopt(stored);
                return Verdict.RETRY;
            }
            Scope earlier = stored.map(tokens -> tokens.requested().union(tokens.granted()))
                    .orElse(Scope.EMPTY);
            requireStepUp(refusal, stored.map(StoredTokens::granted).orElse(Scope.EMPTY), trace);
            DiscoveredResource resource = engine.resources().discover(server, refusal.metadataHints(), trace);
            boolean bound = stored.filter(StoredTokens::isDpop).isPresent();
            Acquiring.Binding binding = bound ? Acquiring.Binding.DPOP_REQUIRED : binding(resource, refusal);
            try {
                adopt(Optional.of(acquiring.acquire(resource, earlier.union(refusal.scope()), binding, trace)));
            } catch (LoginRequired e) {
                stepUps.notTried(operation(refusal), refusal.scope()); // Nobody has been asked yet.
                throw e;
            }
            return Verdict.RETRY;
        });
    }

    private static String operation(Refusal refusal) {
        return refusal.operation().isEmpty()
                ? refusal.method() + " " + refusal.uri().getRawPath()
                : refusal.operation();
    }

    private void requireStepUp(Refusal refusal, Scope granted, FlowTrace trace) throws InsufficientScope {
        if (!engine.grant().actsForUser()) {
            throw insufficient(ClientReasons.SCOPE_FIXED, "the scope of this client is fixed", refusal, trace);
        }
        if (stepUps.mayTry(operation(refusal), refusal.scope(), engine.clock().instant())) {
            return;
        }
        throw granted.containsAll(refusal.scope())
                ? insufficient(ClientReasons.SCOPE_STEP_UP_LIMIT, "scope was granted and is not enough", refusal, trace)
                : insufficient(ClientReasons.SCOPE_NOT_GRANTED, "scope was asked for and not granted", refusal, trace);
    }

    private static InsufficientScope insufficient(Reason reason, String what, Refusal refusal, FlowTrace trace) {
        return trace.refuse(
                (r, text, steps) -> new InsufficientScope(r, text, steps, refusal.scope()),
                reason,
                what + ": " + refusal.scope());
    }

    /** Obtains tokens now, without waiting for a refusal, unless there are some. */
    public void signIn() throws IOException, InterruptedException {
        FlowTrace trace = engine.newTrace();
        credentials.whileSigningIn(engine.patience(), () -> {
            LiveTokens live = usable();
            if (live == null || live.isExpired(engine.clock().instant())) {
                DiscoveredResource resource = engine.resources().discover(server, List.of(), trace);
                Scope scope = ScopeChoice.choose(
                        Scope.EMPTY, resource.scopesSupported(), engine.configuredScope(), Scope.EMPTY);
                Acquiring.Binding binding = engine.dpopRequired() || resource.dpopRequired()
                        ? Acquiring.Binding.DPOP_REQUIRED
                        : Acquiring.Binding.BEARER;
                adopt(Optional.of(acquiring.acquire(resource, scope, binding, trace)));
            }
            return Verdict.RETRY;
        });
    }

    /**
     * Takes over a sign-in of another program, if there is none here. The two must not go on side by side: refresh tokens
     * are mostly good once, and an authorization server that sees one again ends the sign-in of both.
     *
     * @throws IOException if the server's metadata cannot be read now
     */
    public ForeignSignIn.Outcome takeOver(ForeignSignIn foreign) throws IOException, InterruptedException {
        FlowTrace trace = engine.newTrace();
        TakingOver takingOver = new TakingOver(engine, credentials, server);
        return credentials.whileSigningIn(engine.patience(), () -> takingOver.take(foreign, trace));
    }

    /** The scope of the stored tokens; empty if there are none. */
    public Optional<Scope> granted() throws IOException {
        return credentials.load().map(StoredTokens::granted);
    }

    /** What is stored of the sign-in; empty if there is none, or nothing that can be used. Asks nobody. */
    public Optional<StoredSignIn> stored() throws IOException {
        return credentials.load().map(StoredSignIn::new);
    }

    /**
     * Forgets the tokens and revokes them at the server (RFC 7009). They are forgotten also if the server cannot be
     * reached.
     *
     * @return whether the server has confirmed it
     */
    public boolean signOut() throws IOException, InterruptedException {
        FlowTrace trace = engine.newTrace();
        return credentials.whileSigningIn(engine.patience(), () -> {
            Optional<StoredTokens> stored = credentials.load();
            while (stored.isPresent() && !credentials.remove(stored.get())) {
                stored = credentials.load(); // Somebody has refreshed in between.
            }
            current = null;
            if (stored.isEmpty()) {
                return true;
            }
            Optional<ClientIdentity> client =
                    engine.grant().client(stored.get().issuer(), stored.get().clientId());
            return client.isPresent() && new Revoking(engine).revoke(stored.get(), client.get(), trace);
        });
    }

    @Override
    public String toString() {
        return "ResourceSession[" + server + "]";
    }
}
