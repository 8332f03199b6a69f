package dev.mcpoauth.transport.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.transport.shared.EventStore.StoredEvent;
import dev.mcpoauth.transport.shared.EventStore.StreamKey;
import org.junit.jupiter.api.Test;

class MemoryEventStoreTest {

    private static final StreamKey ONE = new StreamKey("s", "1");
    private static final StreamKey TWO = new StreamKey("s", "2");
    private static final String DATA = "x".repeat(68); // 200 bytes as they are counted

    private final MemoryEventStore store = new MemoryEventStore(600, 1000);

    @Test
    void replaysOnlyWhatCameAfterOnTheSameStream() {
        append(ONE, 1, 3);
        append(TWO, 1, 1);
        assertThat(store.after(ONE, 1).orElseThrow())
                .extracting(StoredEvent::sequence)
                .containsExactly(2L, 3L);
    }

    @Test
    void saysSoWhenEventsAreGone() {
        append(ONE, 1, 5);
        assertThat(store.after(ONE, 1)).isEmpty();
        assertThat(store.after(ONE, 2).orElseThrow()).hasSize(3);
        assertThat(store.after(TWO, 0)).isEmpty();
    }

    @Test
    void staysWithinItsBytesWhateverIsAppended() {
        for (int stream = 0; stream < 100; stream++) append(new StreamKey("s", "" + stream), 1, 10);
        assertThat(store.bytes()).isLessThanOrEqualTo(1000);
        store.append(ONE, new StoredEvent(1, "x".repeat(100_000)));
        assertThat(store.bytes()).isLessThanOrEqualTo(1000);
    }

    @Test
    void forgetsTheQuietestStreamFirst() {
        append(ONE, 1, 2);
        append(TWO, 1, 2);
        append(ONE, 3, 1);
        append(new StreamKey("s", "3"), 1, 1);
        assertThat(store.after(TWO, 1)).isEmpty();
        assertThat(store.after(ONE, 2)).isPresent();
    }

    @Test
    void givesItsBytesBackWhenAStreamIsDropped() {
        append(ONE, 1, 2);
        store.drop(ONE);
        store.drop(ONE);
        assertThat(store.bytes()).isZero();
    }

    @Test
    void refusesBoundsThatContradict() {
        assertThatThrownBy(() -> new MemoryEventStore(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private void append(StreamKey stream, long from, int count) {
        for (long i = from; i < from + count; i++) store.append(stream, new StoredEvent(i, DATA));
    }
}
