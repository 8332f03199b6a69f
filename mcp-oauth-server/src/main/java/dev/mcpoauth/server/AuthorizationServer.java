package dev.mcpoauth.server;

import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.Slf4jDiagnostics;
import dev.mcpoauth.core.journal.FlowJournal;
import dev.mcpoauth.core.metadata.WellKnownUris;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.PurgeResult;
import dev.mcpoauth.server.authorize.Pages;
import dev.mcpoauth.server.client.ClientCertificates;
import dev.mcpoauth.server.dpop.NonceKey;
import dev.mcpoauth.server.dpop.ProofNonces;
import dev.mcpoauth.server.dpop.ProofVerifier;
import dev.mcpoauth.server.fetch.DocumentSource;
import dev.mcpoauth.server.fetch.GuardedHttp;
import dev.mcpoauth.server.flows.FlowStreams;
import dev.mcpoauth.server.grant.Grants;
import dev.mcpoauth.server.http.RequestObserver;
import dev.mcpoauth.server.http.Router;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.login.Accounts;
import dev.mcpoauth.server.login.ConnectionPages;
import dev.mcpoauth.server.login.DevicePages;
import dev.mcpoauth.server.login.LoginPages;
import dev.mcpoauth.server.metadata.EndpointUrls;
import dev.mcpoauth.server.resource.ProtectedResource;
import dev.mcpoauth.server.resource.TokenVerifier;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.token.StoredTokens;
import dev.mcpoauth.server.upstream.UpstreamClient;
import dev.mcpoauth.server.upstream.UpstreamProvider;
import dev.mcpoauth.server.upstream.UpstreamTokens;
import dev.mcpoauth.server.watch.WatchedStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An OAuth 2.1 authorization server for MCP: requests go in, responses come out, and no container is needed to try it. The
 * servlet of {@code dev.mcpoauth.server.servlet} puts it on the wire.
 *
 * <p>Thread-safe. Does not own its store: whoever opened that closes it.
 */
public final class AuthorizationServer {
    private final AuthorizationServerSettings settings;
    private final WatchedStore store;
    private final DiagnosticListener listener;
    private final Clock clock;
    private final SecureRandom random;
    private final Router router;
    private final RequestObserver observer;
    private final TokenVerifier tokens;
    private final ProofVerifier proofs;
    private final UpstreamTokens upstreamTokens;
    private final Optional<FlowStreams> streams;

    private AuthorizationServer(Builder from) {
        this.settings = from.settings;
        this.store = new WatchedStore(from.store);
        this.listener = from.flows.isPresent()
                ? DiagnosticListener.of(List.of(from.listener, from.flows.get().journal()))
                : from.listener;
        this.streams = from.flows.map(Wiring.FlowView::streams);
        this.clock = from.clock;
        this.random = from.random;
        this.tokens = new StoredTokens(settings, store, clock, from.random);
        this.proofs = proofs(settings, store, from.random);
        List<UpstreamClient> upstreams = from.providers.stream()
                .map(provider ->
                        Wiring.upstream(provider, settings, clock, DiagnosticListener.of(List.of(listener)), random))
                .toList();
        this.upstreamTokens = new UpstreamTokens(upstreams, clock);
        Wiring.Parts parts = new Wiring.Parts(
                settings,
                store,
                from.accounts,
                upstreams,
                from.pages,
                from.documents.orElseGet(() -> GuardedHttp.of(settings.fetching())),
                from.certificates,
                from.flows,
                proofs,
                DiagnosticListener.of(List.of(listener)),
                clock,
                from.random);
        this.router = new Wiring(parts).router();
        this.observer = from.observer;
    }

    private static ProofVerifier proofs(AuthorizationServerSettings settings, WatchedStore store, SecureRandom random) {
        ProofVerifier proofs =
                ProofVerifier.of(store.replay()).withWindow(settings.dpop().window());
        return settings.dpop().nonces()
                ? proofs.withNonces(ProofNonces.of(new NonceKey(store.transactions(), settings.tokenHasher(), random)))
                : proofs;
    }

    /**
     * Starts with the three things that have no default.
     *
     * @param settings who the server is and what it permits
     * @param store what it remembers
     * @param accounts who can sign in
     */
    public static Builder builder(AuthorizationServerSettings settings, OAuthStore store, Accounts accounts) {
        return new Builder(settings, store, Optional.of(accounts));
    }

    /**
     * Starts a server without passwords: people sign in at external providers, and nowhere else.
     *
     * @param settings who the server is and what it permits
     * @param store what it remembers
     * @param first where people can sign in; {@link Builder#upstream} adds others
     */
    public static Builder builder(AuthorizationServerSettings settings, OAuthStore store, UpstreamProvider first) {
        return new Builder(settings, store, Optional.empty()).upstream(first);
    }

    /** What it was told when it started. */
    public AuthorizationServerSettings settings() {
        return settings;
    }

    /** The raw paths that it answers, for mounting it in a container. */
    public Set<String> paths() {
        return router.paths();
    }

    /** The most bytes that a body for this path may have; what is longer need not be read. */
    public int bodyLimit(String path) {
        return router.bodyLimit(path);
    }

    /** Answers a request. Never throws. */
    public WebResponse handle(WebRequest request) {
        String path = request.path();
        RequestObserver.Ended ended =
                observer.begins(request, router.paths().contains(path) ? path : RequestObserver.UNKNOWN);
        int status = 500;
        try {
            WebResponse response = router.handle(request);
            status = response.status();
            return response;
        } finally {
            ended.with(status);
        }
    }

    /** Ends the streams of those who follow recent flows, which would keep a container from stopping. The servlet does so too. */
    public void endStreams() {
        streams.ifPresent(FlowStreams::end);
    }

