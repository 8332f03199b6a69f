package dev.mcpoauth.client;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * What has just mended a refusal, so that a server that refuses whatever it is shown ends in an error and not in a loop:
 * each remedy once, and all of them again only for a token that has been good for a while. Used under the sign-in lock.
 */
final class RejectionChain {
    /** A token refused within this time after it was obtained has never been any good. */
    private static final Duration GOOD_FOR_A_WHILE = Duration.ofSeconds(10);

    private final Set<Remedy> used = EnumSet.noneOf(Remedy.class);
    private Instant latest = Instant.MIN;

    /** What can be done about a refused token. */
    enum Remedy {
        REFRESH,
        LOGIN,
        OTHER_ISSUER
    }

    /** Whether the remedy is worth trying. */
    boolean permits(Remedy remedy, Instant now) {
        if (latest.isBefore(now.minus(GOOD_FOR_A_WHILE))) {
            used.clear();
        }
        return !used.contains(remedy);
    }

    /** Notes that the remedy gave a token. */
    void succeeded(Remedy remedy, Instant now) {
        used.add(remedy);
        latest = now;
    }
}
