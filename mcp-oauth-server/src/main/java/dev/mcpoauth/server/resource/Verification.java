package dev.mcpoauth.server.resource;

import dev.mcpoauth.core.diagnostics.Reason;

/** What became of an access token that a request presented. */
public sealed interface Verification {

    /** The token is good for the resource. */
    record Active(AuthenticatedCaller caller) implements Verification {}

    /**
     * The token is not good: unknown, expired, revoked, or meant for another resource. Which of these is for the operator
     * only; the peer sees {@code invalid_token}.
     */
    record Inactive(Reason reason) implements Verification {}
}
