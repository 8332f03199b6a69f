package dev.mcpoauth.transport.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.transport.shared.EventStore.StoredEvent;
import dev.mcpoauth.transport.shared.EventStore.StreamKey;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link EventStore} promises. Extend it and hand out a store. */
@DisplayName("2025-11-25, Resumability and Redelivery")
public abstract class EventStoreContract {

    private final String session = UUID.randomUUID().toString();
    private final StreamKey stream = new StreamKey(session, "1");

    /** A store that keeps at least 1,000 and at most 100,000 characters of a stream. */
    protected abstract EventStore store();

    private void append(StreamKey key, long from, long to) {
        for (long i = from; i <= to; i++) store().append(key, event(i));
    }

    private static StoredEvent event(long sequence) {
        return new StoredEvent(sequence, "{\"n\":" + sequence + ",\"text\":\"\u00e4\ud83d\ude00\"}");
    }

    @Test
    void replaysWhatCameAfterInOrder() {
        append(stream, 1, 5);
        assertThat(store().after(stream, 2))
                .hasValueSatisfying(events -> assertThat(events).containsExactly(event(3), event(4), event(5)));
        assertThat(store().after(stream, 0))
                .hasValueSatisfying(events -> assertThat(events).hasSize(5));
        assertThat(store().after(stream, 5))
                .hasValueSatisfying(events -> assertThat(events).isEmpty());
    }

    @Test
    void keepsStreamsApart() {
        StreamKey other = new StreamKey(session, "2");
        append(stream, 1, 2);
        append(other, 1, 1);
        store().append(other, new StoredEvent(2, "other"));
        assertThat(store().after(stream, 1))
                .hasValueSatisfying(events -> assertThat(events).containsExactly(event(2)));
        assertThat(store().after(new StreamKey("x" + session, "1"), 0)).isEmpty();
    }

    @Test
    void marksTheEnd() {
        append(stream, 1, 1);
        store().append(stream, StoredEvent.end(2));
        assertThat(store().after(stream, 1))
                .hasValueSatisfying(events -> assertThat(events).singleElement().matches(StoredEvent::isEnd));
    }

    @Test
    void saysWhenSomethingIsGone() {
        String long_ = "x".repeat(40_000);
        for (int i = 1; i <= 10; i++) store().append(stream, new StoredEvent(i, long_));
        assertThat(store().after(stream, 1)).isEmpty();
        assertThat(store().after(stream, 9))
                .hasValueSatisfying(events -> assertThat(events).hasSize(1));
    }

    @Test
    void anEventThatIsLongerThanAllRoomIsGoneAndTheNextIsNot() {
        append(stream, 1, 2);
        store().append(stream, new StoredEvent(3, "x".repeat(200_000)));
        append(stream, 4, 4);
        assertThat(store().after(stream, 2)).isEmpty();
        assertThat(store().after(stream, 3))
                .hasValueSatisfying(events -> assertThat(events).containsExactly(event(4)));
    }

    @Test
    void hidesNoGap() {
        append(stream, 1, 3);
        append(stream, 6, 7);
        assertThat(store().after(stream, 2)).isEmpty();
        assertThat(store().after(stream, 4)).isEmpty();
        assertThat(store().after(stream, 5))
                .hasValueSatisfying(events -> assertThat(events).hasSize(2));
    }

    @Test
    void forgetsAStream() {
        append(stream, 1, 2);
        store().drop(stream);
        store().drop(stream);
        assertThat(store().after(stream, 1)).isEmpty();
    }
}
