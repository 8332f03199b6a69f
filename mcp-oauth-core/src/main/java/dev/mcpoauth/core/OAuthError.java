package dev.mcpoauth.core;

import dev.mcpoauth.core.diagnostics.Reason;
import java.util.regex.Pattern;

/**
 * An OAuth error code with the HTTP status that goes with it (RFC 6749 §5.2, RFC 6750 §3.1 and the documents that extend
 * their registry).
 *
 * @param code the value of the {@code error} member, of the characters that RFC 6749 §5.2 allows
 * @param status the HTTP status of a direct response; an authorization response carries the code in its redirect
 */
public record OAuthError(String code, int status) {
    private static final Pattern GRAMMAR = Pattern.compile("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]{1,100}");

    public static final OAuthError INVALID_REQUEST = new OAuthError("invalid_request", 400);
    public static final OAuthError INVALID_CLIENT = new OAuthError("invalid_client", 401);
    public static final OAuthError INVALID_GRANT = new OAuthError("invalid_grant", 400);
    public static final OAuthError UNAUTHORIZED_CLIENT = new OAuthError("unauthorized_client", 400);
    public static final OAuthError UNSUPPORTED_GRANT_TYPE = new OAuthError("unsupported_grant_type", 400);
    public static final OAuthError UNSUPPORTED_RESPONSE_TYPE = new OAuthError("unsupported_response_type", 400);
    public static final OAuthError INVALID_SCOPE = new OAuthError("invalid_scope", 400);
    public static final OAuthError ACCESS_DENIED = new OAuthError("access_denied", 403);
    public static final OAuthError SERVER_ERROR = new OAuthError("server_error", 500);
    public static final OAuthError TEMPORARILY_UNAVAILABLE = new OAuthError("temporarily_unavailable", 503);
    /** RFC 8707 §2. */
    public static final OAuthError INVALID_TARGET = new OAuthError("invalid_target", 400);
    /** RFC 7591 §3.2.2. */
    public static final OAuthError INVALID_REDIRECT_URI = new OAuthError("invalid_redirect_uri", 400);
    /** RFC 7591 §3.2.2. */
    public static final OAuthError INVALID_CLIENT_METADATA = new OAuthError("invalid_client_metadata", 400);
    /** RFC 7009 §2.2.1. */
    public static final OAuthError UNSUPPORTED_TOKEN_TYPE = new OAuthError("unsupported_token_type", 400);
    /** RFC 6750 §3.1. */
    public static final OAuthError INVALID_TOKEN = new OAuthError("invalid_token", 401);
    /** RFC 6750 §3.1. */
    public static final OAuthError INSUFFICIENT_SCOPE = new OAuthError("insufficient_scope", 403);
    /** RFC 9449 §5; at a protected resource 401 (§7.1). */
    public static final OAuthError INVALID_DPOP_PROOF = new OAuthError("invalid_dpop_proof", 400);
    /** RFC 9449 §8; at a protected resource 401 (§9). */
    public static final OAuthError USE_DPOP_NONCE = new OAuthError("use_dpop_nonce", 400);
    /** OpenID Connect Core §3.1.2.6. */
    public static final OAuthError LOGIN_REQUIRED = new OAuthError("login_required", 400);
    /** OpenID Connect Core §3.1.2.6. */
    public static final OAuthError CONSENT_REQUIRED = new OAuthError("consent_required", 400);

    public OAuthError {
        if (!GRAMMAR.matcher(code).matches()) {
            throw new IllegalArgumentException("error must be printable ASCII without quote and backslash");
        }
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status must be a client or server error");
        }
    }

    /** A refusal with this error, for the given reason and with a text that the peer may read. */
    public OAuthException because(Reason reason, String safeDescription) {
        return new OAuthException(this, reason, safeDescription);
    }
}
