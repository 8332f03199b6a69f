package dev.mcpoauth.transport.servlet;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all connections of a servlet may hold together. Thread-safe. */
final class ByteBudget {

    private final long max;
    private final AtomicLong held = new AtomicLong();

    ByteBudget(long max) {
        this.max = max;
    }

    boolean hasRoomFor(long bytes) {
        return held.get() + bytes <= max;
    }

    /** Counts bytes that are held, or no longer if there are less than none. */
    void count(long bytes) {
        held.addAndGet(bytes);
    }

    long held() {
        return held.get();
    }
}
