package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.ClientTransport;

/** Makes transports to the one server of a bridge. Thread-safe. */
@FunctionalInterface
public interface ServerConnector {

    /**
     * A transport that is not open yet.
     *
     * @param expected {@code STATELESS} to find out what the server speaks, newest first; {@code SESSION} to begin with
     *     {@code initialize} unasked, since the host speaks that era and most servers do
     * @throws MisconfiguredException if it cannot be made as the user has asked
     */
    ClientTransport connect(Era expected);
}
