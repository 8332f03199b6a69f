package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.shared.EventStore.StoredEvent;
import dev.mcpoauth.transport.shared.EventStore.StreamKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The streams of other nodes that this one carries to clients. Thread-safe. */
final class Followers {

    /** A node that lives says so within a few milliseconds. */
    private static final long ANSWER_MILLIS = 2_000;

    private final McpServletSettings settings;
    private final Connections connections;
    private final Node node;
    private final Map<StreamKey, Follower> byStream = new ConcurrentHashMap<>();

    Followers(McpServletSettings settings, Connections connections, Node node) {
        this.settings = settings;
        this.connections = connections;
        this.node = node;
    }

    /** Goes on with a stream of another node, if that node or the store knows the rest. */
    void resume(Exchange exchange, McpSession session, StreamKey stream, long after) {
        Peers peers = node.peers().orElseThrow(Refusal.STREAM_UNKNOWN_EVENT::exception);
        Optional<List<StoredEvent>> missed = node.events().after(stream, after);
        Outbound outbound = connections.open(exchange);
        Follower follower = new Follower(stream, after, exchange, outbound, node.events(), settings.retry);
        if (missed.filter(Followers::isWhole).isPresent()) {
            follower.carry(Long.MAX_VALUE);
            return;
        }
        Follower before = byStream.put(stream, follower);
        if (before != null) before.end();
        outbound.onLost(() -> byStream.remove(stream, follower));
        CompletableFuture.delayedExecutor(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                .execute(() -> peers.later(() -> giveUp(follower, session)));
        peers.follows(stream);
    }

    private static boolean isWhole(List<StoredEvent> events) {
        return !events.isEmpty() && events.get(events.size() - 1).isEnd();
    }

    /** The node that wrote the stream is no more: what belongs to no request goes on here, an answer is lost. */
    private void giveUp(Follower follower, McpSession session) {
        Optional<Outbound> unanswered = follower.giveUp();
        if (unanswered.isEmpty()) return;
        byStream.remove(follower.key(), follower);
        if (Node.isStandalone(follower.key())) takeOver(follower, session, unanswered.get());
        else refuse(follower.exchange(), unanswered.get());
    }

    private void takeOver(Follower follower, McpSession session, Outbound outbound) {
        outbound.head(() -> Headers.eventStream(follower.exchange().response()));
        node.events()
                .after(follower.key(), follower.last())
                .ifPresent(missed -> missed.stream()
                        .filter(event -> !event.isEnd())
                        .forEach(event -> outbound.write(follower.encode(event))));
        session.openStandalone().attach(outbound, settings.retry);
    }

    private static void refuse(Exchange exchange, Outbound outbound) {
        Refusal refusal = Refusal.SESSION_NODE_GONE;
        exchange.refusals().report(refusal);
        var error = new JsonRpcError(refusal.code(), refusal.message());
        Runnable head = () -> {
            exchange.response().setStatus(refusal.status());
            Headers.json(exchange.response());
        };
        outbound.finishWith(
                head, new ErrorResponse(RequestId.UNKNOWN, error).toJson().toBytes());
    }

    /** A stream has events up to this one. */
    void news(StreamKey stream, long at) {
        Follower follower = byStream.get(stream);
        if (follower != null && follower.carry(at)) byStream.remove(stream, follower);
    }

    /** Another connection carries this stream to the client from now on. */
    void end(StreamKey stream) {
        Follower follower = byStream.remove(stream);
        if (follower != null) follower.end();
    }

    /** The session is over. */
    void endSession(String session) {
        byStream.keySet().stream()
                .filter(stream -> stream.session().equals(session))
                .forEach(this::end);
    }

    /** Ends all connections; their clients go on elsewhere. */
    void endAll() {
        byStream.keySet().forEach(this::end);
    }

    void heartbeat() {
        for (Follower follower : byStream.values()) {
            StreamKey stream = follower.key();
            if (follower.heartbeat()) node.peers().orElseThrow().later(() -> ask(stream));
            else end(stream);
        }
    }

    private void ask(StreamKey stream) {
        if (byStream.containsKey(stream)) node.peers().orElseThrow().follows(stream);
    }
}
