package dev.mcpoauth.server.dpop;

import dev.mcpoauth.core.diagnostics.Reason;

/** What can be wrong with a proof (RFC 9449 §4.3), at the authorization server and at a protected resource alike. */
public final class DpopReasons {
    /** There is more than one {@code DPoP} header. */
    public static final Reason REPEATED = new Reason("dpop.repeated-header");
    /** What came is no signed JWT, or too long. */
    public static final Reason MALFORMED = new Reason("dpop.malformed");
    /** The header's {@code typ} says that it is something else. */
    public static final Reason TYPE = new Reason("dpop.type-refused");
    /** The header demands an extension. */
    public static final Reason CRITICAL = new Reason("dpop.critical-header");
    /** The algorithm is none, symmetric, or not among those of the metadata. */
    public static final Reason ALGORITHM = new Reason("dpop.algorithm-refused");
    /** The {@code jwk} holds what only its owner should have. */
    public static final Reason KEY_PRIVATE = new Reason("dpop.private-key");
    /** There is no {@code jwk}, or one that does not verify the algorithm. */
    public static final Reason KEY_UNUSABLE = new Reason("dpop.key-unusable");
    /** The signature is not the key's. */
    public static final Reason SIGNATURE = new Reason("dpop.signature-invalid");
    /** The proof is for another method. */
    public static final Reason METHOD = new Reason("dpop.other-method");
    /** The proof is for another URL. */
    public static final Reason URL = new Reason("dpop.other-url");
    /** The proof has no time, or one too far from now. */
    public static final Reason TIME = new Reason("dpop.time");
    /** The proof has no identifier, or one that is too long. */
    public static final Reason ID = new Reason("dpop.no-identifier");
    /** The proof is for another access token, or for none. */
    public static final Reason TOKEN = new Reason("dpop.other-token");
    /** The proof carries no nonce where one is asked for. */
    public static final Reason NONCE_MISSING = new Reason("dpop.nonce-missing");
    /** The nonce is over, or none of ours. */
    public static final Reason NONCE_OVER = new Reason("dpop.nonce-over");
    /** The proof was used before. */
    public static final Reason REPLAYED = new Reason("dpop.replayed");

    private DpopReasons() {}
}
