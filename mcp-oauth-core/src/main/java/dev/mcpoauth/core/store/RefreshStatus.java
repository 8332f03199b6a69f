package dev.mcpoauth.core.store;

/** Where a refresh token stands in its family. */
public enum RefreshStatus {
    /** The newest of its family. */
    ACTIVE,
    /** It has a successor; kept so that its reuse is recognised. */
    ROTATED,
    /** Revoked by itself (RFC 7009). */
    REVOKED
}
