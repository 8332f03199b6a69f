package dev.mcpoauth.transport.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that left its container thread. Its listener is there from the beginning, as containers want it. */
final class Detached implements AsyncListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(Detached.class);

    private final AsyncContext async;
    private volatile Runnable onLost = () -> {};

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

    ServletOutputStream output() throws IOException {
        return async.getResponse().getOutputStream();
    }

    /** Ends the response. May be repeated. */
    void complete() {
        try {
            async.complete();
        } catch (IllegalStateException e) {
            LOGGER.debug("already completed by the container");
        }
    }

    @Override
    public void onError(AsyncEvent event) {
        onLost.run();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        onLost.run();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        // Either we completed it, or a container did after an error that it reported before.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // This request never starts over.
    }
}
