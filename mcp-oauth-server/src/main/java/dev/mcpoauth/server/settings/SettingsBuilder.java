package dev.mcpoauth.server.settings;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.server.client.metadata.ClientAuthenticationMethod;
import dev.mcpoauth.server.dpop.ProofVerifier;
import dev.mcpoauth.server.key.KeySource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Collects the settings of an authorization server. Only the issuer and one resource are required; {@link #build} checks
 * everything and reports all problems together. Not thread-safe.
 */
public final class SettingsBuilder {
    private String issuer = "";
    private final List<ResourceSettings> resources = new ArrayList<>();
    final List<ClientSettings> clients = new ArrayList<>();
    final Set<Tolerance> tolerances = EnumSet.noneOf(Tolerance.class);
    final Map<String, Tolerances> clientTolerances = new HashMap<>();
    final List<TokenExchangeRule> tokenExchangeRules = new ArrayList<>();
    final List<TrustedIssuer> trustedIssuers = new ArrayList<>();
    CorsPolicy cors = CorsPolicy.anyOrigin();
    UnknownScopes unknownScopes = UnknownScopes.DROP;
    boolean openRegistration = true;
    DomainPolicy clientDocuments = DomainPolicy.any();
    FetchSettings fetching = FetchSettings.defaults();
    ErrorUris errorUris = ErrorUris.none();
    boolean connectedApplications = true;
    boolean deviceAuthorization;
    boolean registrationManagement;
    boolean requirePushedRequests;
    boolean rememberConsent;
    TokenHasher tokenHasher = TokenHasher.sha256();
    KeySource signingKeys = KeySource.of();

    private Duration codeLifetime = Duration.ofSeconds(60);
    private Duration accessTokenLifetime = Duration.ofHours(1);
    private Duration refreshTokenIdleTime = Duration.ofDays(30);
    private Duration grantLifetime = Duration.ofDays(90);
    private Duration pendingRequestLifetime = Duration.ofMinutes(15);
    private Duration pushedRequestLifetime = Duration.ofSeconds(60);
    private Duration deviceCodeLifetime = Duration.ofMinutes(10);
    private Duration signInLifetime = Duration.ofHours(1);
    private Duration codeReplayWindow = Duration.ofSeconds(10);
    private Duration refreshReplayWindow = Duration.ofSeconds(30);
    private int replaysPerCredential = 10;
    private int authorizeRequestBytes = 8 * 1024;
    private int formBytes = 64 * 1024;
    private int registrationBytes = 64 * 1024;
    private long registrationCap = 10_000;
    private Duration unusedRegistrationLifetime = Duration.ofHours(24);
    private Duration usedRegistrationLifetime = Duration.ofDays(90);
    private int concurrentLogins = 8;
    private int loginFailures = 10;
    private int clientFailures = 50;
    private int registrationsPerWindow = 100;
    private int pendingRequestsPerWindow = 600;
    private int userCodeFailuresPerWindow = 200;
    private Duration rateWindow = Duration.ofMinutes(5);
    private int rateTrackedKeys = 10_000;
    private Duration accessTokenCacheTime = Duration.ZERO;
    private int accessTokenCacheEntries = 10_000;
    private Duration proofWindow = ProofVerifier.WINDOW;
    private boolean proofNonces;

    SettingsBuilder() {}

    /**
     * The URL that identifies the server (RFC 8414 §2) and under which its endpoints live: https, or http on a loopback
     * host. Never taken from a request.
     */
    public SettingsBuilder issuer(String url) {
        this.issuer = url;
        return this;
    }

    /** Adds a protected resource. The first one is meant when a client names none. */
    public SettingsBuilder resource(ResourceSettings resource) {
        resources.add(resource);
        return this;
    }

    /** Adds a client that is registered ahead. */
    public SettingsBuilder client(ClientSettings client) {
        clients.add(client);
        return this;
    }

    /** Adds a client that is registered ahead and may deviate from the standards in these ways. */
    public SettingsBuilder client(ClientSettings client, Tolerance... deviations) {
        clientTolerances.put(client.clientId(), Tolerances.of(List.of(deviations)));
        return client(client);
    }

    /** Adds clients that are registered ahead, such as those of a file: see {@link ClientSettings#parseAll}. */
    public SettingsBuilder clients(Collection<ClientSettings> several) {
        clients.addAll(several);
        return this;
    }

    /** Lets a client exchange tokens (RFC 8693): nobody may by default, and without any rule the grant is not offered. */
    public SettingsBuilder tokenExchange(TokenExchangeRule rule) {
        tokenExchangeRules.add(rule);
        return this;
    }

    /**
     * Takes the signed word of somebody else for a grant (RFC 7523 §2.1, enterprise-managed authorization): nobody is
     * trusted by default, and without anybody the grant is not offered.
     */
    public SettingsBuilder trustedIssuer(TrustedIssuer issuerOfAssertions) {
        trustedIssuers.add(issuerOfAssertions);
        return this;
    }

    /** Accepts a deviation from the standards from every client. */
    public SettingsBuilder tolerate(Tolerance deviation) {
        tolerances.add(deviation);
        return this;
    }

    /** How long an authorization code is good: up to 10 minutes, 60 seconds by default. */
    public SettingsBuilder codeLifetime(Duration time) {
        this.codeLifetime = time;
        return this;
    }

    /** How long an access token is good: one hour by default. */
    public SettingsBuilder accessTokenLifetime(Duration time) {
        this.accessTokenLifetime = time;
        return this;
    }

    /** How long an unused refresh token is good: 30 days by default. */
    public SettingsBuilder refreshTokenIdleTime(Duration time) {
        this.refreshTokenIdleTime = time;
        return this;
    }

    /** After what time a person has to sign in again however often tokens were refreshed: 90 days by default. */
    public SettingsBuilder grantLifetime(Duration time) {
        this.grantLifetime = time;
        return this;
    }

    /** How long a person may take to sign in and consent: 15 minutes by default. */
    public SettingsBuilder pendingRequestLifetime(Duration time) {
        this.pendingRequestLifetime = time;
        return this;
    }

    /** How long a pushed request waits for its browser (RFC 9126 §2.2): up to 10 minutes, 60 seconds by default. */
    public SettingsBuilder pushedRequestLifetime(Duration time) {
        this.pushedRequestLifetime = time;
        return this;
    }

    /** How long the codes of a device are good (RFC 8628 §3.2): up to one hour, 10 minutes by default. */
    public SettingsBuilder deviceCodeLifetime(Duration time) {
        this.deviceCodeLifetime = time;
        return this;
    }

    /** How long a browser stays signed in, so that only consent is asked: one hour by default; zero for never. */
    public SettingsBuilder signInLifetime(Duration time) {
        this.signInLifetime = time;
        return this;
    }

    /** How long a code submitted twice gets the identical answer: 10 seconds by default; zero is strict. */
    public SettingsBuilder codeReplayWindow(Duration time) {
        this.codeReplayWindow = time;
        return this;
    }

    /** How long a refresh token presented twice gets the identical answer: 30 seconds by default; zero is strict. */
    public SettingsBuilder refreshReplayWindow(Duration time) {
        this.refreshReplayWindow = time;
        return this;
    }

    /** How many identical answers one credential gets within its window: 10 by default. */
    public SettingsBuilder replaysPerCredential(int count) {
        this.replaysPerCredential = count;
        return this;
    }

    /** The largest authorization request: 8 KiB by default. */
    public SettingsBuilder authorizeRequestBytes(int bytes) {
        this.authorizeRequestBytes = bytes;
        return this;
    }

    /** The largest form at any other endpoint: 64 KiB by default. */
    public SettingsBuilder formBytes(int bytes) {
        this.formBytes = bytes;
        return this;
    }

    /** The largest registration document: 64 KiB by default, which is also the most. */
    public SettingsBuilder registrationBytes(int bytes) {
        this.registrationBytes = bytes;
        return this;
    }

    /** How many dynamic registrations may exist: 10000 by default. */
    public SettingsBuilder registrationCap(long clientCount) {
        this.registrationCap = clientCount;
        return this;
    }

    /** When a registration goes away that never completed a sign-in: 24 hours by default. */
    public SettingsBuilder unusedRegistrationLifetime(Duration time) {
        this.unusedRegistrationLifetime = time;
        return this;
    }

    /** When an idle registration goes away, counted from its last use: 90 days by default; never while a grant lives. */
    public SettingsBuilder usedRegistrationLifetime(Duration time) {
        this.usedRegistrationLifetime = time;
        return this;
    }

    /** How many passwords are checked at the same time, each of which takes memory by design: 8 by default. */
    public SettingsBuilder concurrentLogins(int count) {
        this.concurrentLogins = count;
        return this;
    }

    /** How many wrong passwords an account name gets per window before it has to wait: 10 by default. */
    public SettingsBuilder loginFailures(int count) {
        this.loginFailures = count;
        return this;
    }

    /** How many failed authentications a client gets per window before it has to wait: 50 by default. */
    public SettingsBuilder clientFailures(int count) {
        this.clientFailures = count;
        return this;
    }

    /** How many new registrations are accepted per window, from all clients together: 100 by default. */
    public SettingsBuilder registrationsPerWindow(int count) {
        this.registrationsPerWindow = count;
        return this;
    }

    /**
     * How many authorization requests of one client may begin to wait for a person per window: 600 by default. Whoever
     * knows a client id can begin them; each takes up to {@link #authorizeRequestBytes} in the store for as long as
     * {@link #pendingRequestLifetime}.
     */
    public SettingsBuilder pendingRequestsPerWindow(int count) {
        this.pendingRequestsPerWindow = count;
        return this;
    }

    /**
     * How many wrong codes of devices may be entered per window, by all people together, because whoever guesses comes under
     * many names: 200 by default. A code has 34 bits.
     */
    public SettingsBuilder userCodeFailuresPerWindow(int count) {
        this.userCodeFailuresPerWindow = count;
        return this;
    }

    /** The window of the rate limits: 5 minutes by default. */
    public SettingsBuilder rateWindow(Duration time) {
        this.rateWindow = time;
        return this;
    }

    /** How many account names and clients the rate limits remember at once: 10000 by default. */
    public SettingsBuilder rateTrackedKeys(int count) {
        this.rateTrackedKeys = count;
        return this;
    }

    /**
     * How long a verified access token is not looked up again: up to one minute, and not at all by default. A revocation on
     * this node counts at once; where several nodes share a store, one on another node counts after this time.
     */
    public SettingsBuilder accessTokenCacheTime(Duration time) {
        this.accessTokenCacheTime = time;
        return this;
    }

    /** How many access tokens are remembered: 10000 by default. */
    public SettingsBuilder accessTokenCacheEntries(int count) {
        this.accessTokenCacheEntries = count;
        return this;
    }

    /**
     * How far the time of a DPoP proof may be from this server's, either way (RFC 9449 §11.1): from 5 seconds to 10 minutes,
     * one minute by default. So long a proof is remembered.
     */
    public SettingsBuilder proofWindow(Duration time) {
        this.proofWindow = time;
        return this;
    }

    /**
     * Whether DPoP proofs have to carry a nonce of this server, at its endpoints and at its resources in this process, so
     * that none can be made ahead of time (RFC 9449 §8, §9): no by default, because a client then begins with a request that
     * is refused, and some do not know what to do about it. Nodes that share a store share the nonces.
     */
    public SettingsBuilder proofNonces(boolean require) {
        this.proofNonces = require;
        return this;
    }

    /** Which web origins may call: any by default. */
    public SettingsBuilder cors(CorsPolicy policy) {
        this.cors = policy;
        return this;
    }

    /** What becomes of unknown scope tokens: dropped by default. */
    public SettingsBuilder unknownScopes(UnknownScopes policy) {
        this.unknownScopes = policy;
        return this;
    }

    /** Whether clients may register themselves (RFC 7591): yes by default. */
    public SettingsBuilder openRegistration(boolean open) {
        this.openRegistration = open;
        return this;
    }

    /**
     * Whether clients that register themselves may read, change and delete their registration later (RFC 7592): no by
     * default. With it each registration is one of its own, so that a client that registers at each start leaves one behind
     * each time.
     */
    public SettingsBuilder registrationManagement(boolean manage) {
        this.registrationManagement = manage;
        return this;
    }

    /**
     * Whether devices without browser may be connected by a code (RFC 8628): no by default, because people can be talked into
     * entering a stranger's code (§5.4).
     */
    public SettingsBuilder deviceAuthorization(boolean offer) {
        this.deviceAuthorization = offer;
        return this;
    }

    /**
     * Where the {@code error_uri} of refusals leads (RFC 6749 §5.2), those of resources in the same process included (RFC 6750
     * §3): nowhere by default, as the exact reason tells strangers more than the error code does.
     */
    public SettingsBuilder errorUris(ErrorUris explained) {
        this.errorUris = explained;
        return this;
    }

    /**
     * Whether people find a page, at {@code /connections}, where they see what they granted to whom, take it back and sign
     * out: yes by default. There is none where sign-ins are not kept ({@link #signInLifetime} zero).
     */
    public SettingsBuilder connectedApplications(boolean offer) {
        this.connectedApplications = offer;
        return this;
    }

    /**
     * Whose client ids may be URLs of metadata documents, which this server then fetches: any domain's by default, so that
     * clients need no registration. {@link DomainPolicy#none} where the server can not reach the Internet.
     */
    public SettingsBuilder clientDocuments(DomainPolicy domains) {
        this.clientDocuments = domains;
        return this;
    }

    /** Bounds on fetching what clients publish, documents and keys. */
    public SettingsBuilder fetching(FetchSettings bounds) {
        this.fetching = bounds;
        return this;
    }

    /** Whether clients have to push their authorization requests (RFC 9126 §5): no by default, as hardly any MCP client does. */
    public SettingsBuilder requirePushedRequests(boolean require) {
        this.requirePushedRequests = require;
        return this;
    }

    /**
     * Whether a person who consented to a client and a scope set is not asked again while that grant lives: no by default.
     * Only ever for clients redirected to over https, because others can be impersonated on the same device (RFC 8252
     * §8.6).
     */
    public SettingsBuilder rememberConsent(boolean remember) {
        this.rememberConsent = remember;
        return this;
    }

    /** How tokens and codes are hashed at rest: SHA-256 by default. */
    public SettingsBuilder tokenHasher(TokenHasher hasher) {
        this.tokenHasher = hasher;
        return this;
    }

    /**
     * The keys for resources whose access tokens are signed: none by default. They are published at {@code /jwks}. Nodes
     * that share a store are given the same keys.
     */
    public SettingsBuilder signingKeys(KeySource keys) {
        this.signingKeys = keys;
        return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException naming every problem there is
     */
    public AuthorizationServerSettings build() {
        List<String> problems = new ArrayList<>();
        checkIdentity(problems::add);
        checkTimes(problems::add);
        checkCounts(problems::add);
        new KeyCheck(resources, signingKeys).run(problems::add);
        new ExchangeCheck(resources, clients, tokenExchangeRules).run(problems::add);
        new TrustCheck(issuer, resources, clients, trustedIssuers).run(problems::add);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("authorization server settings: " + String.join("; ", problems));
        }
        return new AuthorizationServerSettings(this, new Issuer(issuer), resources);
    }

    private void checkIdentity(Consumer<String> problem) {
        try {
            new Issuer(issuer);
        } catch (IllegalArgumentException e) {
            problem.accept(issuer.isEmpty() ? "an issuer is required" : String.valueOf(e.getMessage()));
        }
        if (resources.isEmpty()) {
            problem.accept("at least one resource is required");
        }
        unique(
                problem,
                "resource",
                resources.stream().map(r -> r.identifier().value()).toList());
        unique(problem, "client", clients.stream().map(ClientSettings::clientId).toList());
        checkIntrospectors(problem);
    }

    private void checkIntrospectors(Consumer<String> problem) {
        Set<String> known = clients.stream()
                .filter(client -> client.metadata().method() != ClientAuthenticationMethod.NONE)
                .map(ClientSettings::clientId)
                .collect(Collectors.toSet());
        resources.stream()
                .flatMap(resource -> resource.introspectors().stream())
                .filter(asking -> !known.contains(asking))
                .forEach(asking -> problem.accept("client " + asking
                        + " is to ask about tokens, and is not registered ahead with a secret or a key"));
    }

    private static void unique(Consumer<String> problem, String what, Collection<String> names) {
        if (Set.copyOf(names).size() < names.size()) {
            problem.accept("a " + what + " is named twice");
        }
    }

    private void checkTimes(Consumer<String> problem) {
        Duration most = Duration.ofDays(3650);
        within(problem, "code lifetime", codeLifetime, Duration.ofSeconds(1), Duration.ofMinutes(10));
        within(problem, "access token lifetime", accessTokenLifetime, Duration.ofSeconds(1), most);
        resources.forEach(resource -> resource.accessTokenLifetime()
                .ifPresent(time -> within(
                        problem,
                        "access token lifetime of " + resource.identifier(),
                        time,
                        Duration.ofSeconds(1),
                        most)));
        within(problem, "refresh token idle time", refreshTokenIdleTime, Duration.ofSeconds(1), most);
        within(problem, "grant lifetime", grantLifetime, Duration.ofSeconds(1), most);
        within(problem, "pending request lifetime", pendingRequestLifetime, Duration.ofSeconds(10), Duration.ofDays(1));
        within(
                problem,
                "pushed request lifetime",
                pushedRequestLifetime,
                Duration.ofSeconds(5),
                Duration.ofMinutes(10));
        within(problem, "device code lifetime", deviceCodeLifetime, Duration.ofMinutes(1), Duration.ofHours(1));
        within(problem, "sign-in lifetime", signInLifetime, Duration.ZERO, most);
        within(problem, "code replay window", codeReplayWindow, Duration.ZERO, Duration.ofMinutes(10));
        within(problem, "refresh replay window", refreshReplayWindow, Duration.ZERO, Duration.ofHours(2));
        within(problem, "unused registration lifetime", unusedRegistrationLifetime, Duration.ofMinutes(1), most);
        within(problem, "used registration lifetime", usedRegistrationLifetime, Duration.ofMinutes(1), most);
        within(problem, "access token cache time", accessTokenCacheTime, Duration.ZERO, Duration.ofMinutes(1));
        within(problem, "proof window", proofWindow, Duration.ofSeconds(5), Duration.ofMinutes(10));
        within(problem, "rate window", rateWindow, Duration.ofSeconds(1), Duration.ofDays(1));
    }

    private void checkCounts(Consumer<String> problem) {
        int mebi = 1024 * 1024;
        within(problem, "replays per credential", replaysPerCredential, 0, 1000);
        within(problem, "authorize request bytes", authorizeRequestBytes, 1024, mebi);
        within(problem, "form bytes", formBytes, 1024, mebi);
        within(problem, "registration bytes", registrationBytes, 1024, 64 * 1024);
        within(problem, "registration cap", registrationCap, 0, Long.MAX_VALUE);
        within(problem, "concurrent logins", concurrentLogins, 1, 10_000);
        within(problem, "login failures", loginFailures, 1, 1_000_000);
        within(problem, "client failures", clientFailures, 1, 1_000_000);
        within(problem, "registrations per window", registrationsPerWindow, 1, 1_000_000);
        within(problem, "pending requests per window", pendingRequestsPerWindow, 1, 1_000_000);
        within(problem, "user code failures per window", userCodeFailuresPerWindow, 1, 1_000_000);
        within(problem, "access token cache entries", accessTokenCacheEntries, 1, 10_000_000);
        within(problem, "rate tracked keys", rateTrackedKeys, 1, 10_000_000);
    }

    private static <T extends Comparable<T>> void within(
            Consumer<String> problem, String what, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            problem.accept(what + " must be from " + least + " to " + most + ", not " + value);
        }
    }

    private static void within(Consumer<String> problem, String what, long value, long least, long most) {
        within(problem, what, Long.valueOf(value), Long.valueOf(least), Long.valueOf(most));
    }

    Lifetimes lifetimes() {
        return new Lifetimes(
                codeLifetime,
                accessTokenLifetime,
                refreshTokenIdleTime,
                grantLifetime,
                pendingRequestLifetime,
                pushedRequestLifetime,
                deviceCodeLifetime,
                signInLifetime);
    }

    ReplayWindows replayWindows() {
        return new ReplayWindows(codeReplayWindow, refreshReplayWindow, replaysPerCredential);
    }

    Limits limits() {
        return new Limits(
                authorizeRequestBytes,
                formBytes,
                registrationBytes,
                registrationCap,
                unusedRegistrationLifetime,
                usedRegistrationLifetime);
    }

    RateLimits rateLimits() {
        return new RateLimits(
                concurrentLogins,
                loginFailures,
                clientFailures,
                registrationsPerWindow,
                pendingRequestsPerWindow,
                userCodeFailuresPerWindow,
                rateWindow,
                rateTrackedKeys);
    }

    DpopSettings dpop() {
        return new DpopSettings(proofWindow, proofNonces);
    }

    AccessTokenCache accessTokenCache() {
        return new AccessTokenCache(accessTokenCacheTime, accessTokenCacheEntries);
    }
}
