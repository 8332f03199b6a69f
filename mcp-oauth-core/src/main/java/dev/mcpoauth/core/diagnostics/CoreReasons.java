package dev.mcpoauth.core.diagnostics;

/**
 * The reason ids whose rules live in this module. {@code docs/reasons.md} has cause and remedy of each.
 */
public final class CoreReasons {
    /** A document that a peer sent is not a JSON object within the limits. */
    public static final Reason DOCUMENT_MALFORMED_JSON = new Reason("document.malformed-json");
    /** A document that a peer sent lacks a member or has an unusable one. */
    public static final Reason DOCUMENT_INVALID_MEMBERS = new Reason("document.invalid-members");
    /** Client metadata is not a JSON object within the limits. */
    public static final Reason CLIENT_METADATA_MALFORMED_JSON = new Reason("client-metadata.malformed-json");
    /** Client metadata has a member that is not usable. */
    public static final Reason CLIENT_METADATA_INVALID_MEMBERS = new Reason("client-metadata.invalid-members");
    /** Client metadata has a redirect URI that nobody should be redirected to. */
    public static final Reason CLIENT_METADATA_REDIRECT_URI = new Reason("client-metadata.redirect-uri-refused");
    /** Authorization server metadata names another issuer. */
    public static final Reason METADATA_ISSUER_MISMATCH = new Reason("metadata.issuer-mismatch");
    /** Protected resource metadata names another resource. */
    public static final Reason METADATA_RESOURCE_MISMATCH = new Reason("metadata.resource-mismatch");
    /** A query or form body is longer than accepted. */
    public static final Reason FORM_TOO_LONG = new Reason("form.too-long");
    /** A query or form body has more parameters than accepted. */
    public static final Reason FORM_TOO_MANY_PARAMETERS = new Reason("form.too-many-parameters");
    /** A query or form body is not form-encoded UTF-8. */
    public static final Reason FORM_MALFORMED = new Reason("form.malformed-encoding");
    /** A parameter has a control character. */
    public static final Reason FORM_CONTROL_CHARACTER = new Reason("form.control-character");
    /** A parameter that may occur once occurs again. */
    public static final Reason FORM_DUPLICATE_PARAMETER = new Reason("form.duplicate-parameter");
    /** No challenge in an authorization request, or none bound to a code. */
    public static final Reason PKCE_CHALLENGE_MISSING = new Reason("pkce.challenge-missing");
    /** The challenge is no rendering of a SHA-256 digest. */
    public static final Reason PKCE_CHALLENGE_MALFORMED = new Reason("pkce.challenge-malformed");
    /** The challenge is the digest in a legacy encoding (D1 to D5) that the policy does not tolerate. */
    public static final Reason PKCE_CHALLENGE_FORM = new Reason("pkce.challenge-form-not-tolerated");
    /** There is a challenge without method (D7). */
    public static final Reason PKCE_METHOD_MISSING = new Reason("pkce.method-missing");
    /** The method means S256 but is not spelled so (D6). */
    public static final Reason PKCE_METHOD_SPELLING = new Reason("pkce.method-spelling-not-tolerated");
    /** The method is unknown. */
    public static final Reason PKCE_METHOD_UNSUPPORTED = new Reason("pkce.method-unsupported");
    /** The method is plain (D8). */
    public static final Reason PKCE_PLAIN_REFUSED = new Reason("pkce.plain-refused");
    /** A code with a challenge is redeemed without verifier. */
    public static final Reason PKCE_VERIFIER_MISSING = new Reason("pkce.verifier-missing");
    /** A code without challenge is redeemed with a verifier. */
    public static final Reason PKCE_VERIFIER_UNEXPECTED = new Reason("pkce.verifier-without-challenge");
    /** The verifier breaks the grammar (D10, D11 or worse). */
    public static final Reason PKCE_VERIFIER_MALFORMED = new Reason("pkce.verifier-malformed");
    /** The verifier is not the challenge's, and no known error explains it. */
    public static final Reason PKCE_VERIFIER_MISMATCH = new Reason("pkce.verifier-mismatch");
    /** The challenge was sent as verifier (D9). */
    public static final Reason PKCE_VERIFIER_IS_CHALLENGE = new Reason("pkce.verifier-is-challenge");
    /** The challenge was computed over the decoded verifier (D12). */
    public static final Reason PKCE_VERIFIER_HASHED_DECODED = new Reason("pkce.verifier-hashed-decoded");
    /** The verifier would match but for white space, quotes, or a lost or extra round of form encoding. */
    public static final Reason PKCE_VERIFIER_ALTERED = new Reason("pkce.verifier-altered-in-transit");

    private CoreReasons() {}
}
