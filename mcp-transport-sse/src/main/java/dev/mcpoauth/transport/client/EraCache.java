package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import java.net.URI;
import java.util.Optional;

/**
 * Remembers which era a server was found to speak, so that it need not be asked each time (2026-07-28, "Versioning").
 * Thread-safe. An implementation forgets by itself after a while: a server that has learned a newer era goes on to
 * serve the older one, so a stale verdict never shows.
 */
public interface EraCache {

    /** What was remembered about this endpoint. */
    Optional<Era> find(URI endpoint);

    /** Remembers a verdict, in place of any other. */
    void remember(URI endpoint, Era era);

    /** Drops a verdict that turned out wrong. */
    void forget(URI endpoint);
}
