package dev.mcpoauth.client;

import dev.mcpoauth.client.discovery.ResourceDiscovery;
import dev.mcpoauth.client.discovery.ServerDiscovery;
import dev.mcpoauth.client.dpop.DpopNonces;
import dev.mcpoauth.client.grant.Grant;
import dev.mcpoauth.client.grant.TokenEndpoint;
import dev.mcpoauth.client.http.HttpExchange;
import dev.mcpoauth.client.http.JdkHttpExchange;
import dev.mcpoauth.client.http.UrlPolicy;
import dev.mcpoauth.client.login.AttemptStore;
import dev.mcpoauth.client.login.AuthorizationCodeGrant;
import dev.mcpoauth.client.login.DeviceCodeGrant;
import dev.mcpoauth.client.login.DevicePrompt;
import dev.mcpoauth.client.login.UserAgent;
import dev.mcpoauth.client.login.WebLoginGrant;
import dev.mcpoauth.client.provider.ProviderProfile;
import dev.mcpoauth.client.provider.ProviderProfiles;
import dev.mcpoauth.client.registration.Registrar;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.store.MemoryCredentialStore;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.Slf4jDiagnostics;
import dev.mcpoauth.core.diagnostics.TraceParent;
import dev.mcpoauth.core.metadata.AuthorizationServerMetadata;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The OAuth side of an MCP client: finds the authorization server of any MCP server, becomes a client there, has the user
 * sign in or uses credentials of its own, and keeps the tokens fresh. Immutable and thread-safe; one is enough for a
 * program.
 */
public final class OAuthClient {
    private final Engine engine;

    private OAuthClient(Engine engine) {
        this.engine = engine;
    }

    /** Starts a client whose users sign in by the given way, as a client that is named or set up by the settings. */
    public static Builder forUsers(UserAgent userAgent, RegistrationSettings registration) {
        return new Builder(client -> new AuthorizationCodeGrant(
                userAgent,
                new Registrar(registration, client.store, client.http, client.clock),
                client.loginPatience,
                client.assumePkce,
                client.clock,
                client.random));
    }

    /**
     * Starts the client of a web application, whose users sign in by two requests: what needs a sign-in fails with {@link
     * dev.mcpoauth.client.error.AuthException.LoginRequired}, to whose URL the application redirects the user, and the
     * user's answer goes to {@link #completeLogin}.
     *
     * @param callback the redirect URI, at which the application is answered
     * @param attempts what has begun; shared by all nodes
     */
    public static Builder forWebUsers(RedirectUri callback, AttemptStore attempts, RegistrationSettings registration) {
        return new Builder(client -> new WebLoginGrant(
                callback,
                attempts,
                new Registrar(registration, client.store, client.http, client.clock),
                client.loginPatience,
                client.assumePkce,
                client.clock,
                client.random));
    }

    /** Starts a client whose users sign in on another device, with a code that they are shown (RFC 8628). */
    public static Builder forDevices(DevicePrompt prompt, RegistrationSettings registration) {
        return new Builder(client -> new DeviceCodeGrant(
                prompt,
                Registrar.forDevices(registration, client.store, client.http, client.clock),
                client.policy,
                client.loginPatience,
                client.clock));
    }

    /** Starts a client that obtains tokens by the grant, mostly without a user. */
    public static Builder forGrant(Grant grant) {
        return new Builder(client -> grant);
    }

    /**
     * The session of the only user with an MCP server.
     *
     * @param server its URL: https, or http on a loopback host; without fragment and user information
     */
    public ResourceSession session(URI server) {
        return session(server, "");
    }

    /**
     * The session of one of several users with an MCP server.
     *
     * @param subject the caller's name for the user, without control characters; tokens are kept apart by it
     */
    public ResourceSession session(URI server, String subject) {
        if (server.getHost() == null || server.getRawFragment() != null || server.getRawUserInfo() != null) {
            throw new IllegalArgumentException("server must be a URL with a host, no fragment and no user information");
        }
        new Issuer(server.getScheme() + "://" + server.getRawAuthority()); // https, or http on a loopback host
        if (subject.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("subject must not have control characters");
        }
        return new ResourceSession(engine, server, subject);
    }

    /**
     * Ends a sign-in that a web application's user has begun. May run on another node than the one that began it.
     *
     * @param query the raw query with which the user came back to the redirect URI
     * @param subject the user who came back, as the application's own session says; it has to be the one who began
     * @return the user's session with the MCP server, signed in
     * @throws dev.mcpoauth.client.error.AuthException if the sign-in has failed, or no such user has begun it
     * @throws IllegalStateException if this is no client {@link #forWebUsers}
     */
    public ResourceSession completeLogin(String query, String subject) throws IOException, InterruptedException {
        if (engine.grant() instanceof WebLoginGrant web) {
            URI server = new Completing(engine, web).complete(query, subject);
            return session(server, subject);
        }
        throw new IllegalStateException("only a client for web users has sign-ins to complete");
    }

    /** Makes the grant of a client from its settings. */
    @FunctionalInterface
    private interface GrantMaker {
        Grant with(Builder client);
    }

