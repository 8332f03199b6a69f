package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/**
 * Carries JSON-RPC messages to one server and back, as they are: whoever stands above may know what they mean or just
 * pass them on. Thread-safe.
 *
 * <p>Each transport hides the mechanics of its era: ids of sessions, mirrored headers, resumption, re-initialization,
 * authorization. Cancellation looks the same in all of them: send {@code notifications/cancelled}, and the transport does
 * what its era asks for (2026-07-28, "Cancellation").
 */
public interface ClientTransport extends AutoCloseable {

    /**
     * Connects, and finds out which era the server speaks if that is not fixed. Called once, before anything is sent. In
     * the stateless era requests can follow at once; in the others the next message is {@code initialize}.
     *
     * @param profile who asks, for a transport that has to ask
     * @param listener gets everything that the server says
     * @throws IOException if the server cannot be reached
     * @throws McpException if it refuses
     */
    Opened open(ClientProfile profile, Listener listener) throws IOException, McpException, InterruptedException;

    /**
     * Sends a message; returns at once.
     *
     * @return completes when the transport has nothing more to do for this message; over HTTP that is after the response
     *     to a request was handed to the listener. Completes with an {@link IOException} or {@link McpException} if the
     *     message was not taken or its response is lost
     */
    CompletionStage<Void> send(JsonRpcMessage message);

    /**
     * The machine has slept, or is on another network: streams that can be resumed are opened anew, and what waits to try
     * again tries at once. A transport that wraps another hands this on; one without either has nothing to do.
     */
    void wake();

    /** Ends the session and every stream. What is pending fails. Takes a few seconds at most, and may be repeated. */
    @Override
    void close();

    /**
     * An open connection.
     *
     * @param era what the server speaks; {@code SESSION} also covers a server that turns out to speak the older SSE era
     *     when it is initialized, because both look alike from above
     * @param discovery the result of {@code server/discover} if the transport had to ask for it; otherwise
     *     {@link Json#NULL}
     */
    record Opened(Era era, Json discovery) {

        /** A connection that needed no discovery. */
        public Opened(Era era) {
            this(era, Json.NULL);
        }
    }

    /**
     * Receives what the server sends, in the order of each stream. Called on threads of the transport: an implementation
     * that waits holds up its own stream.
     */
    interface Listener {

        /** A response, a notification or, before 2026-07-28, a request of the server. */
        void onMessage(JsonRpcMessage message);

        /**
         * The one stream that everything travels on has ended, and no response will come any more. Transports that use a
         * stream per request never call it.
         */
        void onClosed(IOException cause);

        /**
         * The server had ended the session, and the transport has opened another with the same {@code initialize}: what
         * the server remembered of the old one, such as a log level, is gone.
         */
        default void onRenewed() {}
    }
}
