package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.bridge.MisconfiguredException;
import dev.mcpoauth.client.bridge.ServerConnector;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.ClientTransport;
import org.jspecify.annotations.Nullable;

/**
 * The way to the server, set up once and not before it is needed: a host that can be answered from memory is answered
 * before that work begins. Thread-safe.
 */
final class LateServer implements ServerConnector {
    private final Preparation preparation;
    private @Nullable ServerConnector server;

    /** What sets it up. */
    @FunctionalInterface
    interface Preparation {
        ServerConnector run() throws Misuse;
    }

    LateServer(Preparation preparation) {
        this.preparation = preparation;
    }

    @Override
    public ClientTransport connect(Era expected) {
        try {
            return prepare().connect(expected);
        } catch (Misuse e) {
            throw new MisconfiguredException(String.valueOf(e.getMessage()), e); // Main ends the process soon.
        }
    }

    /** Sets it up if it is not yet. */
    synchronized ServerConnector prepare() throws Misuse {
        ServerConnector known = server == null ? preparation.run() : server;
        server = known;
        return known;
    }
}
