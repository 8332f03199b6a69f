package dev.mcpoauth.server.resource.introspection;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.Slf4jDiagnostics;
import dev.mcpoauth.core.metadata.AuthorizationServerMetadata;
import dev.mcpoauth.core.secret.ClientSecret;
import dev.mcpoauth.server.internal.remote.IssuerDocument;
import dev.mcpoauth.server.internal.remote.IssuerHttp;
import dev.mcpoauth.server.internal.remote.Refreshed;
import dev.mcpoauth.server.internal.remote.SecureUrl;
import dev.mcpoauth.server.resource.TokenProfile;
import dev.mcpoauth.server.resource.internal.RefreshFailures;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Collects what an {@link IntrospectionVerifier} is told; {@link #build} reports all problems together. Not thread-safe. */
public final class IntrospectionVerifierBuilder {
    private static final Refreshed.Schedule ENDPOINT =
            new Refreshed.Schedule(Duration.ofMinutes(10), Duration.ofSeconds(10), Duration.ofHours(24));

    final Issuer issuer;
    TokenProfile profile = TokenProfile.rfc9068();
    final List<String> audiences = new ArrayList<>();
    Duration clockSkew = Duration.ofSeconds(30);
    Duration cacheTime = Duration.ofSeconds(15);
    int cacheEntries = 10_000;
    Clock clock = Clock.systemUTC();

    private final String clientId;
    private final ClientSecret secret;
    private boolean secretInForm;
    private @Nullable URI endpoint;
    private @Nullable HttpClient http;
    private Duration timeout = Duration.ofSeconds(5);
    private int questionsAtOnce = 64;
    private DiagnosticListener diagnostics = new Slf4jDiagnostics();

    IntrospectionVerifierBuilder(Issuer issuer, String clientId, ClientSecret secret) {
        this.issuer = issuer;
        this.clientId = clientId;
        this.secret = secret;
    }

    /** What the issuer calls things: the names of RFC 7662, which are RFC 9068's, by default. */
    public IntrospectionVerifierBuilder profile(TokenProfile answers) {
        this.profile = answers;
        return this;
    }

    /** Names by which the issuer means the resource, beside its URL: none by default. */
    public IntrospectionVerifierBuilder audiences(String... names) {
        audiences.addAll(List.of(names));
        return this;
    }

    /** Sends the secret in the form ({@code client_secret_post}), for issuers that do not take Basic. */
    public IntrospectionVerifierBuilder secretInForm() {
        this.secretInForm = true;
        return this;
    }

    /** Where to ask, an https URL, or http on a loopback host: the endpoint of the metadata by default. */
    public IntrospectionVerifierBuilder endpoint(URI location) {
        this.endpoint = location;
        return this;
    }

    /** How far the issuer's clock may be off: 30 seconds by default, 5 minutes at most. */
    public IntrospectionVerifierBuilder clockSkew(Duration time) {
        this.clockSkew = time;
        return this;
    }

    /** How long an answer counts, good or bad: 15 seconds by default, 5 minutes at most; zero asks each time. */
    public IntrospectionVerifierBuilder cacheTime(Duration time) {
        this.cacheTime = time;
        return this;
    }

    /** How many answers are remembered: 10000 by default. */
    public IntrospectionVerifierBuilder cacheEntries(int count) {
        this.cacheEntries = count;
        return this;
    }

    /** How many tokens are asked about at the same time, beyond which requests get 503: 64 by default. */
    public IntrospectionVerifierBuilder questionsAtOnce(int count) {
        this.questionsAtOnce = count;
        return this;
    }

    /** What carries requests to the issuer, for proxies and certificates of your own; it must not follow redirects. */
    public IntrospectionVerifierBuilder http(HttpClient client) {
        this.http = client;
        return this;
    }

    /** How long a request to the issuer may take: 5 seconds by default. */
    public IntrospectionVerifierBuilder timeout(Duration time) {
        this.timeout = time;
        return this;
    }

    /** Who hears that metadata could not be refreshed: SLF4J by default. */
    public IntrospectionVerifierBuilder diagnostics(DiagnosticListener listener) {
        this.diagnostics = DiagnosticListener.of(List.of(listener));
        return this;
    }

    /** The time; the system's by default. */
    public IntrospectionVerifierBuilder clock(Clock ticking) {
        this.clock = ticking;
        return this;
    }

    /**
     * The verifier. Nothing is fetched yet.
     *
     * @throws IllegalArgumentException naming every problem there is
     */
    public IntrospectionVerifier build() {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("introspection verifier: " + String.join("; ", problems));
        }
        IssuerHttp exchange = new IssuerHttp(http == null ? IssuerHttp.defaultClient() : http, timeout);
        Refreshed<URI> location = new Refreshed<>(
                "the introspection endpoint of " + issuer,
                () -> locate(exchange),
                ENDPOINT,
                clock,
                new RefreshFailures(issuer, diagnostics, clock));
        return new IntrospectionVerifier(
                this,
                new Questions(exchange, location, new Credentials(clientId, secret, secretInForm), questionsAtOnce));
    }

    private CompletableFuture<URI> locate(IssuerHttp exchange) {
        return endpoint != null
                ? CompletableFuture.completedFuture(endpoint)
                : new IssuerDocument(issuer, exchange)
                        .locate("introspection_endpoint", AuthorizationServerMetadata::introspectionEndpoint);
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        within(problems, "clock skew", clockSkew, Duration.ZERO, Duration.ofMinutes(5));
        within(problems, "cache time", cacheTime, Duration.ZERO, Duration.ofMinutes(5));
        within(problems, "timeout", timeout, Duration.ofMillis(1), Duration.ofSeconds(30));
        if (cacheEntries < 1 || questionsAtOnce < 1) {
            problems.add("cache entries and questions at once must be at least 1");
        }
        if (clientId.isEmpty()) {
            problems.add("a client id is required");
        }
        if (audiences.stream().anyMatch(String::isBlank)) {
            problems.add("an audience must not be blank");
        }
        if (endpoint != null && !SecureUrl.test(endpoint)) {
            problems.add("the endpoint must be an https URL, or http on a loopback host");
        }
        return problems;
    }

    private static void within(List<String> problems, String what, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            problems.add(what + " must be from " + least + " to " + most + ", not " + value);
        }
    }
}
