package dev.mcpoauth.server.resource.jwt;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.diagnostics.DiagnosticListener;
import dev.mcpoauth.core.diagnostics.Slf4jDiagnostics;
import dev.mcpoauth.server.internal.remote.IssuerHttp;
import dev.mcpoauth.server.internal.remote.IssuerKeys;
import dev.mcpoauth.server.internal.remote.PublishedKeys;
import dev.mcpoauth.server.internal.remote.Refreshed;
import dev.mcpoauth.server.internal.remote.SecureUrl;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import dev.mcpoauth.server.resource.TokenProfile;
import dev.mcpoauth.server.resource.internal.RefreshFailures;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link JwtVerifier} is told; {@link #build} reports all problems together. Not thread-safe. */
public final class JwtVerifierBuilder {
    private static final Duration MOST_SKEW = Duration.ofMinutes(5);
    private static final Duration MOST_CACHE = Duration.ofHours(1);

    final Issuer issuer;
    TokenProfile profile = TokenProfile.rfc9068();
    final List<String> audiences = new ArrayList<>();
    Set<SignatureAlgorithm> algorithms = EnumSet.of(
            SignatureAlgorithm.ES256, SignatureAlgorithm.EDDSA, SignatureAlgorithm.RS256, SignatureAlgorithm.PS256);
    Duration clockSkew = Duration.ofSeconds(30);
    Duration cacheTime = Duration.ofMinutes(5);
    int cacheEntries = 10_000;
    Clock clock = Clock.systemUTC();

    private @Nullable URI keysAt;
    private @Nullable HttpClient http;
    private Duration timeout = Duration.ofSeconds(5);
    private Duration keysRefresh = Duration.ofMinutes(10);
    private Duration keysPause = Duration.ofSeconds(10);
    private Duration keysOutage = Duration.ofHours(24);
    private DiagnosticListener diagnostics = new Slf4jDiagnostics();

    JwtVerifierBuilder(Issuer issuer) {
        this.issuer = issuer;
    }

    /** What the issuer calls things: RFC 9068's names by default. */
    public JwtVerifierBuilder profile(TokenProfile tokens) {
        this.profile = tokens;
        return this;
    }

    /**
     * Names by which the issuer means the resource, beside its URL, such as {@code api://bookshop}: none by default. No
     * client and no other API of the issuer may have one of them.
     */
    public JwtVerifierBuilder audiences(String... names) {
        audiences.addAll(List.of(names));
        return this;
    }

    /** Where the keys are, an https URL, or http on a loopback host: the {@code jwks_uri} of the metadata by default. */
    public JwtVerifierBuilder keysAt(URI location) {
        this.keysAt = location;
        return this;
    }

    /** The algorithms that tokens may be signed with: ES256, EdDSA, RS256 and PS256 by default. */
    public JwtVerifierBuilder algorithms(SignatureAlgorithm first, SignatureAlgorithm... more) {
        this.algorithms = EnumSet.of(first, more);
        return this;
    }

    /** How far the issuer's clock may be off: 30 seconds by default, 5 minutes at most. */
    public JwtVerifierBuilder clockSkew(Duration time) {
        this.clockSkew = time;
        return this;
    }

    /**
     * How long a verified token is not verified again: 5 minutes by default, an hour at most, zero for never, and never
     * past its end. After this time a key that the issuer withdrew counts no more, if it is known by then.
     */
    public JwtVerifierBuilder cacheTime(Duration time) {
        this.cacheTime = time;
        return this;
    }

    /** How many verified tokens are remembered: 10000 by default. */
    public JwtVerifierBuilder cacheEntries(int count) {
        this.cacheEntries = count;
        return this;
    }

    /** After what time the keys are fetched again: 10 minutes by default, and at once for a key that is not known. */
    public JwtVerifierBuilder keysRefresh(Duration time) {
        this.keysRefresh = time;
        return this;
    }

    /** How long after a fetch there is no other, however many unknown keys tokens name: 10 seconds by default. */
    public JwtVerifierBuilder keysPause(Duration time) {
        this.keysPause = time;
        return this;
    }

    /** How long known keys serve while the issuer can not be reached: 24 hours by default. */
    public JwtVerifierBuilder keysOutage(Duration time) {
        this.keysOutage = time;
        return this;
    }

    /** What carries requests to the issuer, for proxies and certificates of your own; it must not follow redirects. */
    public JwtVerifierBuilder http(HttpClient client) {
        this.http = client;
        return this;
    }

    /** How long a request to the issuer may take: 5 seconds by default. */
    public JwtVerifierBuilder timeout(Duration time) {
        this.timeout = time;
        return this;
    }

    /** Who hears that keys could not be refreshed: SLF4J by default. */
    public JwtVerifierBuilder diagnostics(DiagnosticListener listener) {
        this.diagnostics = DiagnosticListener.of(List.of(listener));
        return this;
    }

    /** The time; the system's by default. */
    public JwtVerifierBuilder clock(Clock ticking) {
        this.clock = ticking;
        return this;
    }

    /**
     * The verifier. Nothing is fetched yet.
     *
     * @throws IllegalArgumentException naming every problem there is
     */
    public JwtVerifier build() {
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("JWT verifier: " + String.join("; ", problems));
        }
        IssuerHttp exchange = new IssuerHttp(http == null ? IssuerHttp.defaultClient() : http, timeout);
        PublishedKeys published = new PublishedKeys(issuer, exchange, Optional.ofNullable(keysAt));
        return new JwtVerifier(
                this,
                new IssuerKeys(new Refreshed<>(
                        "the keys of " + issuer,
                        published::fetch,
                        new Refreshed.Schedule(keysRefresh, keysPause, keysOutage),
                        clock,
                        new RefreshFailures(issuer, diagnostics, clock))));
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        within(problems, "clock skew", clockSkew, Duration.ZERO, MOST_SKEW);
        within(problems, "cache time", cacheTime, Duration.ZERO, MOST_CACHE);
        within(problems, "keys refresh", keysRefresh, Duration.ofSeconds(1), Duration.ofDays(1));
        within(problems, "keys pause", keysPause, Duration.ofSeconds(1), Duration.ofHours(1));
        within(problems, "keys outage", keysOutage, Duration.ZERO, Duration.ofDays(30));
        within(problems, "timeout", timeout, Duration.ofMillis(1), Duration.ofSeconds(30));
        if (cacheEntries < 1) {
            problems.add("cache entries must be at least 1");
        }
        if (audiences.stream().anyMatch(String::isBlank)) {
            problems.add("an audience must not be blank");
        }
        if (keysAt != null && !SecureUrl.test(keysAt)) {
            problems.add("the keys must be at an https URL, or http on a loopback host");
        }
        return problems;
    }

    private static void within(List<String> problems, String what, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            problems.add(what + " must be from " + least + " to " + most + ", not " + value);
        }
    }
}
