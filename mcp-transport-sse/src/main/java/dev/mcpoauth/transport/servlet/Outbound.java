package dev.mcpoauth.transport.servlet;

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
final class Outbound implements WriteListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(Outbound.class);

    private final Detached detached;
    private final long maxQueuedBytes;
    private final ByteBudget budget;
    private final Owner owner;
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private long queuedBytes;
    /** Given to the container, which has not got rid of it yet. */
    private long inFlight;

    private boolean begun;
    private boolean writable;
    private boolean blocked;
    private boolean unflushed;
    private boolean finishing;
    private boolean closed;
    private long idleTicks;
    private @Nullable ServletOutputStream out;
    private Runnable onLost = () -> {};

    /**
     * Takes over the response of a request.
     *
     * @param maxQueuedBytes what may wait for this reader
     * @param budget what may wait for all readers together
     */
    Outbound(Detached detached, long maxQueuedBytes, ByteBudget budget, Owner owner) {
        this.detached = detached;
        this.maxQueuedBytes = maxQueuedBytes;
        this.budget = budget;
        this.owner = owner;
        detached.onLost(() -> close(true));
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
            boolean room = queuedBytes + chunk.length <= maxQueuedBytes && budget.hasRoomFor(chunk.length);
            tooSlow = !queue.isEmpty() && !room;
            if (!tooSlow) {
                queue.add(chunk);
                queuedBytes += chunk.length;
                budget.count(chunk.length);
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
            idleTicks = blocked && !closed ? idleTicks + 1 : 0;
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
        ServletOutputStream stream = detached.output();
        out = stream;
        stream.setWriteListener(this);
    }

    /** Writes what the container takes; true if nothing will follow. */
    private boolean drain() throws IOException {
        ServletOutputStream stream = out;
        while (stream != null && stream.isReady()) {
            taken();
            byte[] next = queue.poll();
            if (next != null) {
                queuedBytes -= next.length;
                inFlight = next.length;
                stream.write(next);
                unflushed = true;
            } else if (unflushed && !finishing) {
                unflushed = false;
                stream.flush();
            } else {
                return finishing;
            }
        }
        blocked = true;
        return false;
    }

    private void taken() {
        budget.count(-inFlight);
        inFlight = 0;
    }

    private void close(boolean lost) {
        Runnable action;
        synchronized (this) {
            if (closed) return;
            closed = true;
            queue.clear();
            taken();
            budget.count(-queuedBytes);
            queuedBytes = 0;
            action = lost ? onLost : () -> {};
        }
        detached.complete();
        owner.closed(this);
        action.run();
    }

    @Override
    public void onWritePossible() {
        synchronized (this) {
            writable = true;
            blocked = false;
        }
        pump();
    }

    @Override
    public void onError(Throwable t) {
        LOGGER.debug("connection lost: {}", t.toString());
        close(true);
    }
}
