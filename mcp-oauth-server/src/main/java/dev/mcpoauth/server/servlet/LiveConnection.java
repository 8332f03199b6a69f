package dev.mcpoauth.server.servlet;

import dev.mcpoauth.server.http.LiveBody;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reader of a live body: one text may wait for it, and no thread does (Jakarta Servlet §3.7). Once a container has told of an
 * error or of the end, nobody touches its response again. Thread-safe.
 */
final class LiveConnection implements LiveBody.Reader, WriteListener, AsyncListener {
    private static final Logger LOG = LoggerFactory.getLogger(LiveConnection.class);
    private static final byte[] NOTHING = {};

    private final AsyncContext async;
    private final ServletOutputStream out;
    private byte[] waiting = NOTHING;
    private boolean writable;
    private boolean unflushed;
    private boolean ended;
    private Runnable gone = () -> {};

    private LiveConnection(AsyncContext async) throws IOException {
        this.async = async;
        this.out = async.getResponse().getOutputStream();
    }

    /** Leaves the thread of the request, whose response has its status and headers. */
    static void open(AsyncContext async, LiveBody body) throws IOException {
        LiveConnection connection = new LiveConnection(async);
        async.setTimeout(0);
        async.addListener(connection);
        connection.out.setWriteListener(connection);
        connection.whenGone(body.begin(connection));
    }

    private void whenGone(Runnable action) {
        boolean late;
        synchronized (this) {
            gone = action;
            late = ended;
        }
        if (late) {
            action.run();
        }
    }

    @Override
    public boolean offer(String text) {
        synchronized (this) {
            if (!ended && waiting.length > 0) {
                return false;
            }
            waiting = text.getBytes(StandardCharsets.UTF_8);
        }
        pump();
        return true;
    }

    @Override
    public void onWritePossible() {
        synchronized (this) {
            writable = true;
        }
        pump();
    }

    private void pump() {
        try {
            drain();
        } catch (IOException | IllegalStateException e) {
            LOG.debug("a reader is gone: {}", e.toString());
            end();
        }
    }

    private synchronized void drain() throws IOException {
        while (writable && !ended && (waiting.length > 0 || unflushed) && out.isReady()) {
            byte[] next = waiting;
            waiting = NOTHING;
            unflushed = next.length > 0;
            if (unflushed) {
                out.write(next);
            } else {
                out.flush();
            }
        }
    }

    @Override
    public void end() {
        Runnable action;
        synchronized (this) {
            action = gone;
            if (!ended) {
                ended = true;
                complete();
            }
        }
        action.run();
    }

    private void complete() {
        try {
            async.complete();
        } catch (IllegalStateException e) {
            LOG.debug("completed by the container: {}", e.toString());
        }
    }

    @Override
    public void onError(Throwable lost) {
        LOG.debug("a reader is gone: {}", lost.toString());
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        Runnable action;
        synchronized (this) {
            ended = true;
            action = gone;
        }
        action.run();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // This request never starts over.
    }
}
