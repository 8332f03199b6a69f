package dev.mcpoauth.server.token;

import static dev.mcpoauth.core.OAuthError.INVALID_GRANT;

import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.secret.AuthorizationCode;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.server.client.Clients;
import dev.mcpoauth.server.client.RegisteredClient;
import dev.mcpoauth.server.client.metadata.GrantTypes;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.grant.GrantKey;
import dev.mcpoauth.server.grant.GrantTerms;
import java.util.Map;

/**
 * The last step of a code that passed every check, whatever kind of code it is: redeemed once, answered alike when it comes
 * twice within the window, and worth the whole grant when it comes later (RFC 6749 §4.1.2).
 */
final class CodeRedemption {
    private final OAuthStore store;
    private final Clients clients;
    private final TokenMint mint;
    private final Replays replays;

    CodeRedemption(OAuthStore store, Clients clients, TokenMint mint, Replays replays) {
        this.store = store;
        this.clients = clients;
        this.mint = mint;
        this.replays = replays;
    }

    byte[] redeem(
            TokenRequest request,
            AuthorizationCode code,
            TokenHash hash,
            GrantRecord grant,
            GrantKey key,
            GrantTerms asked) {
        RegisteredClient client = request.authenticated().client();
        int generation = client.grantTypes().contains(GrantTypes.REFRESH_TOKEN) ? 1 : 0;
        TokenMint.Minted minted = mint.mint(request, grant, key, asked, generation);
        RedeemOutcome outcome = store.codes()
                .redeem(
                        hash,
                        new RedeemCommand(
                                client.clientId(),
                                grant.grantId(),
                                minted.tokens(),
                                replays.window(request, code, asked, minted),
                                request.now()));
        if (outcome instanceof RedeemOutcome.Redeemed) {
            issued(request, grant, asked);
            return minted.response().toByteArray();
        }
        if (outcome instanceof RedeemOutcome.DuplicateSubmit duplicate) {
            return replays.repeat(request, code, asked, duplicate.sealedResponse());
        }
        throw refusal(request, outcome);
    }

    private void issued(TokenRequest request, GrantRecord grant, GrantTerms asked) {
        request.exchange().bestEffort(() -> noteUse(request));
        request.exchange()
                .report(
                        Decision.PERMITTED,
                        ServerReasons.TOKEN_ISSUED,
                        Map.of(
                                "client_id", request.clientId(),
                                "grant", grant.grantId(),
                                "subject", grant.subject(),
                                "scope", asked.scope(),
                                "resource", asked.resources()));
    }

    private void noteUse(TokenRequest request) {
        clients.used(request.clientId(), request.now());
        if (request.authenticated().isUnstated()
                && clients.pinAsPublic(request.authenticated().client())) {
            request.exchange()
                    .report(
                            Decision.TOLERATED,
                            ServerReasons.CLIENT_METHOD_PINNED,
                            Map.of("client_id", request.clientId()));
        }
    }

    private OAuthException refusal(TokenRequest request, RedeemOutcome outcome) {
        if (outcome instanceof RedeemOutcome.Replayed replayed) {
            store.grants().revoke(replayed.grantId(), RevokeReason.CODE_REPLAYED, request.now());
            return refuse(ServerReasons.CODE_REPLAYED)
                    .with("client_id", request.clientId())
                    .with("grant", replayed.grantId());
        }
        if (outcome instanceof RedeemOutcome.Expired) {
            return refuse(ServerReasons.CODE_EXPIRED);
        }
        if (outcome instanceof RedeemOutcome.Revoked) {
            return refuse(ServerReasons.CODE_REVOKED);
        }
        return refuse(ServerReasons.CODE_UNKNOWN);
    }

    /** One text for all: which it was is for the operator. */
    static OAuthException refuse(Reason reason) {
        return INVALID_GRANT.because(reason, "the authorization code is not valid for this request");
    }
}