    /** Verifies this server's tokens for resources in the same process. */
    public TokenVerifier tokenVerifier() {
        return tokens;
    }

    /** The tokens of external providers that sign-ins left for tools. */
    public UpstreamTokens upstreamTokens() {
        return upstreamTokens;
    }

    /**
     * The door of one of this server's resources in the same process: it asks for the resource's default scopes, takes
     * tokens that are bound to a key as the resource's settings say, explains refusals where this server explains its own,
     * and reports to the same listener.
     *
     * @throws IllegalArgumentException if the settings have no resource of this identifier
     */
    public ProtectedResource.Builder protectedResource(String identifier) {
        ResourceSettings resource = settings.resources().stream()
                .filter(known -> known.identifier().value().equals(identifier))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the settings have no resource " + identifier));
        return ProtectedResource.builder(
                        resource.identifier(),
                        tokenVerifier(),
                        WellKnownUris.ofProtectedResource(resource.identifier()))
                .baseScope(resource.defaultScopes())
                .scopeHierarchy(resource.scopeHierarchy())
                .dpop(proofs, resource.dpop())
                .errorUris(settings.errorUris()
                        .at(EndpointUrls.of(settings.issuer()).url("/reasons")))
                .diagnostics(listener)
                .clock(clock);
    }

    /** What was granted, for an operator to see and to end. */
    public Grants grants() {
        return new Grants(store.grants(), DiagnosticListener.of(List.of(listener)), clock, random);
    }

    /**
     * The store as this server sees it. An operator's revocations go through this one, so that they count at once whatever
     * is cached.
     */
    public OAuthStore store() {
        return store;
    }

    /** Removes at most {@code batch} rows that no longer matter; to be called now and then. */
    public PurgeResult purge(int batch) {
        return store.purge(clock.instant(), batch);
    }

    /** Collects what a server is made of. Not thread-safe. */
    public static final class Builder {
        private final AuthorizationServerSettings settings;
        private final OAuthStore store;
        private final Optional<Accounts> accounts;
        private final List<UpstreamProvider> providers = new ArrayList<>();
        private Pages pages = Pages.plain();
        private ClientCertificates certificates = ClientCertificates.NONE;
        private Optional<Wiring.FlowView> flows = Optional.empty();
        private Optional<DocumentSource> documents = Optional.empty();
        private DiagnosticListener listener = new Slf4jDiagnostics();
        private RequestObserver observer = RequestObserver.NONE;
        private Clock clock = Clock.systemUTC();
        private SecureRandom random = new SecureRandom();

        private Builder(AuthorizationServerSettings settings, OAuthStore store, Optional<Accounts> accounts) {
            this.settings = settings;
            this.store = store;
            this.accounts = accounts;
        }

        /**
         * Adds an external provider at which people may sign in, as a button on the login page: none by default.
         *
         * @throws IllegalArgumentException if there is one of this id
         */
        public Builder upstream(UpstreamProvider provider) {
            if (providers.stream().anyMatch(known -> known.id().equals(provider.id()))) {
                throw new IllegalArgumentException("there are two upstream providers " + provider.id());
            }
            providers.add(provider);
            return this;
        }

        /** How the pages look: plain by default. */
        public Builder pages(LoginPages rendered) {
            this.pages = pages.with(rendered);
            return this;
        }

        /** How the pages of device authorization look: plain by default. */
        public Builder devicePages(DevicePages rendered) {
            this.pages = pages.with(rendered);
            return this;
        }

        /** How the pages of connected applications look: plain by default. */
        public Builder connectionPages(ConnectionPages rendered) {
            this.pages = pages.with(rendered);
            return this;
        }

        /**
         * Where documents of clients are fetched from: over a connection that is guarded against leading into the operator's
         * network by default. Whatever takes its place has to guard as well.
         */
        public Builder documents(DocumentSource fetching) {
            this.documents = Optional.of(fetching);
            return this;
        }

        /**
         * With which certificates clients authenticate their connections, for those registered with {@code
         * self_signed_tls_client_auth} (RFC 8705): nobody knows by default, and the method is not offered.
         */
        public Builder clientCertificates(ClientCertificates seen) {
            this.certificates = seen;
            return this;
        }

        /**
         * Shows recent flows at {@code /flows} below the issuer: who signed in where, where it stopped, why, and what to do
         * about it. Not there by default. Whoever is to see them signs in like anybody. The journal hears all decisions of
         * this server, and of the resources that it protects in this process.
         *
         * @param journal what is shown, of this node
         * @param operators the subject ids of those who may see it
         */
        public Builder flowPage(FlowJournal journal, Set<String> operators) {
            this.flows = Optional.of(new Wiring.FlowView(journal, new FlowStreams(journal), Set.copyOf(operators)));
            return this;
        }

        /** Who hears the decisions: SLF4J by default. */
        public Builder diagnostics(DiagnosticListener hearing) {
            this.listener = hearing;
            return this;
        }

        /** Who measures or traces the requests: nobody by default. */
        public Builder requests(RequestObserver observing) {
            this.observer = observing;
            return this;
        }

        /** The clock: the system's by default. */
        public Builder clock(Clock ticking) {
            this.clock = ticking;
            return this;
        }

        /** The source of all codes, tokens and handles: a {@link SecureRandom} by default. */
        public Builder random(SecureRandom source) {
            this.random = source;
            return this;
        }

        /**
         * The server.
         *
         * @throws IllegalStateException if the store does not promise single use
         */
        public AuthorizationServer build() {
            store.capabilities().requireAtomicConsume();
            return new AuthorizationServer(this);
        }
    }
}
