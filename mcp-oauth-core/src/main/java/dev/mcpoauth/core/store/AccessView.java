package dev.mcpoauth.core.store;

import java.time.Instant;

/**
 * An access token joined with its grant in one read.
 *
 * @param token as it was issued
 * @param revoked whether the token itself was revoked
 * @param grant its family as it is now
 */
public record AccessView(AccessRecord token, boolean revoked, GrantRecord grant) {

    /** Whether a protected resource may accept the token at {@code now} (invariant 9). */
    public boolean isActive(Instant now) {
        return !revoked && token.expiresAt().isAfter(now) && grant.isLive(now);
    }
}
