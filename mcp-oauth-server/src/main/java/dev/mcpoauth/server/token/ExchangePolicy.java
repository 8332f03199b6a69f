package dev.mcpoauth.server.token;

import static dev.mcpoauth.core.OAuthError.INVALID_SCOPE;
import static dev.mcpoauth.core.OAuthError.INVALID_TARGET;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.store.AccessView;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.scope.ScopePolicy;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import dev.mcpoauth.server.settings.TokenExchangeRule;
import java.util.List;

/** Who may exchange what: what the operator's rules say, and never for more scope than the old token has. */
final class ExchangePolicy {
    private final AuthorizationServerSettings settings;

    ExchangePolicy(AuthorizationServerSettings settings) {
        this.settings = settings;
    }

    /**
     * The scope of the new token.
     *
     * @throws dev.mcpoauth.core.OAuthException if the client may not trade this token, not for this target, or not for the
     *     scope that it asks for
     */
    Scope scope(TokenRequest request, AccessView subject, ResourceSettings target) {
        GrantTerms old = GrantTerms.read(subject.token().payload());
        List<TokenExchangeRule> rules = settings.tokenExchangeRules().stream()
                .filter(rule -> rule.clientId().equals(request.clientId()) && old.covers(rule.from()))
                .toList();
        if (rules.isEmpty()) {
            throw SubjectTokens.notAcceptable(ServerReasons.EXCHANGE_NOT_PERMITTED, request)
                    .with("audience", old.resources());
        }
        Scope most = rules.stream()
                .filter(rule -> rule.to().equals(target.identifier()))
                .map(TokenExchangeRule::most)
                .reduce(Scope.EMPTY, Scope::union);
        if (most.isEmpty()) {
            throw INVALID_TARGET
                    .because(ServerReasons.EXCHANGE_TARGET, "this client may not exchange tokens for this resource")
                    .with("client_id", request.clientId())
                    .with("resource", target.identifier());
        }
        return narrowed(request, most.intersect(held(old)));
    }

    /** What the old token permits, with all that its scopes include where it is good. */
    private Scope held(GrantTerms old) {
        return ScopePolicy.covered(
                old.scope(),
                settings.resources().stream()
                        .filter(one -> old.covers(one.identifier()))
                        .toList());
    }

    private static Scope narrowed(TokenRequest request, Scope possible) {
        Scope named = request.form().value("scope").map(ScopePolicy::parse).orElse(possible);
        if (possible.isEmpty() || named.isEmpty() || !possible.containsAll(named)) {
            throw INVALID_SCOPE
                    .because(ServerReasons.EXCHANGE_SCOPE, "the exchange does not give this scope")
                    .with("client_id", request.clientId())
                    .with("beyond", named.minus(possible));
        }
        return named;
    }
}
