package dev.mcpoauth.core.diagnostics;

/** What was decided about a request, from the operator's point of view. */
public enum Decision {
    /** All rules held. */
    PERMITTED,
    /** A rule did not hold; a named tolerance let the request through all the same. */
    TOLERATED,
    /** A rule did not hold and the peer was refused. The peer's doing, not an outage. */
    REFUSED,
    /** No decision could be taken because something on our side, such as a store, was down. */
    FAILED
}
