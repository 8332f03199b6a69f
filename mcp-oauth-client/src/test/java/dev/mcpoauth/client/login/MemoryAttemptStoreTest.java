package dev.mcpoauth.client.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.client.testing.MutableClock;
import dev.mcpoauth.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryAttemptStoreTest extends AttemptStoreContract {
    private static final JsonObject DOCUMENT =
            JsonObject.builder().put("state", "x").build();

    @Override
    protected AttemptStore newStore() {
        return new MemoryAttemptStore();
    }

    @Test
    void forgetsTheOldestOfTooMany() {
        MutableClock clock = new MutableClock();
        MemoryAttemptStore store = new MemoryAttemptStore(clock);
        for (int i = 0; i <= 10_000; i++) {
            store.put("key " + i, DOCUMENT, clock.instant().plusSeconds(300));
        }
        assertThat(store.load("key 0")).isEqualTo(JsonObject.EMPTY);
        assertThat(store.load("key 1")).isEqualTo(DOCUMENT);
        assertThat(store.load("key 10000")).isEqualTo(DOCUMENT);
    }

    @Test
    void forgetsWhatHasExpired() {
        MutableClock clock = new MutableClock();
        MemoryAttemptStore store = new MemoryAttemptStore(clock);
        store.put("old", DOCUMENT, clock.instant().plusSeconds(300));
        clock.advance(Duration.ofSeconds(301));
        store.put("new", DOCUMENT, clock.instant().plusSeconds(300));
        assertThat(store.load("old")).isEqualTo(JsonObject.EMPTY);
        assertThat(store.load("new")).isEqualTo(DOCUMENT);
    }
}
