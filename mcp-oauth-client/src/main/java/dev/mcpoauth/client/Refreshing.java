package dev.mcpoauth.client;

import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.dpop.DpopProofs;
import dev.mcpoauth.client.error.AuthException.TokenRequestFailed;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.grant.TokenRequest;
import dev.mcpoauth.client.provider.ProviderProfile;
import dev.mcpoauth.core.form.Parameters;
import dev.mcpoauth.core.metadata.TokenResponse;
import dev.mcpoauth.core.secret.RefreshToken;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Refreshes tokens (RFC 6749 §6), one at a time for all threads and processes that share the store: whoever gets the lock
 * looks first whether somebody else has refreshed meanwhile. An outage keeps the tokens; a refusal counts only after the
 * store was read once more.
 */
final class Refreshing {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> PASSING = Set.of("", "server_error", "temporarily_unavailable", "slow_down");

    private final Engine engine;
    private final Credentials credentials;

    Refreshing(Engine engine, Credentials credentials) {
        this.engine = engine;
        this.credentials = credentials;
    }

    /**
     * Newer tokens than the given ones. An interrupted caller leaves and the refresh goes on: the server has perhaps
     * rotated the refresh token already, and takes the old one for stolen when it sees it again (RFC 9700 §4.14.2).
     *
     * @return empty if there are none and cannot be any without a new grant
     * @throws IOException if the authorization server cannot answer now
     */
    Optional<StoredTokens> newer(StoredTokens seen, FlowTrace trace) throws IOException, InterruptedException {
        return ThroughInterruption.run("mcp-oauth-refresh", () -> locked(seen, trace));
    }

    private Optional<StoredTokens> locked(StoredTokens seen, FlowTrace trace) throws IOException, InterruptedException {
        return credentials.whileRefreshing(seen, PATIENCE, () -> {
            Optional<StoredTokens> now = credentials.load();
            if (now.isEmpty() || !now.get().has(seen.accessToken())) {
                return now;
            }
            return refresh(now.get(), trace);
        });
    }

    private Optional<StoredTokens> refresh(StoredTokens now, FlowTrace trace) throws IOException, InterruptedException {
        Optional<RefreshToken> refreshToken = now.refreshToken();
        Optional<ClientIdentity> client = engine.grant().client(now.issuer(), now.clientId());
        if (refreshToken.isEmpty() || client.isEmpty()) {
            return Optional.empty();
        }
        try {
            TokenResponse response = engine.tokens().request(request(now, client.get(), refreshToken.get()), trace);
            StoredTokens next = now.refreshed(response, engine.clock().instant());
            trace.permit(ClientReasons.REFRESHED, Map.of("issuer", now.issuer()));
            return credentials.replace(now, next) ? Optional.of(next) : credentials.load();
        } catch (TokenRequestFailed e) {
            if (PASSING.contains(e.error())) {
                throw e;
            }
            return refused(now, e, trace);
        }
    }

    private TokenRequest request(StoredTokens now, ClientIdentity client, RefreshToken refreshToken) {
        Parameters.Builder form =
                Parameters.builder().add("grant_type", "refresh_token").add("refresh_token", refreshToken.reveal());
        ProviderProfile profile = engine.providers().apply(now.issuer());
        TokenRequest request = TokenRequest.of(
                now.tokenEndpoint(),
                client,
                profile.addToRefresh(form, now.granted(), now.resource()).build());
        return now.dpopKey()
                .map(key -> request.provenBy(new DpopProofs(key, engine.nonces(), engine.clock())))
                .orElse(request);
    }

    /** A process that does not use the lock may have used up the refresh token: then the store has its successor. */
    private Optional<StoredTokens> refused(StoredTokens now, TokenRequestFailed refusal, FlowTrace trace)
            throws IOException {
        if (!credentials.remove(now)) {
            return credentials.load();
        }
        trace.tolerate(ClientReasons.REFRESH_REJECTED, Map.of("issuer", now.issuer(), "error", refusal.error()));
        return Optional.empty();
    }
}
