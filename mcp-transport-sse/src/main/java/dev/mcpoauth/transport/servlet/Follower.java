package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.shared.EventStore;
import dev.mcpoauth.transport.shared.EventStore.StoredEvent;
import dev.mcpoauth.transport.shared.EventStore.StreamKey;
import dev.mcpoauth.transport.sse.SseEncoder;
import dev.mcpoauth.transport.sse.SseEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Carries to a client what another node writes on a stream. Thread-safe. */
final class Follower {

    /** Heartbeats for which the writing node may be silent. */
    private static final int MAX_SILENT = 4;

    private final StreamKey key;
    private final Exchange exchange;
    private final Outbound outbound;
    private final EventStore events;
    private final Duration retry;
    private long last;
    private boolean begun;
    private boolean over;
    private int silent;

    Follower(StreamKey key, long last, Exchange exchange, Outbound outbound, EventStore events, Duration retry) {
        this.key = key;
        this.last = last;
        this.exchange = exchange;
        this.outbound = outbound;
        this.events = events;
        this.retry = retry;
    }

    StreamKey key() {
        return key;
    }

    /**
     * Carries what there is.
     *
     * @param at how far the writing node is
     * @return true if there will be no more
     */
    synchronized boolean carry(long at) {
        if (over) return true;
        silent = 0;
        if (at == last) {
            begin();
            return false;
        }
        Optional<List<StoredEvent>> missed = events.after(key, last);
        // Events are gone that the client never saw: it has to find out, and can not be told anything but the end.
        if (missed.isEmpty()) return end();
        begin();
        for (StoredEvent event : missed.get()) {
            if (event.isEnd()) return end();
            last = event.sequence();
            outbound.write(encode(event));
        }
        return false;
    }

    /** An event as the client sees it. */
    byte[] encode(StoredEvent event) {
        return SseEncoder.event(SseEvent.message(key.stream() + "." + event.sequence(), event.data()));
    }

    private void begin() {
        if (begun) return;
        begun = true;
        outbound.head(() -> Headers.eventStream(exchange.response()));
        outbound.write(SseEncoder.retry(retry));
    }

    /** Ends the connection. The client may come back for the rest. */
    synchronized boolean end() {
        if (over) return true;
        begin();
        over = true;
        outbound.finish();
        return true;
    }

    /** If the writing node never said anything: leaves the connection, with nothing sent on it, to the caller. */
    synchronized Optional<Outbound> giveUp() {
        if (begun || over) return Optional.empty();
        over = true;
        return Optional.of(outbound);
    }

    Exchange exchange() {
        return exchange;
    }

    long last() {
        return last;
    }

    /** Keeps the connection alive. False if the writing node was silent for too long. */
    synchronized boolean heartbeat() {
        if (!begun || over) return !over;
        outbound.write(SseEncoder.comment());
        silent++;
        return silent <= MAX_SILENT;
    }
}
