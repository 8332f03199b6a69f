package dev.mcpoauth.server.resource;

import dev.mcpoauth.core.ResourceIndicator;

/**
 * Says who stands behind an access token, if it is good for a resource. Thread-safe.
 *
 * <p>An implementation always checks that the token was issued for the resource (RFC 8707 §2, RFC 9068 §4): a token for
 * another resource is {@link Verification.Inactive}. A token that is bound to a key is {@link Verification.Bound}, or inactive
 * if it is bound in a way that nobody here can check; it is never {@link Verification.Active}.
 */
@FunctionalInterface
public interface TokenVerifier {

    /**
     * Verifies a token. If the answer can not be had now, a {@code StoreException} says so; the filter then answers 503,
     * never {@code invalid_token}, upon which clients would throw good tokens away.
     *
     * @param token the token as presented, of any shape and up to the length that the caller lets through
     */
    Verification verify(String token, ResourceIndicator resource);
}
