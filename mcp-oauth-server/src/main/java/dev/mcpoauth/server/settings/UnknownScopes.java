package dev.mcpoauth.server.settings;

/** What becomes of requested scope tokens that no resource of the request knows (RFC 6749 §3.3). */
public enum UnknownScopes {
    /**
     * They are left out and the granted scope says so. Hosted clients always ask for {@code openid} or {@code
     * offline_access}.
     */
    DROP,
    /** The request is refused with {@code invalid_scope}. */
    REFUSE
}
