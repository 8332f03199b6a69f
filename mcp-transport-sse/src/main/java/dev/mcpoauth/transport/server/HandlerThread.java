package dev.mcpoauth.transport.server;

import org.jspecify.annotations.Nullable;

/**
 * The thread that a handler runs on, for as long as it does: an interrupt that comes later must not hit what runs there
 * next. Thread-safe.
 */
final class HandlerThread {

    private @Nullable Thread thread;
    private boolean interrupted;

    /** Begins on this thread; false if the run was interrupted before. */
    synchronized boolean enter() {
        if (interrupted) return false;
        thread = Thread.currentThread();
        return true;
    }

    /** Ends, and clears an interrupt that the handler left unseen. */
    synchronized boolean leave() {
        thread = null;
        return Thread.interrupted();
    }

    synchronized void interrupt() {
        interrupted = true;
        if (thread != null) thread.interrupt();
    }

    synchronized boolean isInterrupted() {
        return interrupted;
    }
}
