package dev.mcpoauth.transport.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of one response, written without blocking anybody: chunks queue up, within a bound, and go out whenever the
 * container can write. A reader that is too slow loses its connection. Thread-safe.
 */
final class Outbound implements WriteListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(Outbound.class);

    /** What a container gets at a time: it keeps what its client does not read, even if the response is given up. */
    private static final int SLICE = 1 << 16;

    private static final byte[] NOTHING = {};

    private final Detached detached;
    private final ServletResponse response;
    private final ServletOutputStream out;
    private final long maxQueuedBytes;
    private final ByteBudget budget;
    private final Owner owner;
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private long queuedBytes;
    /** On its way to the container, slice by slice. */
    private byte[] current = NOTHING;

    private int offset;
    /** The length of that chunk, until the container has got rid of the last slice. */
    private long inFlight;

    private boolean begun;
    private boolean writable;
    private boolean blocked;
    private boolean unflushed;
    private boolean finishing;
    private boolean closed;
    private long idleTicks;
    private Runnable onLost = () -> {};

    private Outbound(Detached detached, long maxQueuedBytes, ByteBudget budget, Owner owner) throws IOException {
        this.detached = detached;
        this.response = detached.response();
        this.out = response.getOutputStream();
        this.maxQueuedBytes = maxQueuedBytes;
        this.budget = budget;
        this.owner = owner;
    }

    /**
     * Takes over the response of a request, on the container's thread: on any other one, a container may wait for that
     * thread to return before it takes the listener.
     *
     * @param maxQueuedBytes what may wait for this reader
     * @param budget what may wait for all readers together
     */
    static Outbound open(Detached detached, long maxQueuedBytes, ByteBudget budget, Owner owner) throws IOException {
        Outbound outbound = new Outbound(detached, maxQueuedBytes, budget, owner);
        detached.onLost(() -> outbound.close(true));
        outbound.out.setWriteListener(outbound);
        return outbound;
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

    /** Sets status and headers, before the first chunk; nothing happens if there is no response any more. */
    synchronized void head(Runnable settings) {
        if (!closed) settings.run();
    }

    /** Queues a chunk; the response's status and headers must be set before the first one. */
    void write(byte[] chunk) {
        boolean tooSlow;
        synchronized (this) {
            if (closed || finishing) return;
            begun = true;
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

    /** Ends the response with this as all there is, or as it is if something else has been written to it. */
    void finishWith(Runnable settings, byte[] only) {
        boolean unused;
        synchronized (this) {
            unused = !begun;
            if (unused) head(settings);
        }
        if (unused) write(only);
        finish();
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
                complete = writable && drain();
            }
            if (complete) close(false);
        } catch (IOException | IllegalStateException e) {
            LOGGER.debug("connection lost: {}", e.toString());
            close(true);
        }
    }

    /** Writes what the container takes; true if nothing will follow. */
    private boolean drain() throws IOException {
        while (out.isReady()) {
            if (offset < current.length || next()) {
                writeSome();
            } else if (unflushed && !isWhole()) {
                unflushed = false;
                out.flush();
            } else {
                return finishing;
            }
        }
        blocked = true;
        return false;
    }

    private boolean next() {
        taken();
        byte[] chunk = queue.poll();
        current = chunk == null ? NOTHING : chunk;
        offset = 0;
        queuedBytes -= current.length;
        inFlight = current.length;
        return current.length > 0;
    }

    private void writeSome() throws IOException {
        int begin = offset;
        int length = Math.min(SLICE, current.length - begin);
        offset += length;
        unflushed = true;
        out.write(current, begin, length);
    }

    /**
     * Whether a container has all of a response and none of it has been sent: then it goes out at once, with its length. The
     * end of any other one is flushed first, or the container would wait for the reader on a thread of its own.
     */
    private boolean isWhole() {
        return finishing && !response.isCommitted();
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
            current = NOTHING;
            offset = 0;
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
