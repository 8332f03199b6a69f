package dev.mcpoauth.server.settings;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.client.metadata.ClientKeySet;
import dev.mcpoauth.server.internal.jose.JwkReading;
import dev.mcpoauth.server.internal.remote.SecureUrl;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what is known of a {@link TrustedIssuer}; {@link #build} reports all problems together. Not thread-safe. */
public final class TrustedIssuerBuilder {
    private static final Duration MOST_LIFETIME = Duration.ofHours(24);

    private final String issuer;
    final Set<String> clients = new LinkedHashSet<>();
    final Set<ResourceIndicator> resources = new LinkedHashSet<>();
    final Set<String> tenants = new LinkedHashSet<>();
    Optional<Scope> scope = Optional.empty();
    boolean identityAssertions = true;
    Set<SignatureAlgorithm> algorithms = EnumSet.of(
            SignatureAlgorithm.ES256, SignatureAlgorithm.EDDSA, SignatureAlgorithm.RS256, SignatureAlgorithm.PS256);
    Duration longestLifetime = Duration.ofHours(1);
    SubjectMapping subjects = identity -> Optional.of(identity.stableSubject());
    Optional<URI> keysAt = Optional.empty();
    Optional<JsonObject> keys = Optional.empty();
    Optional<HttpClient> http = Optional.empty();

    TrustedIssuerBuilder(String issuer, String firstClient, String... more) {
        this.issuer = issuer;
        clients.add(firstClient);
        clients.addAll(List.of(more));
    }

    /** For these resources only: for all by default. */
    public TrustedIssuerBuilder resources(String... identifiers) {
        List.of(identifiers).forEach(one -> resources.add(new ResourceIndicator(one)));
        return this;
    }

    /** The most scope that an assertion gives: the default scopes of the resource unless said here. */
    public TrustedIssuerBuilder scope(Scope most) {
        this.scope = Optional.of(most);
        return this;
    }

    /**
     * The tenants whose people count, for an issuer that many companies share: without them an assertion that names a
     * {@code tenant} is refused, because anybody can be an administrator there.
     */
    public TrustedIssuerBuilder tenants(String... names) {
        tenants.addAll(List.of(names));
        return this;
    }

    /**
     * Takes JWTs of RFC 7523 without the profile, which are weaker: whoever holds one of this issuer for this server can have
     * any of the clients above present it. Their type is {@code JWT} or none, and {@code client_id}, {@code resource} and
     * {@code scope} count where they are present, but need not be. Identity assertions are then refused.
     */
    public TrustedIssuerBuilder plainAssertions() {
        this.identityAssertions = false;
        return this;
    }

    /** The algorithms that assertions may be signed with: ES256, EdDSA, RS256 and PS256 by default. */
    public TrustedIssuerBuilder algorithms(SignatureAlgorithm first, SignatureAlgorithm... more) {
        this.algorithms = EnumSet.of(first, more);
        return this;
    }

    /** For how long an assertion may be good from its {@code iat} on: an hour by default, a day at most. */
    public TrustedIssuerBuilder longestLifetime(Duration time) {
        this.longestLifetime = time;
        return this;
    }

    /**
     * Whom the issuer's people are here: by default subjects of their own, one for each, that no account has. A mapping to
     * accounts lets the issuer act as these accounts.
     */
    public TrustedIssuerBuilder subjects(SubjectMapping mapping) {
        this.subjects = mapping;
        return this;
    }

    /** Where the keys are, an https URL, or http on a loopback host: the {@code jwks_uri} of the metadata by default. */
    public TrustedIssuerBuilder keysAt(URI location) {
        this.keysAt = Optional.of(location);
        return this;
    }

    /** The keys themselves, as a JWK Set with public keys: then nothing is fetched, and a new key takes a restart. */
    public TrustedIssuerBuilder keys(JsonObject jwks) {
        this.keys = Optional.of(jwks);
        return this;
    }

    /** What carries requests to the issuer, for proxies and certificates of your own; it must not follow redirects. */
    public TrustedIssuerBuilder http(HttpClient client) {
        this.http = Optional.of(client);
        return this;
    }

    /**
     * The issuer. Nothing is fetched yet.
     *
     * @throws IllegalArgumentException naming every problem there is
     */
    public TrustedIssuer build() {
        List<String> problems = new ArrayList<>();
        checkIssuer(problems);
        checkKeys(problems);
        if (longestLifetime.compareTo(Duration.ofSeconds(1)) < 0 || longestLifetime.compareTo(MOST_LIFETIME) > 0) {
            problems.add("the longest lifetime must be from PT1S to " + MOST_LIFETIME + ", not " + longestLifetime);
        }
        if (tenants.stream().anyMatch(String::isBlank)) {
            problems.add("a tenant must not be blank");
        }
        if (http.isPresent() && http.get().followRedirects() != HttpClient.Redirect.NEVER) {
            problems.add("the HttpClient must not follow redirects (Redirect.NEVER)");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("trusted issuer: " + String.join("; ", problems));
        }
        return new TrustedIssuer(this, new Issuer(issuer));
    }

    private void checkIssuer(List<String> problems) {
        try {
            new Issuer(issuer);
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private void checkKeys(List<String> problems) {
        if (keys.isPresent() && keysAt.isPresent()) {
            problems.add("keys and where they are exclude each other");
        }
        if (keysAt.isPresent() && !SecureUrl.test(keysAt.get())) {
            problems.add("the keys must be at an https URL, or http on a loopback host");
        }
        if (keys.isPresent() && !isUsable(keys.get())) {
            problems.add("the keys must be a JWK Set with public keys for signatures");
        }
    }

    private static boolean isUsable(JsonObject jwks) {
        try {
            return !ClientKeySet.isPrivate(jwks)
                    && !JwkReading.publicKeys(jwks.toBytes()).isEmpty();
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
