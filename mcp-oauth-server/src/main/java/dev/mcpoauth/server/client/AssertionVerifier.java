package dev.mcpoauth.server.client;

import dev.mcpoauth.server.internal.jose.CompactJws;
import java.time.Instant;

/** Says whether an assertion is a client's (RFC 7523 §3). Thread-safe. */
@FunctionalInterface
public interface AssertionVerifier {

    /**
     * Returns if the client made the assertion, for this server, now, and has not used it before.
     *
     * @throws dev.mcpoauth.core.OAuthException {@code invalid_client}, or that its keys can not be had at the moment
     */
    void verify(RegisteredClient client, CompactJws assertion, Instant now);
}
