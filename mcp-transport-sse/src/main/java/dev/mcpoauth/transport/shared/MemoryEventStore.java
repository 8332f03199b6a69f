package dev.mcpoauth.transport.shared;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps events in memory: so many bytes per stream and in all; the stream that was quiet longest goes first. */
public final class MemoryEventStore implements EventStore {

    /** A guess at what the JVM needs around the text of an event. */
    private static final int OVERHEAD = 64;

    private final long maxBytesPerStream;
    private final long maxBytes;
    private final Map<StreamKey, Stream> streams = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** A store with these bounds, in bytes. */
    public MemoryEventStore(long maxBytesPerStream, long maxBytes) {
        if (maxBytesPerStream < 1 || maxBytes < maxBytesPerStream) {
            throw new IllegalArgumentException("needs 0 < maxBytesPerStream <= maxBytes");
        }
        this.maxBytesPerStream = maxBytesPerStream;
        this.maxBytes = maxBytes;
    }

    private static final class Stream {
        final Deque<StoredEvent> events = new ArrayDeque<>();
        long bytes;
        long dropped;
        long last;
    }

    @Override
    public synchronized void append(StreamKey key, StoredEvent event) {
        Stream stream = streams.computeIfAbsent(key, k -> new Stream());
        if (event.sequence() != stream.last + 1) clear(stream, event.sequence() - 1);
        stream.last = event.sequence();
        stream.events.add(event);
        grow(stream, size(event));
        while (stream.bytes > maxBytesPerStream) removeOldest(stream);
        Iterator<Stream> quietest = streams.values().iterator();
        while (bytes > maxBytes && quietest.hasNext()) {
            bytes -= quietest.next().bytes;
            quietest.remove();
        }
    }

    @Override
    public synchronized Optional<List<StoredEvent>> after(StreamKey key, long sequence) {
        Stream stream = streams.get(key);
        if (stream == null || sequence < stream.dropped) return Optional.empty();
        return Optional.of(
                stream.events.stream().filter(e -> e.sequence() > sequence).toList());
    }

    @Override
    public synchronized void drop(StreamKey key) {
        Stream stream = streams.remove(key);
        if (stream != null) bytes -= stream.bytes;
    }

    /** How many bytes are held, as far as they are counted. */
    public synchronized long bytes() {
        return bytes;
    }

    private void clear(Stream stream, long dropped) {
        grow(stream, -stream.bytes);
        stream.events.clear();
        stream.dropped = dropped;
    }

    private void removeOldest(Stream stream) {
        StoredEvent oldest = stream.events.remove();
        stream.dropped = oldest.sequence();
        grow(stream, -size(oldest));
    }

    private void grow(Stream stream, long by) {
        stream.bytes += by;
        bytes += by;
    }

    private static long size(StoredEvent event) {
        return 2L * event.data().length() + OVERHEAD;
    }
}
