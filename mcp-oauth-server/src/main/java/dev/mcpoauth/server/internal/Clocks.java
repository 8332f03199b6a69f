package dev.mcpoauth.server.internal;

import java.time.Instant;

/** Nodes whose clocks differ. */
public final class Clocks {
    private static final int SECONDS_APART = 60;

    private Clocks() {}

    /**
     * Until when something has to be remembered that is good until this instant: a node whose clock is behind still takes it
     * when another has it purged already.
     */
    public static Instant forgotten(Instant end) {
        return end.plusSeconds(SECONDS_APART);
    }
}
