package dev.mcpoauth.server.token;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.core.diagnostics.Decision;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.secret.Secret;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.ReplayWindow;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.grant.GrantTerms;
import dev.mcpoauth.server.internal.Seal;
import java.time.Duration;
import java.util.Map;

/**
 * The identical response for a credential that is presented twice within a window, for one kind of credential. It is kept
 * sealed under that credential, and opens only for a request that asks for the same.
 */
final class Replays {
    private final Seal seal;
    private final Duration lifetime;
    private final int most;
    private final Reason repeated;

    /**
     * For one kind of credential.
     *
     * @param lifetime of a window; zero for none
     * @param most how often one response is repeated
     * @param repeated what to report when it is
     */
    Replays(Seal seal, Duration lifetime, int most, Reason repeated) {
        this.seal = seal;
        this.lifetime = lifetime;
        this.most = most;
        this.repeated = repeated;
    }

    /** What the store is to keep for a second request with the credential. */
    ReplayWindow window(TokenRequest request, Secret credential, GrantTerms asked, TokenMint.Minted minted) {
        if (lifetime.isZero()) {
            return ReplayWindow.closed();
        }
        return new ReplayWindow(
                seal.seal(
                        credential.reveal(),
                        TokenMint.asked(request, asked),
                        minted.response().toByteArray()),
                request.now().plus(lifetime),
                most);
    }

    /** The first response again, if this request asks for the same as the first did. */
    byte[] repeat(TokenRequest request, Secret credential, GrantTerms asked, OpaqueBytes sealed) {
        byte[] response = seal.open(credential.reveal(), TokenMint.asked(request, asked), sealed)
                .orElseThrow(() -> INVALID_REQUEST.because(
                        ServerReasons.REPEATED_DIFFERENTLY, "the repeated request asks for something else"));
        request.exchange().report(Decision.PERMITTED, repeated, Map.of("client_id", request.clientId()));
        return response;
    }
}
