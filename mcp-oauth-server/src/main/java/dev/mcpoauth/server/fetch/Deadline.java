package dev.mcpoauth.server.fetch;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The end of a fetch, whatever it is doing: a peer that sends one byte now and then never runs into a read timeout, so the
 * socket is closed under it.
 */
final class Deadline implements AutoCloseable {
    private final long end;
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    private Deadline(Duration time) {
        this.end = System.nanoTime() + time.toNanos();
        over.completeOnTimeout(null, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    static Deadline in(Duration time) {
        return new Deadline(time);
    }

    /** What is left, at least a millisecond: zero would mean forever. */
    int remainingMillis() throws SocketTimeoutException {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("the document took too long");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    /** Closes the socket when the time is over, unless this is closed before. */
    void closes(Socket socket) {
        CompletableFuture<Void> unused = over.thenRun(() -> closeQuietly(socket));
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // It is closed all the same.
        }
    }

    @Override
    public void close() {
        over.cancel(false);
    }
}
