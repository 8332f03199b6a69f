package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.refusal.Refusal;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Supplier;

/** A request body of which something is still on its way. Ends once: whole, refused, or lost. Thread-safe. */
final class LateBody implements ReadListener {

    private static final int CHUNK = 8192;

    private final ServletInputStream in;
    private final int maxBytes;
    private final Instant deadline;
    private final ByteBudget budget;
    private final Owner owner;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile boolean ended;

    LateBody(ServletInputStream in, int maxBytes, Instant deadline, ByteBudget budget, Owner owner) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.deadline = deadline;
        this.budget = budget;
        this.owner = owner;
    }

    /** Who waits for it. */
    @FunctionalInterface
    interface Owner {
        /** The body, or a refusal that getting it throws. */
        void ended(LateBody body, Supplier<byte[]> result);
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] chunk = new byte[CHUNK];
        while (!ended && in.isReady()) {
            int length = in.read(chunk);
            if (length < 0) return;
            if (bytes.size() + length > maxBytes) end(Refusal.BODY_TOO_LARGE);
            else if (!budget.hasRoomFor(length)) end(Refusal.SERVER_BUSY);
            else keep(chunk, length);
        }
    }

    private synchronized void keep(byte[] chunk, int length) {
        if (ended) return;
        bytes.write(chunk, 0, length);
        budget.count(length);
    }

    @Override
    public void onAllDataRead() {
        end(bytes::toByteArray);
    }

    @Override
    public void onError(Throwable t) {
        end(Refusal.BODY_INCOMPLETE);
    }

    /** The connection is gone. */
    void lose() {
        end(Refusal.BODY_INCOMPLETE);
    }

    void giveUpAfter(Instant now) {
        if (now.isAfter(deadline)) end(Refusal.BODY_INCOMPLETE);
    }

    private void end(Refusal refusal) {
        end(() -> {
            throw refusal.exception();
        });
    }

    private void end(Supplier<byte[]> result) {
        synchronized (this) {
            if (ended) return;
            ended = true;
            budget.count(-bytes.size());
        }
        owner.ended(this, result);
    }
}
