package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.server.Change;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All responses that are not finished yet. Thread-safe. */
final class Connections {

    private final McpServletSettings settings;
    private final Quota quota;
    private final Set<Outbound> outbounds = ConcurrentHashMap.newKeySet();
    private final Set<PostReply> replies = ConcurrentHashMap.newKeySet();
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

    Connections(McpServletSettings settings) {
        this.settings = settings;
        this.quota = new Quota(settings.maxStreams, settings.maxStreamsPerCaller);
    }

    /** Detaches the response from its container thread. */
    Outbound open(HttpServletRequest request, Caller caller, EdgeRefusals refusals) {
        if (!quota.tryAcquire(caller.key())) throw Refusal.STREAM_LIMIT.exception();
        Outbound.Owner owner = new Outbound.Owner() {
            @Override
            public void closed(Outbound connection) {
                outbounds.remove(connection);
                quota.release(caller.key());
            }

            @Override
            public void slow(Outbound connection) {
                refusals.report(Refusal.STREAM_SLOW_READER);
            }
        };
        Outbound outbound = new Outbound(request.startAsync(), settings.maxQueuedBytes, owner);
        outbounds.add(outbound);
        return outbound;
    }

    void add(PostReply reply) {
        replies.add(reply);
    }

    void remove(PostReply reply) {
        replies.remove(reply);
    }

    void add(Subscription subscription) {
        subscriptions.add(subscription);
    }

    void remove(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    void tell(Change change) {
        subscriptions.forEach(subscription -> subscription.tell(change));
    }

    void heartbeat() {
        replies.forEach(PostReply::heartbeat);
        subscriptions.forEach(Subscription::heartbeat);
        outbounds.forEach(outbound -> outbound.heartbeat(settings.stalledHeartbeats));
    }

    void endSubscriptions() {
        subscriptions.forEach(Subscription::end);
    }

    int size() {
        return outbounds.size();
    }
}
