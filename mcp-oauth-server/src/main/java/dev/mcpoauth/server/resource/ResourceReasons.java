package dev.mcpoauth.server.resource;

import dev.mcpoauth.core.diagnostics.Reason;

/** The reason ids of a protected resource. */
public final class ResourceReasons {
    /** The request carries no access token. */
    public static final Reason TOKEN_MISSING = new Reason("bearer.token-missing");
    /** The {@code Authorization} header uses another scheme than Bearer. */
    public static final Reason OTHER_SCHEME = new Reason("bearer.other-scheme");
    /** There is more than one {@code Authorization} header. */
    public static final Reason REPEATED = new Reason("bearer.repeated-header");
    /** What follows the scheme is no token by RFC 6750 §2.1, or too long. */
    public static final Reason MALFORMED = new Reason("bearer.malformed-token");
    /** The token came in the query, where servers and proxies log it. */
    public static final Reason TOKEN_IN_QUERY = new Reason("bearer.token-in-query");
    /** Nobody issued this token, or it is no longer stored. */
    public static final Reason TOKEN_UNKNOWN = new Reason("token.unknown");
    /** The token's time is over. */
    public static final Reason TOKEN_EXPIRED = new Reason("token.expired");
    /** The token or its grant was revoked. */
    public static final Reason TOKEN_REVOKED = new Reason("token.revoked");
    /** The token was issued for another resource. */
    public static final Reason TOKEN_FOR_OTHER_RESOURCE = new Reason("token.other-resource");
    /** The token is good but does not permit the operation. */
    public static final Reason INSUFFICIENT_SCOPE = new Reason("scope.insufficient");
    /** The token could not be verified because the store or the authorization server is down. */
    public static final Reason VERIFIER_UNAVAILABLE = new Reason("token.verifier-unavailable");

    private ResourceReasons() {}
}
