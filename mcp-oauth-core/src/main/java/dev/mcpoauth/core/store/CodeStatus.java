package dev.mcpoauth.core.store;

/** How far a code has come. */
public enum CodeStatus {
    /** Not redeemed yet. */
    ISSUED,
    /** Redeemed; kept so that a second submission is recognised. */
    REDEEMED
}
