package dev.mcpoauth.core.store;

import java.time.Instant;

/**
 * What to answer when the same credential comes again because a response was lost on its way.
 *
 * <p>The window closes at {@code until}, after {@code maxReplays}, or as soon as the <em>refresh</em> token of the sealed
 * response was itself rotated or revoked: whoever holds it got the response. Using the access token does not close it,
 * because that would cost a write for each call of a protected resource. The engine seals the response under a key that only
 * the presented credential yields, with scope and resource of the request as associated data.
 *
 * @param sealed the first response; returned byte for byte (invariant 7)
 * @param until last instant of a replay, inclusive
 * @param maxReplays how many replays; 0 allows none
 */
public record ReplayWindow(OpaqueBytes sealed, Instant until, int maxReplays) {

    /** Checks bounds and truncates the instant to milliseconds. */
    public ReplayWindow {
        until = Bounds.millis("until", until);
        Bounds.count("maxReplays", maxReplays, 0);
    }

    /** No second chance: any second use counts as reuse. */
    public static ReplayWindow closed() {
        return new ReplayWindow(OpaqueBytes.empty(), Instant.EPOCH, 0);
    }
}
