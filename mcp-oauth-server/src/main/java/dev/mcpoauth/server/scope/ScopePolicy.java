package dev.mcpoauth.server.scope;

import static dev.mcpoauth.core.OAuthError.INVALID_SCOPE;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.UnknownScopes;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Decides what scope a request is about (RFC 6749 §3.3). */
public final class ScopePolicy {
    private final UnknownScopes unknown;

    /** With this answer to unknown scope tokens. */
    public ScopePolicy(UnknownScopes unknown) {
        this.unknown = unknown;
    }

    /**
     * What a client asks for at these resources: what it named and they know, or their defaults if that is nothing.
     *
     * @throws dev.mcpoauth.core.OAuthException {@code invalid_scope}
     */
    public Scope requested(Optional<String> parameter, List<ResourceSettings> resources) {
        Scope named = parse(parameter.orElse(""));
        Scope known = named.intersect(union(resources, ResourceSettings::scopes));
        if (unknown == UnknownScopes.REFUSE && !known.containsAll(named)) {
            throw INVALID_SCOPE
                    .because(ServerReasons.SCOPE_UNKNOWN, "the resource does not know a scope of the request")
                    .with("unknown", named.minus(known));
        }
        return known.isEmpty() ? union(resources, ResourceSettings::defaultScopes) : known;
    }

    /**
     * What a refreshed token carries: what was granted, or less if the client asks for less (RFC 6749 §6). Unknown tokens
     * count as asked at the authorization endpoint: dropped or refused.
     *
     * @throws dev.mcpoauth.core.OAuthException {@code invalid_scope} for a scope that exists and was not granted
     */
    public Scope narrowed(Optional<String> parameter, Scope granted, List<ResourceSettings> resources) {
        if (parameter.isEmpty()) {
            return granted;
        }
        Scope named = parse(parameter.get());
        Scope covered = covered(granted, resources);
        Scope beyond = named.minus(covered);
        boolean refused = unknown == UnknownScopes.REFUSE
                ? !beyond.isEmpty()
                : !beyond.intersect(union(resources, ResourceSettings::scopes)).isEmpty();
        if (refused) {
            throw INVALID_SCOPE
                    .because(ServerReasons.SCOPE_EXCEEDS_GRANT, "the scope was not granted")
                    .with("beyond", beyond);
        }
        Scope rest = named.intersect(covered);
        return rest.isEmpty() ? granted : rest;
    }

    /** A granted scope with all that it includes at these resources. */
    public static Scope covered(Scope granted, List<ResourceSettings> resources) {
        Scope covered = granted;
        for (ResourceSettings resource : resources) {
            covered = resource.scopeHierarchy().expand(covered);
        }
        return covered;
    }

    /**
     * The scope that a parameter names, whatever it is.
     *
     * @throws dev.mcpoauth.core.OAuthException {@code invalid_scope} if it is none
     */
    public static Scope parse(String text) {
        return Scope.parse(text)
                .orElseThrow(() -> INVALID_SCOPE.because(ServerReasons.SCOPE_MALFORMED, "the scope is malformed"));
    }

    private static Scope union(List<ResourceSettings> resources, Function<ResourceSettings, Scope> which) {
        return resources.stream().map(which).reduce(Scope.EMPTY, Scope::union);
    }
}
