package dev.mcpoauth.transport.internal.serving;

import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import java.time.Duration;

/** Where what a call sends and answers goes. */
public interface Reply {

    /** Sends a message that precedes the responses. */
    void send(JsonRpcMessage message);

    /** Answers one of the requests; the status counts if the HTTP answer has not begun. */
    void respond(JsonRpcMessage response, int httpStatus);

    /** One of the requests was cancelled and gets no answer. */
    void skip();

    /** Lets the client come back for the rest. */
    void release(Duration when);
}
