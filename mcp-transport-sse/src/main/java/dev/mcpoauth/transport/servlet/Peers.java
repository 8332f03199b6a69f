package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.servlet.PeerMessage.Kind;
import dev.mcpoauth.transport.shared.EventStore.StreamKey;
import dev.mcpoauth.transport.shared.SessionStore;
import dev.mcpoauth.transport.shared.SharedSessions;
import dev.mcpoauth.transport.shared.SharedStateException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other nodes, as far as this one talks to them. Thread-safe. */
final class Peers {

    private static final Logger LOGGER = LoggerFactory.getLogger(Peers.class);

    /** What an answer to a question may have to be carried over the bus. */
    private static final int MAX_ANSWER = 1 << 20;

    private final SharedSessions shared;
    private final String node;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "mcp-peers");
        thread.setDaemon(true);
        return thread;
    });

    Peers(SharedSessions shared, String node) {
        this.shared = shared;
        this.node = node;
    }

    SessionStore store() {
        return shared.sessions();
    }

    /** Runs what waits for what is shared and must not keep anybody else waiting. */
    void later(Runnable work) {
        try {
            worker.execute(() -> tryOut(work));
        } catch (RejectedExecutionException e) {
            LOGGER.debug("too late: this node has stopped", e);
        }
    }

    private static void tryOut(Runnable work) {
        try {
            work.run();
        } catch (SharedStateException e) {
            LOGGER.debug("put off to the next heartbeat", e);
        }
    }

    void closed(String session) {
        tell(Kind.CLOSED, session, Json.NULL);
    }

    void changed(String session) {
        tell(Kind.CHANGED, session, Json.NULL);
    }

    void listening(StreamKey stream) {
        tell(Kind.LISTENING, stream.session(), Json.of(stream.stream()));
    }

    void cancelled(String session, RequestId request) {
        tell(Kind.CANCELLED, session, request.value());
    }

    /**
     * Hands an answer to the node that asked, whichever that is.
     *
     * @throws dev.mcpoauth.transport.refusal.RefusalException if it is too long for that
     */
    void answered(String session, JsonRpcMessage answer) {
        Json json = answer.toJson();
        if (json.toBytes().length > MAX_ANSWER) throw Refusal.BODY_TOO_LARGE.because("the answer is for another node");
        tell(Kind.ANSWERED, session, json);
    }

    void follows(StreamKey stream) {
        tell(Kind.FOLLOWS, stream.session(), Json.of(stream.stream()));
    }

    /** Says that a stream has more events; if nobody hears it, the next one says it again. */
    void news(StreamKey stream, long at) {
        Json value = Json.object().put("stream", stream.stream()).put("at", at).build();
        try {
            tell(Kind.NEWS, stream.session(), value);
        } catch (SharedStateException e) {
            LOGGER.debug("nobody heard that a stream goes on", e);
        }
    }

    private void tell(Kind kind, String session, Json value) {
        shared.bus().publish(new PeerMessage(kind, node, session, value).toText());
    }

    void close() {
        worker.shutdownNow();
    }
}
