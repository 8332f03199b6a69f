package dev.mcpoauth.transport.shared;

import java.util.List;
import java.util.Optional;

/**
 * Keeps what was sent on streams of the session era, so that a client that lost its connection gets the rest
 * (2025-11-25, Streamable HTTP, "Resumability and Redelivery"). Thread-safe, bounded, and fast: called for each message.
 *
 * <p>All methods throw {@link SharedStateException} while the store can not be reached.
 */
public interface EventStore {

    /**
     * Keeps an event; older ones of the stream, or of others, may have to go. If the event before it was never kept, those
     * before that go as well: what is kept has no gap.
     */
    void append(StreamKey stream, StoredEvent event);

    /** The events after this number, in order; empty if the stream is unknown or one of them is gone. */
    Optional<List<StoredEvent>> after(StreamKey stream, long sequence);

    /** Forgets a stream. */
    void drop(StreamKey stream);

    /**
     * A stream.
     *
     * @param session names the session; no id that a client could send
     * @param stream the stream's name within it
     */
    record StreamKey(String session, String stream) {}

    /**
     * An event.
     *
     * @param sequence its number within the stream, from 1
     * @param data the message; empty for the end of the stream
     */
    record StoredEvent(long sequence, String data) {

        /** Stands after the last message of a stream. */
        public static StoredEvent end(long sequence) {
            return new StoredEvent(sequence, "");
        }

        /** Whether nothing follows. */
        public boolean isEnd() {
            return data.isEmpty();
        }
    }
}
