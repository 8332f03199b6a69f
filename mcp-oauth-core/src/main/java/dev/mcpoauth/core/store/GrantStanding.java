package dev.mcpoauth.core.store;

import java.time.Instant;

/** What a grant means at one moment for the code or token under it. A grant that is gone counts as revoked. */
public enum GrantStanding {
    /** In force. */
    LIVE,
    /** Ended early, or gone. */
    REVOKED,
    /** Past its end. */
    EXPIRED;

    /** The standing at {@code now} of a grant that is active or not and ends at {@code expiresAt}. */
    public static GrantStanding of(boolean active, Instant expiresAt, Instant now) {
        if (!active) {
            return REVOKED;
        }
        return expiresAt.isAfter(now) ? LIVE : EXPIRED;
    }
}