    /** Collects the settings, all of which have safe defaults. Not thread-safe. */
    public static final class Builder {
        private final GrantMaker grant;
        private CredentialStore store = new MemoryCredentialStore();
        private HttpExchange http = new JdkHttpExchange();
        private UrlPolicy policy = UrlPolicy.strict();
        private Scope scope = Scope.EMPTY;
        private Duration loginPatience = Duration.ofMinutes(5);
        private boolean assumePkce;
        private boolean requireDpop;
        private boolean idTokens;
        private Optional<AuthorizationServerMetadata> authorizationServer = Optional.empty();
        private Function<Issuer, ProviderProfile> providers = ProviderProfiles::of;
        private DiagnosticListener listener = new Slf4jDiagnostics();
        private Optional<Supplier<Optional<TraceParent>>> traces = Optional.empty();
        private Clock clock = Clock.systemUTC();
        private SecureRandom random = new SecureRandom();

        private Builder(GrantMaker grant) {
            this.grant = grant;
        }

        /** Where credentials are kept; in memory by default. */
        public Builder store(CredentialStore credentials) {
            store = credentials;
            return this;
        }

        /** How metadata, registration, token and revocation endpoints are reached. */
        public Builder http(HttpExchange exchange) {
            http = exchange;
            return this;
        }

        /** Which URLs of servers are used. */
        public Builder urlPolicy(UrlPolicy urls) {
            policy = urls;
            return this;
        }

        /** The scope to ask for where neither challenge nor metadata names one; none by default. */
        public Builder scope(Scope fallback) {
            scope = fallback;
            return this;
        }

        /** How long a user may take to sign in; 5 minutes by default. */
        public Builder loginPatience(Duration patience) {
            loginPatience = patience;
            return this;
        }

        /**
         * Weakens security: uses authorization servers that do not say that they verify PKCE. A stolen code is then good
         * for whoever has it, if the server does not.
         */
        public Builder dangerouslyAssumePkce() {
            assumePkce = true;
            return this;
        }

        /**
         * Uses only tokens that are bound to a key (DPoP, RFC 9449), also where the server would take others; a sign-in at
         * an authorization server that issues none fails.
         */
        public Builder requireDpop() {
            requireDpop = true;
            return this;
        }

        /**
         * Weakens security: sends the ID token of a token response (OpenID Connect Core §3.1.3.3) in place of the access
         * token. An ID token says who signed in, is meant for this client and not for a resource, and whoever gets it can
         * show it elsewhere. Some gateways take nothing else.
         */
        public Builder dangerouslyUseIdTokens() {
            idTokens = true;
            return this;
        }

        /**
         * Takes this for the authorization server's metadata instead of discovering it, whatever the resource names.
         *
         * @param metadata from the configuration and not from a server; it must have a token endpoint
         */
        public Builder authorizationServer(AuthorizationServerMetadata metadata) {
            authorizationServer = Optional.of(metadata);
            return this;
        }

        /** How single authorization servers want to be asked; {@link ProviderProfiles#of} by default. */
        public Builder providers(Function<Issuer, ProviderProfile> profiles) {
            providers = profiles;
            return this;
        }

        /**
         * The trace that each sign-in and refresh belongs to (W3C Trace Context). Its requests to metadata, registration, token and
         * revocation endpoints carry it as {@code traceparent}, and its events have the fact {@code trace}, so that what client and
         * server know of it can be joined: a new one each time by default, which tells a server nothing else.
         *
         * @param current asked when a sign-in or refresh begins, such as for the application's own trace; empty for no header
         */
        public Builder traceparent(Supplier<Optional<TraceParent>> current) {
            traces = Optional.of(current);
            return this;
        }

        /** Who hears of decisions; the log by default. */
        public Builder diagnostics(DiagnosticListener diagnostics) {
            listener = diagnostics;
            return this;
        }

        /** The clock, for tests. */
        public Builder clock(Clock time) {
            clock = time;
            return this;
        }

        /** The randomness, for tests. */
        public Builder random(SecureRandom source) {
            random = source;
            return this;
        }

        /** The finished client. */
        public OAuthClient build() {
            return new OAuthClient(new Engine(
                    http,
                    store,
                    grant.with(this),
                    authorizationServer
                            .map(configured -> ResourceDiscovery.at(configured.issuer(), http, policy))
                            .orElseGet(() -> new ResourceDiscovery(http, policy)),
                    authorizationServer
                            .map(configured -> ServerDiscovery.configured(configured, http, policy))
                            .orElseGet(() -> new ServerDiscovery(http, policy)),
                    idTokens ? TokenEndpoint.usingIdTokens(http) : new TokenEndpoint(http),
                    new DpopNonces(),
                    providers,
                    scope,
                    requireDpop,
                    idTokens ? Scope.of("openid") : Scope.EMPTY,
                    loginPatience.plusSeconds(60),
                    DiagnosticListener.of(List.of(listener)),
                    traces.orElseGet(() -> () -> Optional.of(TraceParent.generate(random))),
                    clock,
                    random));
        }
    }
}
