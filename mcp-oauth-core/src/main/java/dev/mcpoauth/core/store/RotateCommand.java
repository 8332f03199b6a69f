package dev.mcpoauth.core.store;

import java.time.Instant;

/**
 * The rotation of a refresh token that has passed every check on {@link TokenStore#findRefresh}.
 *
 * @param clientId the authenticated client
 * @param next the tokens to insert: a refresh token of the same grant and the next generation, and an access token if it
 *     needs a row
 * @param window how a repeated request is answered
 * @param now the time of the request
 */
public record RotateCommand(String clientId, IssuedTokens next, ReplayWindow window, Instant now) {

    /** Refuses to rotate without a successor, and tokens of another client or of two grants. */
    public RotateCommand {
        now = Bounds.millis("now", now);
        RefreshRecord successor =
                next.refresh().orElseThrow(() -> new IllegalArgumentException("a rotation needs a next refresh token"));
        if (!next.belongTo(successor.grantId(), clientId)) {
            throw new IllegalArgumentException(
                    "the next tokens must belong to one grant and the client of the command");
        }
    }

    /** The next refresh token. */
    public RefreshRecord successor() {
        return next.refresh().orElseThrow();
    }
}
