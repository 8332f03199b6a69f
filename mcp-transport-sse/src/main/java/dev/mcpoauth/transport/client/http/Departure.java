package dev.mcpoauth.transport.client.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether a message may have reached its server, and whether it still may go there: a request that its sender cancels
 * while it waits to be sent must never be sent. Thread-safe.
 */
final class Departure {

    private final CountDownLatch left = new CountDownLatch(1);
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
        left.countDown();
    }

    /** Stays until the message is about to go out for the first time, or for this long. */
    void awaitFirst(Duration longest) throws InterruptedException {
        var unused = left.await(longest.toMillis(), TimeUnit.MILLISECONDS);
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
