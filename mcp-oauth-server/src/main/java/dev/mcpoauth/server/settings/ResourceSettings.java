package dev.mcpoauth.server.settings;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;

/**
 * A protected resource that this server issues tokens for (RFC 8707, RFC 9728).
 *
 * @param identifier the resource's URL, exactly as clients type it: for an MCP server, its endpoint
 * @param scopes every scope token that the resource knows
 * @param defaultScopes what a client gets that asks for none, and what the resource's metadata lists as enough for basic
 *     use; a subset of the scopes
 * @param name what the consent page calls it
 */
public record ResourceSettings(ResourceIndicator identifier, Scope scopes, Scope defaultScopes, String name) {

    public ResourceSettings {
        if (!scopes.containsAll(defaultScopes)) {
            throw new IllegalArgumentException("default scopes of " + identifier + " must be among its scopes");
        }
    }

    /** A resource all of whose scopes are granted by default, named by its URL. */
    public static ResourceSettings of(String identifier, Scope scopes) {
        return new ResourceSettings(new ResourceIndicator(identifier), scopes, scopes, identifier);
    }

    /** The same with these default scopes. */
    public ResourceSettings withDefaultScopes(Scope scope) {
        return new ResourceSettings(identifier, scopes, scope, name);
    }

    /** The same under this name. */
    public ResourceSettings withName(String shownName) {
        return new ResourceSettings(identifier, scopes, defaultScopes, shownName);
    }
}
