package dev.mcpoauth.transport.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of one response, written without blocking anybody: chunks queue up, within a bound, and go out whenever the
 * container can write. A reader that is too slow loses its connection. Thread-safe.
 */
final class Outbound implements WriteListener, AsyncListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(Outbound.class);

    private final AsyncContext async;
    private final long maxQueuedBytes;
    private final Owner owner;
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean begun;
    private boolean writable;
    private boolean unflushed;
    private boolean finishing;
    private boolean closed;
    private long idleTicks;
    private @Nullable ServletOutputStream out;
    private Runnable onLost = () -> {};

    Outbound(AsyncContext async, long maxQueuedBytes, Owner owner) {
        this.async = async;
        this.maxQueuedBytes = maxQueuedBytes;
        this.owner = owner;
        async.setTimeout(0);
        async.addListener(this);
    }

    /** Who counts connections. */
    interface Owner {
        /** The connection is no more. */
        void closed(Outbound connection);

        /** The connection is given up because the client does not read. */
        void slow(Outbound connection);
    }

    /** What to do when the connection ends before {@link #finish}. */
    synchronized void onLost(Runnable action) {
        onLost = action;
    }

    /** Queues a chunk; the response's status and headers must be set before the first one. */
    void write(byte[] chunk) {
        boolean tooSlow;
        synchronized (this) {
            if (closed || finishing) return;
            // One chunk may always wait, however long: the bound is about readers, not about messages.
            tooSlow = !queue.isEmpty() && queuedBytes + chunk.length > maxQueuedBytes;
            if (!tooSlow) {
                queue.add(chunk);
                queuedBytes += chunk.length;
            }
        }
        if (tooSlow) giveUp();
        else pump();
    }

    /** Ends the response once everything is written. */
    void finish() {
        synchronized (this) {
            finishing = true;
        }
        pump();
    }

    /** Called at each heartbeat: gives up on a reader that took nothing for so many of them. */
    void heartbeat(long maxTicks) {
        boolean stalled;
        synchronized (this) {
            idleTicks = closed || queue.isEmpty() ? 0 : idleTicks + 1;
            stalled = idleTicks > maxTicks;
        }
        if (stalled) giveUp();
    }

    private void giveUp() {
        owner.slow(this);
        close(true);
    }

    private void pump() {
        try {
            boolean complete;
            synchronized (this) {
                if (closed) return;
                begin();
                complete = writable && drain();
            }
            if (complete) close(false);
        } catch (IOException | IllegalStateException e) {
            LOGGER.debug("connection lost: {}", e.toString());
            close(true);
        }
    }

    private void begin() throws IOException {
        if (begun) return;
        begun = true;
        ServletOutputStream stream = async.getResponse().getOutputStream();
        out = stream;
        stream.setWriteListener(this);
    }

    /** Writes what the container takes; true if nothing will follow. */
    private boolean drain() throws IOException {
        ServletOutputStream stream = out;
        while (stream != null && stream.isReady()) {
            byte[] next = queue.poll();
            if (next != null) {
                stream.write(next);
                queuedBytes -= next.length;
                idleTicks = 0;
                unflushed = true;
            } else if (unflushed && !finishing) {
                unflushed = false;
                stream.flush();
            } else {
                return finishing;
            }
        }
        return false;
    }

    private void close(boolean lost) {
        Runnable action;
        synchronized (this) {
            if (closed) return;
            closed = true;
            queue.clear();
            queuedBytes = 0;
            action = lost ? onLost : () -> {};
        }
        try {
            async.complete();
        } catch (IllegalStateException e) {
            LOGGER.debug("already completed by the container");
        }
        owner.closed(this);
        action.run();
    }

    @Override
    public void onWritePossible() {
        synchronized (this) {
            writable = true;
        }
        pump();
    }

    @Override
    public void onError(Throwable t) {
        LOGGER.debug("connection lost: {}", t.toString());
        close(true);
    }

    @Override
    public void onError(AsyncEvent event) {
        close(true);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        close(true);
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
