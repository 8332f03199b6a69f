package dev.mcpoauth.server.token;

import static dev.mcpoauth.core.OAuthError.INVALID_GRANT;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.journal.FlowKeys;
import dev.mcpoauth.core.secret.RefreshToken;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantState;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.RefreshView;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.server.client.Clients;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.grant.Confirmation;
import dev.mcpoauth.server.grant.GrantKey;
import dev.mcpoauth.server.grant.GrantSeals;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import java.util.Map;

/**
 * Rotates refresh tokens (RFC 6749 §6, OAuth 2.1 §4.3.1). A token presented twice within the window gets the identical
 * response, because the first may have been lost or two processes of one client refreshed at once; after that it counts as
 * stolen, and its family ends (RFC 9700 §4.14.2).
 */
final class RefreshTokenGrant implements GrantHandler {
    private final OAuthStore store;
    private final Clients clients;
    private final AuthorizationServerSettings settings;
    private final GrantedTerms terms;
    private final TokenMint mint;
    private final Replays replays;
    private final GrantSeals seals;

    RefreshTokenGrant(
            OAuthStore store,
            Clients clients,
            AuthorizationServerSettings settings,
            GrantedTerms terms,
            TokenMint mint,
            Replays replays,
            GrantSeals seals) {
        this.store = store;
        this.clients = clients;
        this.settings = settings;
        this.terms = terms;
        this.mint = mint;
        this.replays = replays;
        this.seals = seals;
    }

    @Override
    public String grantType() {
        return "refresh_token";
    }

    @Override
    public byte[] issue(TokenRequest request) {
        RefreshToken token = parse(request.required("refresh_token"));
        RefreshView view = store.tokens()
                .findRefresh(token.hash(settings.tokenHasher()))
                .orElseThrow(() -> refuse(ServerReasons.REFRESH_UNKNOWN));
        request.exchange().about(FlowKeys.GRANT, view.grant().grantId());
        requireOwnerAndLife(request, view);
        GrantTerms asked = terms.of(
                request, GrantTerms.read(view.grant().payload()), request.form().value("scope"));
        return rotate(request, token, view, asked);
    }

    private static RefreshToken parse(String text) {
        try {
            return RefreshToken.parse(text);
        } catch (IllegalArgumentException e) {
            throw refuse(ServerReasons.REFRESH_UNKNOWN);
        }
    }

    private static void requireOwnerAndLife(TokenRequest request, RefreshView view) {
        GrantRecord grant = view.grant();
        if (!view.token().clientId().equals(request.clientId())) {
            throw refuse(ServerReasons.REFRESH_OTHER_CLIENT).with("client_id", request.clientId());
        }
        if (grant.state() instanceof GrantState.Revoked revoked) {
            throw refuse(ServerReasons.REFRESH_REVOKED)
                    .with("client_id", request.clientId())
                    .with("why", revoked.why());
        }
        if (!grant.expiresAt().isAfter(request.now())) {
            throw refuse(ServerReasons.REFRESH_EXPIRED).with("client_id", request.clientId());
        }
        request.requireKey(
                Confirmation.read(view.token().payload()),
                () -> refuse(ServerReasons.REFRESH_OTHER_KEY)
                        .with("client_id", request.clientId())
                        .with("grant", view.grant().grantId()));
    }

    private byte[] rotate(TokenRequest request, RefreshToken token, RefreshView view, GrantTerms asked) {
        int next = view.token().generation() + 1;
        GrantKey key = seals.carried(token, view.grant().grantId(), view.token().payload());
        TokenMint.Minted minted = mint.mint(request, view.grant(), key, asked, next);
        RotateOutcome outcome = store.tokens()
                .rotate(
                        view.token().hash(),
                        new RotateCommand(
                                request.clientId(),
                                minted.tokens(),
                                replays.window(request, token, asked, minted),
                                request.now()));
        if (outcome instanceof RotateOutcome.Rotated) {
            issued(request, view, asked);
            return minted.response().toByteArray();
        }
        if (outcome instanceof RotateOutcome.Replay replay) {
            return replays.repeat(request, token, asked, replay.sealedResponse());
        }
        throw refusal(request, outcome);
    }

    private void issued(TokenRequest request, RefreshView view, GrantTerms asked) {
        request.exchange().bestEffort(() -> clients.used(request.clientId(), request.now()));
        request.exchange()
                .report(
                        Decision.PERMITTED,
                        ServerReasons.TOKEN_ISSUED,
                        Map.of(
                                "client_id", request.clientId(),
                                "grant", view.grant().grantId(),
                                "subject", view.grant().subject(),
                                "generation", view.token().generation() + 1,
                                "scope", asked.scope()));
    }

    private OAuthException refusal(TokenRequest request, RotateOutcome outcome) {
        if (outcome instanceof RotateOutcome.Reused reused) {
            store.grants().revoke(reused.grantId(), RevokeReason.REFRESH_REUSED, request.now());
            return refuse(ServerReasons.REFRESH_REUSED)
                    .with("client_id", request.clientId())
                    .with("grant", reused.grantId())
                    .with("generation", reused.generation());
        }
        if (outcome instanceof RotateOutcome.Expired) {
            return refuse(ServerReasons.REFRESH_EXPIRED).with("client_id", request.clientId());
        }
        if (outcome instanceof RotateOutcome.Revoked) {
            return refuse(ServerReasons.REFRESH_REVOKED).with("client_id", request.clientId());
        }
        return refuse(ServerReasons.REFRESH_UNKNOWN);
    }

    /** One text for all: which it was is for the operator. */
    private static OAuthException refuse(Reason reason) {
        return INVALID_GRANT.because(reason, "the refresh token is not valid for this request");
    }
}
