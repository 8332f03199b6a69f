package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.internal.Quota;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.server.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All responses that are not finished yet. Thread-safe. */
final class Connections {

    private final McpServletSettings settings;
    private final Quota quota;
    private final ByteBudget queued;
    private final Set<Outbound> outbounds = ConcurrentHashMap.newKeySet();
    private final Set<PostReply> replies = ConcurrentHashMap.newKeySet();
    private final Set<Listening> listening = ConcurrentHashMap.newKeySet();

    Connections(McpServletSettings settings) {
        this.settings = settings;
        this.quota = new Quota("streams", settings.maxStreams, settings.maxStreamsPerCaller, Refusal.STREAM_LIMIT);
        this.queued = new ByteBudget(settings.maxQueuedBytesInAll);
    }

    /** Takes the response over from its container thread. */
    Outbound open(Exchange exchange) {
        String caller = exchange.caller().key();
        Outbound.Owner owner = new Outbound.Owner() {
            @Override
            public void closed(Outbound connection) {
                outbounds.remove(connection);
                quota.release(caller, 1);
            }

            @Override
            public void slow(Outbound connection) {
                exchange.refusals().report(Refusal.STREAM_SLOW_READER);
            }
        };
        quota.acquire(caller, 1);
        try {
            Outbound outbound = Outbound.open(exchange.detach(), settings.maxQueuedBytes, queued, owner);
            outbounds.add(outbound);
            exchange.handOver(outbound);
            return outbound;
        } catch (IOException e) {
            quota.release(caller, 1);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            quota.release(caller, 1);
            throw e;
        }
    }

    void add(PostReply reply) {
        replies.add(reply);
    }

    void remove(PostReply reply) {
        replies.remove(reply);
    }

    void add(Listening listener) {
        listening.add(listener);
    }

    void remove(Listening listener) {
        listening.remove(listener);
    }

    void tell(Change change) {
        listening.forEach(listener -> listener.tell(change));
    }

    void heartbeat(long maxStalled) {
        replies.forEach(PostReply::heartbeat);
        listening.forEach(Listening::heartbeat);
        outbounds.forEach(outbound -> outbound.heartbeat(maxStalled));
    }

    void endSubscriptions() {
        listening.forEach(Listening::end);
    }

    int size() {
        return outbounds.size();
    }

    long queuedBytes() {
        return queued.held();
    }
}
