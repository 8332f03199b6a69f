package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.internal.serving.Reply;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import java.time.Duration;

/** Answers on the one channel, message by message. */
record SingleReply(Outbox outbox) implements Reply {

    @Override
    public void send(JsonRpcMessage message) {
        outbox.put(message.toJson());
    }

    @Override
    public void respond(JsonRpcMessage response, int httpStatus) {
        outbox.put(response.toJson());
    }

    @Override
    public void skip() {
        // The channel belongs to all calls.
    }

    @Override
    public void release(Duration when) {
        // There is no connection to let go of.
    }
}
