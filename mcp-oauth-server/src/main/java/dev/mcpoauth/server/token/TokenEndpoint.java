package dev.mcpoauth.server.token;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;
import static dev.mcpoauth.core.OAuthError.UNAUTHORIZED_CLIENT;
import static dev.mcpoauth.core.OAuthError.UNSUPPORTED_GRANT_TYPE;

import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.assertion.TrustedAssertions;
import dev.mcpoauth.server.client.AuthenticatedClient;
import dev.mcpoauth.server.client.ClientAuthenticator;
import dev.mcpoauth.server.client.Clients;
import dev.mcpoauth.server.device.DeviceRequests;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.dpop.ProofNonces;
import dev.mcpoauth.server.dpop.ProofVerifier;
import dev.mcpoauth.server.dpop.VerifiedProof;
import dev.mcpoauth.server.grant.GrantSeals;
import dev.mcpoauth.server.http.Endpoint;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.internal.Seal;
import dev.mcpoauth.server.scope.Resources;
import dev.mcpoauth.server.scope.ScopePolicy;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ReplayWindows;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The token endpoint (RFC 6749 §3.2). Order of validation: form, client, grant type, proof of a key, then what the grant
 * demands; proof and credential are spent last.
 */
public final class TokenEndpoint implements Endpoint {
    private final ClientAuthenticator authenticator;
    private final TokenForm forms;
    private final Possession possession;
    private final List<GrantHandler> handlers;

    private TokenEndpoint(
            ClientAuthenticator authenticator, TokenForm forms, Possession possession, List<GrantHandler> handlers) {
        this.authenticator = authenticator;
        this.forms = forms;
        this.possession = possession;
        this.handlers = handlers;
    }

    /**
     * The endpoint with its grants.
     *
     * @param devices what devices asked for, if they may
     * @param assertions of issuers that the operator trusts; of none, if there is none
     * @param proofs verifies proofs of the keys that tokens are to be bound to
     */
    public static TokenEndpoint create(
            AuthorizationServerSettings settings,
            OAuthStore store,
            Clients clients,
            ClientAuthenticator authenticator,
            Optional<DeviceRequests> devices,
            TrustedAssertions assertions,
            ProofVerifier proofs,
            SecureRandom random) {
        Resources resources = new Resources(settings.resources());
        ScopePolicy scopes = new ScopePolicy(settings.unknownScopes());
        GrantedTerms terms = new GrantedTerms(resources, scopes);
        Possession possession = new Possession(settings, proofs);
        TokenMint mint = new TokenMint(settings, random, possession);
        ReplayWindows windows = settings.replayWindows();
        Seal seal = new Seal("replay", random);
        GrantSeals seals = new GrantSeals(random);
        Replays codes = new Replays(seal, windows.code(), windows.most(), ServerReasons.CODE_SUBMITTED_TWICE);
        Replays refreshes = new Replays(seal, windows.refresh(), windows.most(), ServerReasons.REFRESH_REPEATED);
        CodeRedemption redemption = new CodeRedemption(store, clients, mint, codes);
        SingleTokens single = new SingleTokens(store, mint, random);
        List<GrantHandler> handlers = new ArrayList<>(List.of(
                new AuthorizationCodeGrant(store, settings, terms, redemption, seals),
                new RefreshTokenGrant(store, clients, settings, terms, mint, refreshes, seals),
                new ClientCredentialsGrant(resources, scopes, single)));
        devices.ifPresent(requests -> handlers.add(new DeviceCodeGrant(store, requests, terms, redemption, random)));
        if (!settings.tokenExchangeRules().isEmpty()) {
            handlers.add(new TokenExchangeGrant(
                    store,
                    resources,
                    new SubjectTokens(store.tokens(), settings.tokenHasher()),
                    new ExchangePolicy(settings),
                    new ExchangedTokens(mint)));
        }
        if (!settings.trustedIssuers().isEmpty()) {
            handlers.add(new JwtBearerGrant(assertions, new AssertedTerms(resources, scopes), single));
        }
        return new TokenEndpoint(authenticator, new TokenForm(settings), possession, List.copyOf(handlers));
    }

    /** The grant types that metadata may name. */
    public List<String> grantTypes() {
        return handlers.stream().map(GrantHandler::grantType).toList();
    }

    @Override
    public WebResponse handle(Exchange exchange) {
        Parameters form = forms.read(exchange.request());
        String grantType = form.value("grant_type")
                .orElseThrow(() ->
                        INVALID_REQUEST.because(ServerReasons.REQUEST_PARAMETER_MISSING, "grant_type is missing"));
        AuthenticatedClient client = authenticator.authenticate(exchange, form);
        forms.requireTolerated(exchange, client.clientId());
        GrantHandler handler = handlers.stream()
                .filter(candidate -> candidate.grantType().equals(grantType))
                .findFirst()
                .orElseThrow(() -> UNSUPPORTED_GRANT_TYPE.because(
                        ServerReasons.GRANT_TYPE_UNSUPPORTED, "this grant_type is not supported"));
        if (!client.client().grantTypes().contains(grantType)) {
            throw UNAUTHORIZED_CLIENT
                    .because(
                            ServerReasons.GRANT_TYPE_NOT_REGISTERED, "the client is not registered for this grant_type")
                    .with("client_id", client.clientId());
        }
        Optional<VerifiedProof> proof = possession.read(exchange, client);
        WebResponse response = WebResponse.json(200, handler.issue(new TokenRequest(exchange, form, client, proof)));
        return proof.flatMap(VerifiedProof::nextNonce)
                .map(nonce -> response.with(ProofNonces.HEADER, nonce))
                .orElse(response);
    }
}
