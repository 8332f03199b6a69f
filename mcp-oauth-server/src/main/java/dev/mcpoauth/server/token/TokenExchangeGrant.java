package dev.mcpoauth.server.token;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;
import static dev.mcpoauth.core.OAuthError.INVALID_TARGET;

import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.AccessView;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.client.metadata.GrantTypes;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.scope.Resources;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Trades a live access token of this server for one with less power at one other resource
 * (<a href="https://www.rfc-editor.org/rfc/rfc8693#section-2">RFC 8693 §2</a>), for clients and resources that the operator
 * named. The new token is of the same grant, good no longer than the old one, and carries who acts. There is no refresh
 * token.
 */
final class TokenExchangeGrant implements GrantHandler {
    private final OAuthStore store;
    private final Resources resources;
    private final SubjectTokens subjects;
    private final ExchangePolicy policy;
    private final ExchangedTokens tokens;

    TokenExchangeGrant(
            OAuthStore store,
            Resources resources,
            SubjectTokens subjects,
            ExchangePolicy policy,
            ExchangedTokens tokens) {
        this.store = store;
        this.resources = resources;
        this.subjects = subjects;
        this.policy = policy;
        this.tokens = tokens;
    }

    @Override
    public String grantType() {
        return GrantTypes.TOKEN_EXCHANGE;
    }

    @Override
    public byte[] issue(TokenRequest request) {
        request.requireConfidential();
        requireNoActor(request);
        AccessView subject = subjects.find(request);
        ResourceSettings target = target(request);
        String type = TokenTypes.issued(request.form().value("requested_token_type"), target);
        Scope scope = policy.scope(request, subject, target);
        ExchangedTokens.Exchanged exchanged = tokens.mint(request, subject, target, scope);
        store.tokens().insertAccess(exchanged.token());
        report(request, subject, exchanged);
        return exchanged.response().toBuilder()
                .put("issued_token_type", type)
                .build()
                .toBytes();
    }

    /** Who acts is who authenticated: a second party would need rules of its own (RFC 8693 §1.1). */
    private static void requireNoActor(TokenRequest request) {
        if (Stream.of("actor_token", "actor_token_type").anyMatch(request.form()::has)) {
            throw INVALID_REQUEST
                    .because(
                            ServerReasons.EXCHANGE_ACTOR,
                            "actor_token is not supported: the authenticated client is the actor")
                    .with("client_id", request.clientId());
        }
    }

    private ResourceSettings target(TokenRequest request) {
        List<String> named = Stream.of("resource", "audience")
                .flatMap(name -> request.form().values(name).stream())
                .toList();
        if (named.isEmpty()) {
            request.required("resource");
        }
        List<ResourceSettings> targets = resources.requested(named);
        if (targets.size() > 1) {
            throw INVALID_TARGET
                    .because(ServerReasons.EXCHANGE_SEVERAL_TARGETS, "ask for a token for one resource at a time")
                    .with("resource", named);
        }
        return targets.get(0);
    }

    private static void report(TokenRequest request, AccessView subject, ExchangedTokens.Exchanged exchanged) {
        GrantTerms terms = GrantTerms.read(exchanged.token().payload());
        request.exchange()
                .report(
                        Decision.PERMITTED,
                        ServerReasons.TOKEN_EXCHANGED,
                        Map.of(
                                "client_id", request.clientId(),
                                "grant", subject.grant().grantId(),
                                "subject", subject.grant().subject(),
                                "from_client", subject.token().clientId(),
                                "scope", terms.scope(),
                                "resource", terms.resources(),
                                "act", exchanged.actor().map(JsonObject::toJson).orElse("")));
    }
}
