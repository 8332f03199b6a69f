package dev.mcpoauth.transport.servlet;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.shared.EventStore;
import dev.mcpoauth.transport.shared.EventStore.StoredEvent;
import dev.mcpoauth.transport.shared.EventStore.StreamKey;
import dev.mcpoauth.transport.shared.SharedStateException;
import dev.mcpoauth.transport.sse.SseEncoder;
import dev.mcpoauth.transport.sse.SseEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sequence of messages as server-sent events. In the session era it has a name and outlives its connection: events
 * carry ids and are kept for a client that comes back. In the stateless era it is what the connection carries and no
 * more. Thread-safe.
 */
final class MessageStream {

    private static final Logger LOGGER = LoggerFactory.getLogger(MessageStream.class);
    /** Heartbeats for which another node may be silent. */
    private static final int MAX_SILENCE = 4;

    private static final byte[] HEARTBEAT = SseEncoder.comment();

    private final @Nullable StreamKey key;
    private final @Nullable EventStore store;
    private final boolean primes;
    private final Runnable whenLost;
    private long sequence;
    private boolean ended;
    private @Nullable Outbound outbound;
    /** Hears how far the stream is, where another node carries it to the client. */
    private @Nullable LongConsumer follower;

    private int silence;

    private MessageStream(@Nullable StreamKey key, @Nullable EventStore store, boolean primes, Runnable whenLost) {
        this.whenLost = whenLost;
        this.key = key;
        this.store = store;
        this.primes = primes;
    }

    /** A stream that ends with its connection, and what to do then. */
    static MessageStream transientStream(Runnable whenLost) {
        return new MessageStream(null, null, false, whenLost);
    }

    /** A stream that can be resumed. */
    static MessageStream resumable(StreamKey key, EventStore store, ProtocolVersion version) {
        // Clients of older revisions take an event without data for a broken message.
        return new MessageStream(key, store, version.isAtLeast(ProtocolVersion.V2025_11_25), () -> {});
    }

    /** Begins to send on this connection, instead of the one before. */
    synchronized void attach(Outbound connection, Duration retry) {
        replace(connection);
        if (primes) {
            connection.write(SseEncoder.retry(retry));
            // An id that stands for "everything before the next event".
            connection.write(SseEncoder.event(SseEvent.message(eventId(sequence), "")));
        } else {
            connection.write(HEARTBEAT);
        }
        if (ended) connection.finish();
    }

    /** Whether everything after this event can still be had. */
    synchronized boolean canResume(long after) {
        return missed(after).isPresent();
    }

    private Optional<List<StoredEvent>> missed(long after) {
        if (key == null || store == null || after > sequence) return Optional.empty();
        return after == sequence ? Optional.of(List.of()) : store.after(key, after);
    }

    /** Goes on after this event on a new connection; false, with nothing done, if events since then are gone. */
    synchronized boolean resume(Outbound connection, long after, Duration retry) {
        Optional<List<StoredEvent>> missed = missed(after);
        if (missed.isEmpty()) return false;
        replace(connection);
        connection.write(SseEncoder.retry(retry));
        missed.get().stream()
                .filter(event -> !event.isEnd())
                .forEach(event -> connection.write(encode(event.data(), event.sequence())));
        if (ended) connection.finish();
        return true;
    }

    private void replace(Outbound connection) {
        follower = null;
        Outbound before = outbound;
        outbound = connection;
        connection.onLost(() -> detach(connection));
        if (before != null) before.finish();
    }

    private void detach(Outbound connection) {
        synchronized (this) {
            if (outbound != connection) return;
            outbound = null;
        }
        whenLost.run();
    }

    /** Sends a message, or keeps it for a client that comes back. */
    synchronized void send(JsonRpcMessage message) {
        if (ended) return;
        String data = message.toJson().toString();
        sequence++;
        keep(new StoredEvent(sequence, data));
        if (outbound != null) outbound.write(encode(data, sequence));
        tellFollower();
    }

    // What can not be kept can not be had again, but who is there gets it.
    private void keep(StoredEvent event) {
        if (key == null || store == null) return;
        try {
            store.append(key, event);
        } catch (SharedStateException e) {
            LOGGER.warn("an event is not kept: a client that loses its connection now can not resume", e);
        }
    }

    private void tellFollower() {
        if (follower != null) follower.accept(sequence);
    }

    /** Ends the stream: nothing follows. */
    synchronized void end() {
        if (!ended) {
            ended = true;
            keep(StoredEvent.end(++sequence));
        }
        if (outbound != null) outbound.finish();
        tellFollower();
    }

    /** Ends the connection and keeps quiet: the node may go, and others will not take the stream for finished. */
    synchronized void abandon() {
        if (outbound != null) outbound.finish();
        outbound = null;
    }

    /** Whether anything of it may be kept. */
    synchronized boolean wasKept() {
        return sequence > 0;
    }

    /** Another node carries the stream to the client from now on. */
    synchronized void followedBy(LongConsumer other) {
        abandon();
        follower = other;
        silence = 0;
        tellFollower();
    }

    /** Ends the connection but not the stream; nothing happens if the client could not come back. */
    synchronized void release(Duration retry) {
        if (!primes || outbound == null) return;
        outbound.write(SseEncoder.retry(retry));
        outbound.finish();
        outbound = null;
    }

    synchronized void heartbeat() {
        if (outbound != null) outbound.write(HEARTBEAT);
        // A node that carries the stream says so at each heartbeat of its own; one that does not is gone, or its client
        // is.
        if (follower != null && ++silence > MAX_SILENCE) follower = null;
    }

    /** Whether a client listens, here or through another node. */
    synchronized boolean isAttached() {
        return outbound != null || follower != null;
    }

    private byte[] encode(String data, long number) {
        return SseEncoder.event(SseEvent.message(key == null ? "" : eventId(number), data));
    }

    // The name of the stream inside the id tells where a client that resumes belongs.
    private String eventId(long number) {
        return (key == null ? "" : key.stream()) + "." + number;
    }
}
