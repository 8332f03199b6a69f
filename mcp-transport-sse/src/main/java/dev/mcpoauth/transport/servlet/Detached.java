package dev.mcpoauth.transport.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that left its container thread. Its listener is there from the beginning, as containers want it. Thread-safe.
 *
 * <p>Once a container has told of an error or of the end, it may use its request and response objects for another client:
 * from then on nobody completes them.
 */
final class Detached implements AsyncListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(Detached.class);

    private final AsyncContext async;
    private volatile Runnable onLost = () -> {};
    private boolean ended;

    private Detached(AsyncContext async) {
        this.async = async;
    }

    static Detached of(AsyncContext async) {
        Detached detached = new Detached(async);
        async.setTimeout(0);
        async.addListener(detached);
        return detached;
    }

    /** What to do when the container says that the connection is gone. */
    void onLost(Runnable action) {
        onLost = action;
    }

    ServletResponse response() {
        return async.getResponse();
    }

    /** Ends the response. May be repeated. */
    synchronized void complete() {
        if (ended) return;
        ended = true;
        try {
            async.complete();
        } catch (IllegalStateException e) {
            LOGGER.debug("already completed by the container");
        }
    }

    @Override
    public void onError(AsyncEvent event) {
        lose();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        lose();
    }

    private void lose() {
        onLost.run();
        // Before the container goes on, and waiting for whoever does so right now.
        complete();
    }

    /** Either we completed it, or the container did. */
    @Override
    public synchronized void onComplete(AsyncEvent event) {
        ended = true;
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // This request never starts over.
    }
}
