package dev.mcpoauth.core.store;

import java.time.Instant;

/** Whether a grant is in force. Its end in time is separate: see {@link GrantRecord#isLive}. */
public sealed interface GrantState {

    /** In force until it expires. */
    record Active() implements GrantState {}

    /** Ended early; never active again. */
    record Revoked(RevokeReason why, Instant at) implements GrantState {
        /** Truncates the instant to milliseconds. */
        public Revoked {
            at = Bounds.millis("at", at);
        }
    }
}
