package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes to the client, a line each, in order and within a bound. One thread writes; who has something to say waits for
 * room, or does not. Thread-safe.
 */
final class Outbox {

    private static final Logger LOGGER = LoggerFactory.getLogger(Outbox.class);

    private final OutputStream out;
    private final long maxQueuedBytes;
    private final Runnable whenBroken;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean closed;

    private Outbox(OutputStream out, long maxQueuedBytes, Runnable whenBroken) {
        this.out = out;
        this.maxQueuedBytes = maxQueuedBytes;
        this.whenBroken = whenBroken;
    }

    /**
     * Begins to write.
     *
     * @param whenBroken the client reads no more
     */
    static Outbox to(OutputStream out, long maxQueuedBytes, Runnable whenBroken) {
        Outbox outbox = new Outbox(out, maxQueuedBytes, whenBroken);
        Thread writer = new Thread(outbox::write, "mcp-stdio-writer");
        writer.setDaemon(true);
        writer.start();
        return outbox;
    }

    /** For handlers: waits for room, so that a client that reads slowly slows them down. What is interrupted is not sent. */
    void put(Json message) {
        byte[] line = MessageWriter.line(message);
        try {
            lock.lockInterruptibly();
            try {
                while (!closed && !hasRoomFor(line)) changed.await();
                add(line);
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For those who must not wait. False if there is no room. */
    boolean offer(Json message) {
        byte[] line = MessageWriter.line(message);
        lock.lock();
        try {
            if (closed) return true;
            if (!hasRoomFor(line)) return false;
            add(line);
            return true;
        } finally {
            lock.unlock();
        }
    }

    // One line may always wait, however long: the bound is about readers, not about messages.
    private boolean hasRoomFor(byte[] line) {
        return queue.isEmpty() || queuedBytes + line.length <= maxQueuedBytes;
    }

    private void add(byte[] line) {
        if (closed) return;
        queue.add(line);
        queuedBytes += line.length;
        changed.signalAll();
    }

    private void write() {
        try {
            for (byte[] line = next(); line.length > 0; line = next()) {
                boolean last = isLast();
                out.write(line);
                if (last) out.flush();
                written(line);
            }
        } catch (IOException e) {
            LOGGER.debug("the client reads no more: {}", e.toString());
            close();
            whenBroken.run();
        } catch (InterruptedException e) {
            close();
        }
    }

    /** Stays in the queue until it is written, so that an empty queue means that all was; nothing when it is over. */
    private byte[] next() throws InterruptedException {
        lock.lock();
        try {
            while (!closed && queue.isEmpty()) changed.await();
            return closed ? new byte[0] : queue.element();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing follows for now. */
    private boolean isLast() {
        lock.lock();
        try {
            return queue.size() < 2;
        } finally {
            lock.unlock();
        }
    }

    private void written(byte[] line) {
        lock.lock();
        try {
            if (closed) return;
            queue.remove();
            queuedBytes -= line.length;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything is written, but no longer than this. */
    void drain(Duration wait) throws InterruptedException {
        long nanos = wait.toNanos();
        lock.lock();
        try {
            while (!closed && !queue.isEmpty() && nanos > 0) nanos = changed.awaitNanos(nanos);
        } finally {
            lock.unlock();
        }
    }

    /** Writes nothing more, and lets go of who waits. */
    void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            queuedBytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
