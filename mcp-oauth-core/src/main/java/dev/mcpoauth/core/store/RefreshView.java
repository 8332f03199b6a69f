package dev.mcpoauth.core.store;

import java.time.Instant;

/**
 * A refresh token joined with its grant in one read: what the engine validates before it rotates.
 *
 * @param token as it was issued
 * @param status where it stands in its family
 * @param grant its family as it is now
 */
public record RefreshView(RefreshRecord token, RefreshStatus status, GrantRecord grant) {

    /** Whether a rotation at {@code now} could succeed (invariant 9); only {@link TokenStore#rotate} decides. */
    public boolean isActive(Instant now) {
        return status == RefreshStatus.ACTIVE && token.expiresAt().isAfter(now) && grant.isLive(now);
    }
}
