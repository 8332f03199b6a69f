package dev.mcpoauth.server.token;

import static dev.mcpoauth.core.OAuthError.INVALID_SCOPE;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.server.client.RegisteredClient;
import dev.mcpoauth.server.client.metadata.GrantTypes;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.scope.Resources;
import dev.mcpoauth.server.scope.ScopePolicy;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.util.List;
import java.util.Map;

/**
 * Issues access tokens to clients that act for themselves (RFC 6749 §4.4): only to those that proved who they are, for no
 * more than the scope that the operator registered, and without refresh token (§4.4.3).
 */
final class ClientCredentialsGrant implements GrantHandler {
    private final Resources resources;
    private final ScopePolicy scopes;
    private final SingleTokens tokens;

    ClientCredentialsGrant(Resources resources, ScopePolicy scopes, SingleTokens tokens) {
        this.resources = resources;
        this.scopes = scopes;
        this.tokens = tokens;
    }

    @Override
    public String grantType() {
        return GrantTypes.CLIENT_CREDENTIALS;
    }

    @Override
    public byte[] issue(TokenRequest request) {
        request.requireConfidential();
        GrantTerms terms = terms(request);
        SingleTokens.Prepared prepared = tokens.prepare(request, request.clientId(), terms, terms.write());
        tokens.issue(request, prepared, Map.of());
        return prepared.minted().response().toByteArray();
    }

    private GrantTerms terms(TokenRequest request) {
        List<ResourceSettings> targets = resources.requested(request.form().values("resource"));
        Scope most = most(request.authenticated().client(), targets);
        Scope granted = request.form().has("scope")
                ? scopes.requested(request.form().value("scope"), targets)
                : most.intersect(everything(targets));
        boolean nothing = granted.isEmpty() && !most.isEmpty();
        if (nothing || !most.containsAll(granted)) {
            throw INVALID_SCOPE
                    .because(ServerReasons.SCOPE_NOT_REGISTERED, "the client is not registered for this scope")
                    .with("client_id", request.clientId())
                    .with("beyond", granted.minus(most));
        }
        return new GrantTerms(
                granted, targets.stream().map(ResourceSettings::identifier).toList());
    }

    /** No person narrows it down, so that the operator has to: by what the client registered, else by the defaults. */
    private static Scope most(RegisteredClient client, List<ResourceSettings> targets) {
        return client.metadata()
                .string("scope")
                .flatMap(Scope::parse)
                .orElseGet(() ->
                        targets.stream().map(ResourceSettings::defaultScopes).reduce(Scope.EMPTY, Scope::union));
    }

    private static Scope everything(List<ResourceSettings> targets) {
        return targets.stream().map(ResourceSettings::scopes).reduce(Scope.EMPTY, Scope::union);
    }
}
