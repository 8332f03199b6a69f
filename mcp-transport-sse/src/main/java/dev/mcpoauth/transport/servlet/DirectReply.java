package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.internal.serving.Reply;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a call that runs on the container's thread: left in the container's buffer, which needs no other thread. What
 * does not fit there, or is more than an answer, goes the way of other calls, and begins when this thread returns. Used by one
 * thread.
 */
final class DirectReply implements Reply {

    private final Exchange exchange;
    private final Supplier<Reply> other;
    private @Nullable Reply opened;

    /**
     * An answer that has not begun.
     *
     * @param other opens the way of other calls
     */
    DirectReply(Exchange exchange, Supplier<Reply> other) {
        this.exchange = exchange;
        this.other = other;
    }

    private Reply other() {
        Reply reply = opened == null ? other.get() : opened;
        opened = reply;
        return reply;
    }

    @Override
    public void send(JsonRpcMessage message) {
        other().send(message);
    }

    @Override
    public void respond(JsonRpcMessage response, int httpStatus) {
        byte[] body = response.toJson().toBytes();
        if (opened != null || body.length > exchange.response().getBufferSize()) {
            other().respond(response, httpStatus);
            return;
        }
        // Without a length: a container that knows of it waits for the reader as soon as all is written.
        exchange.answer(
                http -> {
                    http.setStatus(httpStatus);
                    Headers.json(http);
                },
                body);
    }

    @Override
    public void skip() {
        other().skip();
    }

    @Override
    public void release(Duration when) {
        other().release(when);
    }
}
