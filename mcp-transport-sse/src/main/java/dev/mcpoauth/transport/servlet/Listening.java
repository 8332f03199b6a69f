package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.internal.serving.Subscription;
import dev.mcpoauth.transport.server.Change;

/** A subscription of the stateless era and the stream that carries it. */
record Listening(Subscription subscription, MessageStream stream) {

    void tell(Change change) {
        subscription.tell(change);
    }

    void heartbeat() {
        stream.heartbeat();
    }

    /** Ends the subscription in a way that the client can tell from a lost connection. */
    void end() {
        subscription.end();
        stream.end();
    }
}
