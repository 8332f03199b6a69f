package dev.mcpoauth.server.token;

import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.grant.GrantKey;
import dev.mcpoauth.server.grant.GrantTerms;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Grants of one access token, with which they end: there is nothing to renew. Each is one of its own, so that revoking one
 * leaves the others.
 */
final class SingleTokens {
    private static final int ID_BYTES = 32;

    private final OAuthStore store;
    private final TokenMint mint;
    private final SecureRandom random;

    SingleTokens(OAuthStore store, TokenMint mint, SecureRandom random) {
        this.store = store;
        this.mint = mint;
        this.random = random;
    }

    /** A grant and its token that nobody has yet. */
    record Prepared(GrantRecord grant, GrantTerms terms, TokenMint.Minted minted) {}

    /**
     * Makes both, and stores neither.
     *
     * @throws dev.mcpoauth.core.OAuthException {@code invalid_target} if there is no token for all that was asked for
     */
    Prepared prepare(TokenRequest request, String subject, GrantTerms terms, OpaqueBytes payload) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        GrantRecord grant = GrantRecord.granted(
                Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                subject,
                request.clientId(),
                "",
                request.now(),
                request.now().plus(mint.accessLifetime(terms)),
                OpaqueBytes.empty(),
                payload);
        return new Prepared(grant, terms, mint.mint(request, grant, GrantKey.NONE, terms, 0));
    }

    /** Stores both: from now on the response may be sent. */
    void issue(TokenRequest request, Prepared prepared, Map<String, Object> facts) {
        store.grants().create(prepared.grant());
        prepared.minted().tokens().access().ifPresent(store.tokens()::insertAccess);
        Map<String, Object> all = new HashMap<>(facts);
        all.put("client_id", request.clientId());
        all.put("grant", prepared.grant().grantId());
        all.put("subject", prepared.grant().subject());
        all.put("scope", prepared.terms().scope());
        all.put("resource", prepared.terms().resources());
        request.exchange().report(Decision.PERMITTED, ServerReasons.TOKEN_ISSUED, all);
    }
}
