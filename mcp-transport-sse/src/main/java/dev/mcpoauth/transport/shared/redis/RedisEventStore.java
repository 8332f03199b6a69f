package dev.mcpoauth.transport.shared.redis;

import dev.mcpoauth.transport.shared.EventStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A list per stream, with a hash that says where in the stream it is. */
final class RedisEventStore implements EventStore {

    private static final Script APPEND = new Script("events-append");
    private static final Script AFTER = new Script("events-after");
    private static final Script DROP = new Script("events-drop");

    private final RedisEval redis;
    private final Keys keys;
    private final long maxBytesPerStream;
    private final Duration keep;

    RedisEventStore(RedisEval redis, Keys keys, long maxBytesPerStream, Duration keep) {
        this.redis = redis;
        this.keys = keys;
        this.maxBytesPerStream = maxBytesPerStream;
        this.keep = keep;
    }

    @Override
    public void append(StreamKey stream, StoredEvent event) {
        APPEND.run(redis, keys.events(stream), event.sequence(), event.data(), maxBytesPerStream, keep.toMillis());
    }

    @Override
    public Optional<List<StoredEvent>> after(StreamKey stream, long sequence) {
        List<?> found = AFTER.run(redis, keys.events(stream), sequence);
        if (found.isEmpty()) return Optional.empty();
        List<StoredEvent> events = new ArrayList<>();
        long number = sequence;
        for (Object data : (List<?>) found.get(0)) events.add(new StoredEvent(++number, Script.text(data)));
        return Optional.of(List.copyOf(events));
    }

    @Override
    public void drop(StreamKey stream) {
        DROP.run(redis, keys.events(stream));
    }
}
