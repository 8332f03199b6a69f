package dev.mcpoauth.server.resource;

import dev.mcpoauth.core.diagnostics.Reason;

/** The reason ids of a protected resource. */
public final class ResourceReasons {
    /** The request carries no access token. */
    public static final Reason TOKEN_MISSING = new Reason("bearer.token-missing");
    /** The {@code Authorization} header uses a scheme that is not taken here. */
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
    /** What came is no signed token, where signed ones are verified. */
    public static final Reason TOKEN_NOT_SIGNED = new Reason("token.not-a-jwt");
    /** The token's header says that it is something else. */
    public static final Reason TOKEN_TYPE = new Reason("token.type-refused");
    /** The token's algorithm is not allowed, or none. */
    public static final Reason TOKEN_ALGORITHM = new Reason("token.algorithm-refused");
    /** The token's header demands an extension. */
    public static final Reason TOKEN_CRITICAL = new Reason("token.critical-header");
    /** The token names another issuer. */
    public static final Reason TOKEN_OTHER_ISSUER = new Reason("token.other-issuer");
    /** A claim that has to be there is missing or has an impossible value. */
    public static final Reason TOKEN_CLAIMS = new Reason("token.claims-invalid");
    /** The token is good at a later time. */
    public static final Reason TOKEN_NOT_YET_VALID = new Reason("token.not-yet-valid");
    /** The token is not an access token, such as an ID token. */
    public static final Reason TOKEN_OTHER_PURPOSE = new Reason("token.other-purpose");
    /** The token is bound to a key and comes as one that whoever has it may use, or is bound in a way that is not known. */
    public static final Reason TOKEN_SENDER_CONSTRAINED = new Reason("token.sender-constrained");
    /** A token that is bound to no key comes under the scheme for those that are. */
    public static final Reason TOKEN_NOT_BOUND = new Reason("token.not-bound");
    /** The token is bound to no key, where only those are taken that are. */
    public static final Reason BINDING_REQUIRED = new Reason("token.binding-required");
    /** The token is bound to a key, and the request has no proof. */
    public static final Reason PROOF_ABSENT = new Reason("token.without-proof");
    /** The proof is of another key than the one that the token is bound to. */
    public static final Reason OTHER_KEY = new Reason("token.other-key");
    /** The issuer publishes no key that the token could be signed with. */
    public static final Reason TOKEN_KEY_UNKNOWN = new Reason("token.key-unknown");
    /** The signature is not the key's. */
    public static final Reason TOKEN_SIGNATURE = new Reason("token.signature-invalid");
    /** The issuer says that the token is not active. */
    public static final Reason TOKEN_INACTIVE = new Reason("token.inactive");
    /** What an issuer publishes could not be refreshed; what was known serves on. */
    public static final Reason ISSUER_NOT_REFRESHED = new Reason("issuer.not-refreshed");
    /** The token is good but does not permit the operation. */
    public static final Reason INSUFFICIENT_SCOPE = new Reason("scope.insufficient");
    /** The token could not be verified because the store or the authorization server is down. */
    public static final Reason VERIFIER_UNAVAILABLE = new Reason("token.verifier-unavailable");

    private ResourceReasons() {}
}
