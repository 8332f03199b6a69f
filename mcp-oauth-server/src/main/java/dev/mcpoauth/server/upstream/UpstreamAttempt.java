package dev.mcpoauth.server.upstream;

import dev.mcpoauth.core.pkce.CodeVerifier;

/**
 * One sign-in at a provider.
 *
 * @param state comes back with the answer, once
 * @param nonce comes back in the ID token
 * @param verifier proves that the code was asked for here
 */
public record UpstreamAttempt(String state, String nonce, CodeVerifier verifier) {
    /** None of the secrets. */
    @Override
    public String toString() {
        return "UpstreamAttempt[redacted]";
    }
}
