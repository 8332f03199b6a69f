package dev.mcpoauth.server.settings;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.ScopeHierarchy;
import dev.mcpoauth.server.dpop.DpopUse;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A protected resource that this server issues tokens for (RFC 8707, RFC 9728). Immutable. */
public final class ResourceSettings {
    private final ResourceIndicator identifier;
    private final Scope scopes;
    private final Scope defaultScopes;
    private final String name;
    private final TokenSettings tokens;
    private final ScopeHierarchy hierarchy;

    private ResourceSettings(
            ResourceIndicator identifier,
            Scope scopes,
            Scope defaultScopes,
            String name,
            TokenSettings tokens,
            ScopeHierarchy hierarchy) {
        if (!scopes.containsAll(defaultScopes)) {
            throw new IllegalArgumentException("default scopes of " + identifier + " must be among its scopes");
        }
        if (!scopes.containsAll(hierarchy.tokens())) {
            throw new IllegalArgumentException("the scope hierarchy of " + identifier + " must be of its scopes");
        }
        this.identifier = identifier;
        this.scopes = scopes;
        this.defaultScopes = defaultScopes;
        this.name = name;
        this.tokens = tokens;
        this.hierarchy = hierarchy;
    }

    /**
     * A resource all of whose scopes are granted by default, named by its URL. Its tokens are opaque, for resources in the
     * same process or ones that ask the introspection endpoint.
     *
     * @param identifier the resource's URL, exactly as clients type it: for an MCP server, its endpoint
     * @param scopes every scope token that the resource knows
     */
    public static ResourceSettings of(String identifier, Scope scopes) {
        return new ResourceSettings(
                new ResourceIndicator(identifier),
                scopes,
                scopes,
                identifier,
                TokenSettings.DEFAULT,
                ScopeHierarchy.none());
    }

    /**
     * The same with these default scopes, a subset of its scopes: what a client gets that asks for none, and what the
     * resource's metadata lists as enough for basic use.
     */
    public ResourceSettings withDefaultScopes(Scope scope) {
        return new ResourceSettings(identifier, scopes, scope, name, tokens, hierarchy);
    }

    /** The same under this name on the consent page. */
    public ResourceSettings withName(String shownName) {
        return new ResourceSettings(identifier, scopes, defaultScopes, shownName, tokens, hierarchy);
    }

    /**
     * The same with signed tokens (RFC 9068), for a resource that verifies them by itself. Such a resource sees no
     * revocation, so that the tokens are good for ten minutes at most, unless {@link #withAccessTokenLifetime} says more.
     * In this process and at the introspection endpoint a revocation counts at once all the same.
     *
     * @param algorithm needs a key in {@link SettingsBuilder#signingKeys}
     */
    public ResourceSettings withJwtAccessTokens(SignatureAlgorithm algorithm) {
        return with(
                new TokenSettings(Optional.of(algorithm), tokens.lifetime(), tokens.introspectors(), tokens.dpop()));
    }

    /** The same with access tokens that are good for this long, in place of {@link SettingsBuilder#accessTokenLifetime}. */
    public ResourceSettings withAccessTokenLifetime(Duration time) {
        return with(new TokenSettings(tokens.algorithm(), Optional.of(time), tokens.introspectors(), tokens.dpop()));
    }

    /**
     * The same, whose tokens these clients may ask about at the introspection endpoint (RFC 7662): the resource's own
     * server, mostly, as {@link ClientSettings#resourceServer}. Without any, nobody may.
     */
    public ResourceSettings withIntrospectionBy(String... clientIds) {
        return with(new TokenSettings(tokens.algorithm(), tokens.lifetime(), Set.of(clientIds), tokens.dpop()));
    }

    /**
     * The same, whose tokens may or have to be bound to a key of the client (RFC 9449), so that a stolen one is worth nothing:
     * {@link DpopUse#ACCEPTED} by default. The metadata that this server publishes for the resource says so, and no token
     * for a resource that requires it is issued without the proof of a key.
     */
    public ResourceSettings withDpop(DpopUse use) {
        return with(new TokenSettings(tokens.algorithm(), tokens.lifetime(), tokens.introspectors(), use));
    }

    /**
     * The same, where some of its scopes include others: whoever may {@code db:write} may {@code db:read} without asking
     * for it, at the resource and when a client refreshes for less. Only say so of a scope whose wording on the consent
     * page lets a person expect it.
     */
    public ResourceSettings withScopeHierarchy(ScopeHierarchy inclusions) {
        return new ResourceSettings(identifier, scopes, defaultScopes, name, tokens, inclusions);
    }

    private ResourceSettings with(TokenSettings changed) {
        return new ResourceSettings(identifier, scopes, defaultScopes, name, changed, hierarchy);
    }

    /** The resource's URL. */
    public ResourceIndicator identifier() {
        return identifier;
    }

    /** Every scope token that it knows. */
    public Scope scopes() {
        return scopes;
    }

    /** What a client gets that asks for none. */
    public Scope defaultScopes() {
        return defaultScopes;
    }

    /** What the consent page calls it. */
    public String name() {
        return name;
    }

    /** What its tokens are signed with; empty if they are opaque. */
    public Optional<SignatureAlgorithm> jwtAlgorithm() {
        return tokens.algorithm();
    }

    /** How long its access tokens are good, if that is its own. */
    public Optional<Duration> accessTokenLifetime() {
        return tokens.lifetime();
    }

    /** The clients that may ask about its tokens. */
    public Set<String> introspectors() {
        return tokens.introspectors();
    }

    /** Whether its tokens may or have to be bound to a key. */
    public DpopUse dpop() {
        return tokens.dpop();
    }

    /** Which of its scopes include others. */
    public ScopeHierarchy scopeHierarchy() {
        return hierarchy;
    }

    @Override
    public String toString() {
        return "ResourceSettings[" + identifier + "]";
    }
}
