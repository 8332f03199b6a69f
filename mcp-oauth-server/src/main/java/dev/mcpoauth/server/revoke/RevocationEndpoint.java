package dev.mcpoauth.server.revoke;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.RefreshView;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.server.client.ClientAuthenticator;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.Endpoint;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.FormBody;
import dev.mcpoauth.server.http.WebResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The revocation endpoint (RFC 7009). A refresh token takes its whole family with it; an access token goes alone. A token
 * that is unknown, over or somebody else's gets the same answer as one that was revoked (§2.2).
 */
public final class RevocationEndpoint implements Endpoint {
    private final OAuthStore store;
    private final ClientAuthenticator authenticator;
    private final TokenHasher hasher;

    /** Revokes in this store. */
    public RevocationEndpoint(OAuthStore store, ClientAuthenticator authenticator, TokenHasher hasher) {
        this.store = store;
        this.authenticator = authenticator;
        this.hasher = hasher;
    }

    @Override
    public WebResponse handle(Exchange exchange) {
        Parameters form = FormBody.read(exchange.request());
        String clientId = authenticator.authenticate(exchange, form).clientId();
        String token = form.value("token")
                .orElseThrow(
                        () -> INVALID_REQUEST.because(ServerReasons.REQUEST_PARAMETER_MISSING, "token is missing"));
        boolean revoked = revoke(hasher.hash(token), clientId, exchange.now());
        exchange.report(
                Decision.PERMITTED,
                revoked ? ServerReasons.REVOKED : ServerReasons.REVOKE_NOTHING,
                Map.of("client_id", clientId));
        return WebResponse.empty(200).with("Cache-Control", "no-store");
    }

    /** The hint about the token's type only saves time, and there is none to save. */
    private boolean revoke(TokenHash token, String clientId, Instant now) {
        Optional<RefreshView> refresh = store.tokens()
                .findRefresh(token)
                .filter(view -> view.token().clientId().equals(clientId));
        return refresh.isPresent()
                ? store.grants().revoke(refresh.get().grant().grantId(), RevokeReason.CLIENT_REQUEST, now)
                : store.tokens().revoke(token, clientId, now);
    }
}
