package dev.mcpoauth.transport.client.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where the threads of a transport wait before they try again: until then, until they are woken, or until it closes. */
final class Pauses implements Resumption.Pause {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private int wakings;
    private boolean closed;

    @Override
    public void await(Duration wait) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            int before = wakings;
            for (long left = wait.toNanos(); left > 0 && wakings == before && !closed; ) left = change.awaitNanos(left);
            if (closed) throw new IOException("the transport is closed");
        } finally {
            lock.unlock();
        }
    }

    /** Ends every wait of now. */
    void wake() {
        lock.lock();
        try {
            wakings++;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Fails every wait of now and later; false if it did before. */
    boolean end() {
        lock.lock();
        try {
            boolean first = !closed;
            closed = true;
            change.signalAll();
            return first;
        } finally {
            lock.unlock();
        }
    }
}
