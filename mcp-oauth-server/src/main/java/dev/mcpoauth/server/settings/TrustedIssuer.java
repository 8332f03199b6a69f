package dev.mcpoauth.server.settings;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody else whose signed word is a grant here (RFC 7523 §2.1): a company's identity provider, for enterprise-managed
 * authorization, or with {@link TrustedIssuerBuilder#plainAssertions} an issuer of ordinary JWTs. Immutable; see
 * {@link TrustedIssuerBuilder} for units, defaults and bounds.
 */
public final class TrustedIssuer {
    private final Issuer issuer;
    private final Set<String> clients;
    private final Set<ResourceIndicator> resources;
    private final Optional<Scope> scope;
    private final Set<String> tenants;
    private final boolean identityAssertions;
    private final Set<SignatureAlgorithm> algorithms;
    private final Duration longestLifetime;
    private final SubjectMapping subjects;
    private final Optional<URI> keysAt;
    private final Optional<JsonObject> keys;
    private final Optional<HttpClient> http;

    TrustedIssuer(TrustedIssuerBuilder from, Issuer issuer) {
        this.issuer = issuer;
        this.clients = Set.copyOf(from.clients);
        this.resources = Set.copyOf(from.resources);
        this.scope = from.scope;
        this.tenants = Set.copyOf(from.tenants);
        this.identityAssertions = from.identityAssertions;
        this.algorithms = Set.copyOf(from.algorithms);
        this.longestLifetime = from.longestLifetime;
        this.subjects = from.subjects;
        this.keysAt = from.keysAt;
        this.keys = from.keys;
        this.http = from.http;
    }

    /**
     * Starts with safe defaults.
     *
     * @param issuer the {@code iss} of its assertions, exactly
     * @param firstClient a client that may present them, and {@code more}; nobody else may
     */
    public static TrustedIssuerBuilder of(String issuer, String firstClient, String... more) {
        return new TrustedIssuerBuilder(issuer, firstClient, more);
    }

    /** Who it is. */
    public Issuer issuer() {
        return issuer;
    }

    /** The clients that may present its assertions. */
    public Set<String> clients() {
        return clients;
    }

    /** The resources that its assertions are good for; all if there is none. */
    public Set<ResourceIndicator> resources() {
        return resources;
    }

    /** Whether its assertions are good for this resource. */
    public boolean covers(ResourceSettings resource) {
        return resources.isEmpty() || resources.contains(resource.identifier());
    }

    /** The most scope that they give; the default scopes of the resource if that is not said. */
    public Optional<Scope> scope() {
        return scope;
    }

    /** The tenants whose people count; none if the issuer has no tenants. */
    public Set<String> tenants() {
        return tenants;
    }

    /** Whether it issues identity assertions (ID-JAG), and not plain JWTs. */
    public boolean issuesIdentityAssertions() {
        return identityAssertions;
    }

    /** What they may be signed with. */
    public Set<SignatureAlgorithm> algorithms() {
        return algorithms;
    }

    /** For how long one may be good from its {@code iat} on. */
    public Duration longestLifetime() {
        return longestLifetime;
    }

    /** Whom its people are here. */
    public SubjectMapping subjects() {
        return subjects;
    }

    /** Where its keys are, unless its metadata says so or they are given. */
    public Optional<URI> keysAt() {
        return keysAt;
    }

    /** Its keys as a JWK Set, if they are given. */
    public Optional<JsonObject> keys() {
        return keys;
    }

    /** What carries requests to it, unless the platform's. */
    public Optional<HttpClient> http() {
        return http;
    }

    @Override
    public String toString() {
        return "TrustedIssuer[" + issuer + "]";
    }
}
