package dev.mcpoauth.core.store;

/** Why a grant ended before its time. Stored by name: constants are added, never renamed. */
public enum RevokeReason {
    /** The client asked (RFC 7009). */
    CLIENT_REQUEST,
    /** The resource owner asked. */
    OWNER_REQUEST,
    /** An operator did it. */
    OPERATOR,
    /** A code was submitted again after its redemption (RFC 6749 §4.1.2). */
    CODE_REPLAYED,
    /** A rotated refresh token was presented again (RFC 9700 §4.14.2). */
    REFRESH_REUSED,
    /** A code was tried too often with wrong proof. */
    CODE_GUESSED,
    /** A newer sign-in took its place. */
    REPLACED,
    /** The client was deleted. */
    CLIENT_DELETED
}
