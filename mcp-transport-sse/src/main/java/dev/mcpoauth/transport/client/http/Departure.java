package dev.mcpoauth.transport.client.http;

import java.io.IOException;

/**
 * Whether a message may have reached its server, and whether it still may go there: a request that its sender cancels
 * while it waits to be sent must never be sent. Thread-safe.
 */
final class Departure {

    private int tries;
    private boolean withdrawn;

    /**
     * The message is about to go out.
     *
     * @throws IOException if it was withdrawn
     */
    synchronized void leave() throws IOException {
        if (withdrawn) throw new IOException("the request was cancelled before it was sent");
        tries++;
    }

    /** What was about to go out found no connection. */
    synchronized void stay() {
        tries--;
    }

    /** From now on it does not leave any more; true if it never has. */
    synchronized boolean withdraw() {
        withdrawn = true;
        return tries == 0;
    }
}
