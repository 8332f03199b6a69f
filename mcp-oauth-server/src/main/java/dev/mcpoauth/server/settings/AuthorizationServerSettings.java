package dev.mcpoauth.server.settings;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.server.key.KeyRing;
import dev.mcpoauth.server.key.KeySource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What an authorization server is told when it starts. Immutable; see {@link SettingsBuilder} for units, defaults and
 * bounds.
 */
public final class AuthorizationServerSettings {
    /** Who verifies a signed token alone does not see that it was revoked. */
    private static final Duration LONGEST_BY_DEFAULT = Duration.ofMinutes(10);

    private final Issuer issuer;
    private final List<ResourceSettings> resources;
    private final List<ClientSettings> clients;
    private final List<TokenExchangeRule> tokenExchangeRules;
    private final List<TrustedIssuer> trustedIssuers;
    private final Tolerances tolerances;
    private final Map<String, Tolerances> clientTolerances;
    private final Lifetimes lifetimes;
    private final ReplayWindows replayWindows;
    private final Limits limits;
    private final RateLimits rateLimits;
    private final AccessTokenCache accessTokenCache;
    private final DpopSettings dpop;
    private final CorsPolicy cors;
    private final UnknownScopes unknownScopes;
    private final boolean openRegistration;
    private final DomainPolicy clientDocuments;
    private final FetchSettings fetching;
    private final ErrorUris errorUris;
    private final boolean connectedApplications;
    private final boolean deviceAuthorization;
    private final boolean registrationManagement;
    private final boolean requirePushedRequests;
    private final boolean rememberConsent;
    private final TokenHasher tokenHasher;
    private final KeySource signingKeys;

    AuthorizationServerSettings(SettingsBuilder from, Issuer issuer, List<ResourceSettings> resources) {
        this.issuer = issuer;
        this.resources = List.copyOf(resources);
        this.clients = List.copyOf(from.clients);
        this.tokenExchangeRules = List.copyOf(from.tokenExchangeRules);
        this.trustedIssuers = List.copyOf(from.trustedIssuers);
        this.tolerances = Tolerances.of(from.tolerances);
        this.clientTolerances = Map.copyOf(from.clientTolerances);
        this.lifetimes = from.lifetimes();
        this.replayWindows = from.replayWindows();
        this.limits = from.limits();
        this.rateLimits = from.rateLimits();
        this.accessTokenCache = from.accessTokenCache();
        this.dpop = from.dpop();
        this.cors = from.cors;
        this.unknownScopes = from.unknownScopes;
        this.openRegistration = from.openRegistration;
        this.clientDocuments = from.clientDocuments;
        this.fetching = from.fetching;
        this.errorUris = from.errorUris;
        this.connectedApplications = from.connectedApplications;
        this.deviceAuthorization = from.deviceAuthorization;
        this.registrationManagement = from.registrationManagement;
        this.requirePushedRequests = from.requirePushedRequests;
        this.rememberConsent = from.rememberConsent;
        this.tokenHasher = from.tokenHasher;
        this.signingKeys = from.signingKeys;
    }

    /** Starts with defaults that are safe. */
    public static SettingsBuilder builder() {
        return new SettingsBuilder();
    }

    /** Who this server is, and under which URL its endpoints live. */
    public Issuer issuer() {
        return issuer;
    }

    /** The resources it issues tokens for; the first is meant when a client names none. */
    public List<ResourceSettings> resources() {
        return resources;
    }

    /** The clients registered ahead. */
    public List<ClientSettings> clients() {
        return clients;
    }

    /** Who may exchange which tokens; nobody if there is no rule. */
    public List<TokenExchangeRule> tokenExchangeRules() {
        return tokenExchangeRules;
    }

    /** Whose assertions are grants. */
    public List<TrustedIssuer> trustedIssuers() {
        return trustedIssuers;
    }

    /** What is accepted beyond the standards from every client, known or not. */
    public Tolerances tolerances() {
        return tolerances;
    }

    /** What is accepted beyond the standards from this client. */
    public Tolerances tolerances(String clientId) {
        return tolerances.and(clientTolerances.getOrDefault(clientId, Tolerances.strict()));
    }

    /** Whether any client may make use of the tolerance. */
    public boolean acceptsFromAnyone(Tolerance tolerance) {
        return tolerances.accepts(tolerance)
                || clientTolerances.values().stream().anyMatch(some -> some.accepts(tolerance));
    }

    /** How long things are good. */
    public Lifetimes lifetimes() {
        return lifetimes;
    }

    /** For how long a lost response is repeated. */
    public ReplayWindows replayWindows() {
        return replayWindows;
    }

    /** Bounds on what comes from outside. */
    public Limits limits() {
        return limits;
    }

    /** How often something may fail or happen. */
    public RateLimits rateLimits() {
        return rateLimits;
    }

    /** How long a verified access token is not looked up again. */
    public AccessTokenCache accessTokenCache() {
        return accessTokenCache;
    }

    /** What is asked of proofs that tokens are bound to a key. */
    public DpopSettings dpop() {
        return dpop;
    }

    /** Which web origins may call. */
    public CorsPolicy cors() {
        return cors;
    }

    /** What becomes of unknown scope tokens. */
    public UnknownScopes unknownScopes() {
        return unknownScopes;
    }

    /** Whether clients may register themselves (RFC 7591). */
    public boolean openRegistration() {
        return openRegistration;
    }

    /** Whether devices without browser may be connected by a code (RFC 8628). */
    public boolean deviceAuthorization() {
        return deviceAuthorization;
    }

    /** Where the {@code error_uri} of refusals leads. */
    public ErrorUris errorUris() {
        return errorUris;
    }

    /** Whether people find a page with the applications that they connected. */
    public boolean connectedApplications() {
        return connectedApplications && !lifetimes.signIn().isZero();
    }

    /** Whether clients may manage their registration (RFC 7592). */
    public boolean registrationManagement() {
        return registrationManagement;
    }

    /** Whose client ids may be URLs of metadata documents. */
    public DomainPolicy clientDocuments() {
        return clientDocuments;
    }

    /** Bounds on fetching what clients publish. */
    public FetchSettings fetching() {
        return fetching;
    }

    /** Whether clients have to push their authorization requests. */
    public boolean requirePushedRequests() {
        return requirePushedRequests;
    }

    /** Whether consent is asked once per client and scope set. */
    public boolean rememberConsent() {
        return rememberConsent;
    }

    /** How tokens and codes are hashed at rest. */
    public TokenHasher tokenHasher() {
        return tokenHasher;
    }

    /** Whether there are keys that sign access tokens, which are then published. */
    public boolean hasSigningKeys() {
        return !signingKeys.keys().isEmpty();
    }

    /** Whether anybody may ask about tokens. */
    public boolean offersIntrospection() {
        return resources.stream().anyMatch(one -> !one.introspectors().isEmpty());
    }

    /** What signs access tokens. */
    public KeyRing keyRing() {
        Duration longest = resources.stream()
                .filter(one -> one.jwtAlgorithm().isPresent())
                .map(this::accessTokenLifetime)
                .max(Comparator.naturalOrder())
                .orElse(LONGEST_BY_DEFAULT);
        return new KeyRing(signingKeys, longest);
    }

    /** How long an access token for the resource is good. */
    public Duration accessTokenLifetime(ResourceSettings resource) {
        Duration usual = lifetimes.accessToken();
        boolean shorter = resource.jwtAlgorithm().isPresent() && usual.compareTo(LONGEST_BY_DEFAULT) > 0;
        return resource.accessTokenLifetime().orElse(shorter ? LONGEST_BY_DEFAULT : usual);
    }
}
