package dev.mcpoauth.core.store;

import java.time.Instant;

/**
 * What a store remembers about a redeemed code or a rotated refresh token.
 *
 * @param at when it was spent
 * @param window how it may be answered again
 * @param replays how often it was
 * @param successorUsed whether the refresh token issued for it was rotated or revoked
 */
public record Spent(Instant at, ReplayWindow window, int replays, boolean successorUsed) {
    /** For a credential that is not spent yet. */
    public static final Spent NOT_YET = new Spent(Instant.EPOCH, ReplayWindow.closed(), 0, false);

    /** Whether the response may be repeated at {@code now} (invariant 7). */
    public boolean permitsReplay(Instant now) {
        return !successorUsed && replays < window.maxReplays() && !now.isAfter(window.until());
    }
}
