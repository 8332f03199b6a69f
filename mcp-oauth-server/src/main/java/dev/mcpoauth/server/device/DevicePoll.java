package dev.mcpoauth.server.device;

/** Where a device request stands when its device asks (RFC 8628 §3.5). */
public enum DevicePoll {
    /** Somebody approved; its code is there to be redeemed, or will be in a moment. */
    APPROVED,
    /** Nobody answered yet. */
    PENDING,
    /** The device asks too often. */
    TOO_OFTEN,
    /** Somebody denied. */
    DENIED,
    /** Its time is over. */
    OVER,
    /** Another client began it. */
    OTHER_CLIENT,
    /** Nobody began it, or that was long ago. */
    UNKNOWN
}
