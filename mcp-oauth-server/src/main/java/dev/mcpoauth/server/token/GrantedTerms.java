package dev.mcpoauth.server.token;

import static dev.mcpoauth.core.OAuthError.INVALID_TARGET;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.scope.Resources;
import dev.mcpoauth.server.scope.ScopePolicy;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.util.List;
import java.util.Optional;

/** Decides what a token request gets of what was granted: never more (RFC 6749 §6, RFC 8707 §2.2). */
final class GrantedTerms {
    private final Resources resources;
    private final ScopePolicy scopes;

    GrantedTerms(Resources resources, ScopePolicy scopes) {
        this.resources = resources;
        this.scopes = scopes;
    }

    GrantTerms of(TokenRequest request, GrantTerms granted, Optional<String> scopeParameter) {
        List<ResourceIndicator> narrowed = resources(request.form().values("resource"), granted);
        List<ResourceSettings> known = resources.all().stream()
                .filter(one -> narrowed.contains(one.identifier()))
                .toList();
        Scope scope = scopes.narrowed(scopeParameter, granted.scope(), known);
        return new GrantTerms(scope, narrowed);
    }

    private List<ResourceIndicator> resources(List<String> values, GrantTerms granted) {
        if (values.isEmpty()) {
            return granted.resources();
        }
        List<ResourceIndicator> asked = resources.requested(values).stream()
                .map(ResourceSettings::identifier)
                .toList();
        if (!granted.resources().containsAll(asked)) {
            throw INVALID_TARGET
                    .because(ServerReasons.RESOURCE_NOT_GRANTED, "the grant does not cover this resource")
                    .with("resource", asked);
        }
        return asked;
    }
}
