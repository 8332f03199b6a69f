package dev.mcpoauth.server.authorize;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;
import static dev.mcpoauth.core.OAuthError.UNAUTHORIZED_CLIENT;
import static dev.mcpoauth.core.OAuthError.UNSUPPORTED_RESPONSE_TYPE;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.pkce.ChallengeOutcome;
import dev.mcpoauth.core.pkce.CodeChallenge;
import dev.mcpoauth.server.client.Clients;
import dev.mcpoauth.server.client.metadata.GrantTypes;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.dpop.JwkThumbprint;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.scope.Resources;
import dev.mcpoauth.server.scope.ScopePolicy;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ResourceSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What holds for an authorization request once its destination is known (RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 8707 §2). A
 * refusal goes to the destination. Parameters that nobody knows are ignored.
 */
final class RequestRules {
    private final AuthorizationServerSettings settings;
    private final Clients clients;
    private final Resources resources;
    private final ScopePolicy scopes;

    RequestRules(AuthorizationServerSettings settings, Clients clients) {
        this.settings = settings;
        this.clients = clients;
        this.resources = new Resources(settings.resources());
        this.scopes = new ScopePolicy(settings.unknownScopes());
    }

    AuthorizationRequest validate(Exchange exchange, Destination destination, Parameters query) {
        requireGrantType(destination);
        requireForm(query);
        requireResponseMode(destination, query);
        CodeChallenge challenge = challenge(exchange, destination, query);
        List<ResourceSettings> targets = resources.requested(query.values("resource"));
        GrantTerms terms = new GrantTerms(
                scopes.requested(query.value("scope"), targets),
                targets.stream().map(ResourceSettings::identifier).toList());
        return new AuthorizationRequest(
                destination, terms, challenge, key(query), Prompt.of(query.value("prompt")), hint(query));
    }

    /** A hint that can be no account's name is none, rather than a reason to refuse (OpenID Connect Core §3.1.2.1). */
    private static String hint(Parameters query) {
        return query.value("login_hint").filter(PasswordLogin::isPlausible).orElse("");
    }

    private void requireGrantType(Destination destination) {
        boolean registered = clients.find(destination.clientId())
                .filter(client -> client.grantTypes().contains(GrantTypes.AUTHORIZATION_CODE))
                .isPresent();
        if (!registered) {
            throw UNAUTHORIZED_CLIENT.because(
                    ServerReasons.AUTHORIZE_GRANT_TYPE, "the client is not registered for authorization_code");
        }
    }

    private static void requireForm(Parameters query) {
        if (query.has("request") || query.has("request_uri")) {
            String code = query.has("request") ? "request_not_supported" : "request_uri_not_supported";
            throw new OAuthError(code, 400)
                    .because(ServerReasons.REQUEST_OBJECT_UNSUPPORTED, "request objects are not supported");
        }
        String type = query.value("response_type")
                .orElseThrow(() ->
                        INVALID_REQUEST.because(ServerReasons.REQUEST_PARAMETER_MISSING, "response_type is missing"));
        if (!type.equals("code")) {
            throw UNSUPPORTED_RESPONSE_TYPE.because(
                    ServerReasons.RESPONSE_TYPE_UNSUPPORTED, "only response_type=code is supported");
        }
    }

    /** Whoever asks for another mode than the one in which it is answered hears that, rather than a success elsewhere. */
    private static void requireResponseMode(Destination destination, Parameters query) {
        String asked = query.value("response_mode").orElse(ResponseMode.QUERY.wireName());
        if (!asked.equals(destination.mode().wireName())) {
            throw INVALID_REQUEST.because(
                    ServerReasons.RESPONSE_MODE_UNSUPPORTED,
                    "response_mode is query, or form_post where the redirect URI is a web address");
        }
    }

    private CodeChallenge challenge(Exchange exchange, Destination destination, Parameters query) {
        ChallengeOutcome outcome = settings.tolerances(destination.clientId())
                .pkce()
                .authorize(query.value("code_challenge"), query.value("code_challenge_method"));
        if (outcome instanceof ChallengeOutcome.Accepted accepted) {
            reportTolerated(exchange, destination, accepted.challenge());
            return accepted.challenge();
        }
        if (outcome instanceof ChallengeOutcome.Refused refused) {
            throw INVALID_REQUEST
                    .because(refused.reason(), "code_challenge with code_challenge_method=S256 is required")
                    .with("would_accept", refused.wouldAccept());
        }
        throw new IllegalStateException("a challenge is accepted or refused");
    }

    /** The key that the code is to be bound to (RFC 9449 §10). */
    private static Optional<JwkThumbprint> key(Parameters query) {
        return query.value("dpop_jkt")
                .map(text -> JwkThumbprint.parse(text)
                        .orElseThrow(() -> INVALID_REQUEST.because(
                                ServerReasons.DPOP_JKT_MALFORMED, "dpop_jkt is no SHA-256 thumbprint in base64url")));
    }

    private static void reportTolerated(Exchange exchange, Destination destination, CodeChallenge challenge) {
        if (!challenge.deviations().isEmpty()) {
            exchange.report(
                    Decision.TOLERATED,
                    ServerReasons.PKCE_TOLERATED,
                    Map.of("client_id", destination.clientId(), "tolerances", challenge.deviations()));
        }
    }
}
