package dev.mcpoauth.core.store;

import java.time.Instant;

/**
 * The redemption of a code that has passed every check on {@link CodeStore#peek}.
 *
 * @param clientId the authenticated client
 * @param grantId the grant named by the code
 * @param first the tokens to insert with it
 * @param window how a double submission is answered
 * @param now the time of the request
 */
public record RedeemCommand(String clientId, String grantId, IssuedTokens first, ReplayWindow window, Instant now) {

    /** Refuses tokens of another grant or client. */
    public RedeemCommand {
        now = Bounds.millis("now", now);
        if (!first.belongTo(grantId, clientId)) {
            throw new IllegalArgumentException("the first tokens must belong to the grant and client of the command");
        }
    }
}
