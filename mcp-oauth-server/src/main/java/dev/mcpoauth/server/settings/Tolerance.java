package dev.mcpoauth.server.settings;

import dev.mcpoauth.core.pkce.PkceTolerance;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A named deviation from the standards that a server can accept, from all clients or from one. Each stands alone, and each
 * use of one is reported.
 */
public enum Tolerance {
    /** A token request as a JSON object in place of a form; some clients post what they post everywhere else. */
    JSON_TOKEN_BODY("json-token-body", null),
    /** {@code localhost} for {@code 127.0.0.1} in a loopback redirect, and back. */
    LOOPBACK_HOST("loopback-host", null),
    /**
     * A client that registered without {@code token_endpoint_auth_method} and was given a secret redeems its first code
     * without it, and is a public client from then on.
     */
    UNSTATED_AUTH_METHOD("unstated-auth-method", null),
    /**
     * Weakens PKCE: {@code code_challenge_method=plain}, so that whoever sees an authorization request can redeem its
     * code. Only for a client that can not hash.
     */
    DANGEROUS_PLAIN_PKCE("dangerous-plain-pkce", null),
    /** See {@link PkceTolerance#HEX_DIGEST_IN_BASE64URL}. */
    PKCE_HEX_DIGEST_IN_BASE64URL("pkce-hex-digest-in-base64url", PkceTolerance.HEX_DIGEST_IN_BASE64URL),
    /** See {@link PkceTolerance#HEX_DIGEST}. */
    PKCE_HEX_DIGEST("pkce-hex-digest", PkceTolerance.HEX_DIGEST),
    /** See {@link PkceTolerance#PADDING}. */
    PKCE_PADDING("pkce-padding", PkceTolerance.PADDING),
    /** See {@link PkceTolerance#STANDARD_ALPHABET}. */
    PKCE_STANDARD_ALPHABET("pkce-standard-alphabet", PkceTolerance.STANDARD_ALPHABET),
    /** See {@link PkceTolerance#DOUBLE_PERCENT_ENCODING}. */
    PKCE_DOUBLE_PERCENT_ENCODING("pkce-double-percent-encoding", PkceTolerance.DOUBLE_PERCENT_ENCODING),
    /** See {@link PkceTolerance#METHOD_SPELLING}. */
    PKCE_METHOD_SPELLING("pkce-method-spelling", PkceTolerance.METHOD_SPELLING),
    /** See {@link PkceTolerance#METHOD_MISSING}. */
    PKCE_METHOD_MISSING("pkce-method-missing", PkceTolerance.METHOD_MISSING),
    /** See {@link PkceTolerance#VERIFIER_LENGTH}. */
    PKCE_VERIFIER_LENGTH("pkce-verifier-length", PkceTolerance.VERIFIER_LENGTH),
    /** See {@link PkceTolerance#VERIFIER_ALPHABET}. */
    PKCE_VERIFIER_ALPHABET("pkce-verifier-alphabet", PkceTolerance.VERIFIER_ALPHABET);

    private final String id;
    private final @Nullable PkceTolerance pkce;

    Tolerance(String id, @Nullable PkceTolerance pkce) {
        this.id = id;
        this.pkce = pkce;
    }

    /** The name for configuration and diagnostics. */
    public String id() {
        return id;
    }

    /** What it means to the PKCE policy, if it concerns PKCE encodings. */
    public Optional<PkceTolerance> pkce() {
        return Optional.ofNullable(pkce);
    }

    /** The tolerance with this {@linkplain #id() name}. */
    public static Optional<Tolerance> ofId(String id) {
        return Arrays.stream(values()).filter(t -> t.id.equals(id)).findFirst();
    }
}
