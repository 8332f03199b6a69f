package dev.mcpoauth.client.grant;

import dev.mcpoauth.core.metadata.TokenResponse;

/** What a token endpoint says while a user decides on another device (RFC 8628 §3.5). */
public sealed interface Polled {

    /** The user has approved. */
    record Done(TokenResponse response) implements Polled {}

    /**
     * The user has not decided yet.
     *
     * @param slowDown whether to ask less often from now on
     */
    record Pending(boolean slowDown) implements Polled {}
}
