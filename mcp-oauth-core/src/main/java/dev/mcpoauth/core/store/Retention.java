package dev.mcpoauth.core.store;

import java.time.Duration;

/** How long a spent credential is remembered after it expired. */
public final class Retention {
    /** A redeemed code or rotated refresh token stays recognisable as reused for this long after it expired. */
    public static final Duration EVIDENCE = Duration.ofHours(24);

    private Retention() {}
}
