package dev.mcpoauth.client;

import dev.mcpoauth.client.discovery.ResourceDiscovery;
import dev.mcpoauth.client.discovery.ServerDiscovery;
import dev.mcpoauth.client.dpop.DpopNonces;
import dev.mcpoauth.client.grant.Grant;
import dev.mcpoauth.client.grant.TokenEndpoint;
import dev.mcpoauth.client.http.HttpExchange;
import dev.mcpoauth.client.http.JdkHttpExchange;
import dev.mcpoauth.client.http.UrlPolicy;
import dev.mcpoauth.client.login.AuthorizationCodeGrant;
import dev.mcpoauth.client.login.UserAgent;
import dev.mcpoauth.client.registration.Registrar;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.store.MemoryCredentialStore;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.Slf4jDiagnostics;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        return new Builder(userAgent, registration, null);
    }

    /** Starts a client that obtains tokens without a user. */
    public static Builder forGrant(Grant grant) {
        return new Builder(null, null, grant);
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

    /** Collects the settings, all of which have safe defaults. Not thread-safe. */
    public static final class Builder {
        private final @Nullable UserAgent userAgent;
        private final @Nullable RegistrationSettings registration;
        private final @Nullable Grant grant;
        private CredentialStore store = new MemoryCredentialStore();
        private HttpExchange http = new JdkHttpExchange();
        private UrlPolicy policy = UrlPolicy.strict();
        private Scope scope = Scope.EMPTY;
        private Duration loginPatience = Duration.ofMinutes(5);
        private boolean assumePkce;
        private DiagnosticListener listener = new Slf4jDiagnostics();
        private Clock clock = Clock.systemUTC();
        private SecureRandom random = new SecureRandom();

        private Builder(
                @Nullable UserAgent userAgent, @Nullable RegistrationSettings registration, @Nullable Grant grant) {
            this.userAgent = userAgent;
            this.registration = registration;
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

        /** Who hears of refusals; the log by default. */
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
                    grant(),
                    new ResourceDiscovery(http, policy),
                    new ServerDiscovery(http, policy),
                    new TokenEndpoint(http),
                    new DpopNonces(),
                    scope,
                    loginPatience.plusSeconds(60),
                    DiagnosticListener.of(List.of(listener)),
                    clock,
                    random));
        }

        private Grant grant() {
            if (grant != null) {
                return grant;
            }
            if (userAgent == null || registration == null) {
                throw new IllegalStateException("a client has either a user agent or a grant");
            }
            Registrar registrar = new Registrar(registration, store, http, clock);
            return new AuthorizationCodeGrant(userAgent, registrar, loginPatience, assumePkce, clock, random);
        }
    }
}
