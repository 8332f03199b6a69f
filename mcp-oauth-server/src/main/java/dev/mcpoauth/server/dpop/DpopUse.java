package dev.mcpoauth.server.dpop;

/** How a protected resource holds it with tokens that are bound to a key. A bound token is refused without its proof anywhere. */
public enum DpopUse {
    /** Taken from clients that bind their tokens on their own account, and not talked about. */
    ACCEPTED,
    /**
     * Named in challenges and metadata, so that clients that can will bind their tokens. Each of their requests then costs a
     * signature check and a row in the store.
     */
    OFFERED,
    /** The only tokens that are taken (RFC 9728 §2 {@code dpop_bound_access_tokens_required}). Most MCP clients have none. */
    REQUIRED
}
