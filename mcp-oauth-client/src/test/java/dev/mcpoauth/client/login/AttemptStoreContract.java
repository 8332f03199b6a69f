package dev.mcpoauth.client.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link AttemptStore} has to do. Extended once per implementation. */
public abstract class AttemptStoreContract {
    private static final Instant LATER = Instant.now().plusSeconds(600);
    private static final JsonObject DOCUMENT =
            JsonObject.builder().put("state", "x").put("scope", "ü \" \n").build();

    /** A store with nothing in it. */
    protected abstract AttemptStore newStore();

    @Test
    void keepsADocument() throws Exception {
        AttemptStore store = newStore();
        store.put("a".repeat(64), DOCUMENT, LATER);
        assertThat(store.load("a".repeat(64))).isEqualTo(DOCUMENT);
    }

    @Test
    void knowsNothingElse() throws Exception {
        AttemptStore store = newStore();
        store.put("a".repeat(64), DOCUMENT, LATER);
        assertThat(store.load("b".repeat(64))).isEqualTo(JsonObject.EMPTY);
        assertThat(store.remove("b".repeat(64))).isFalse();
    }

    @Test
    void looksWithoutTaking() throws Exception {
        AttemptStore store = newStore();
        store.put("a".repeat(64), DOCUMENT, LATER);
        store.load("a".repeat(64));
        assertThat(store.load("a".repeat(64))).isEqualTo(DOCUMENT);
    }

    @Test
    void removesOnce() throws Exception {
        AttemptStore store = newStore();
        store.put("a".repeat(64), DOCUMENT, LATER);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> all = IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(i -> () -> store.remove("a".repeat(64)))
                    .toList();
            int removed = 0;
            for (var outcome : threads.invokeAll(all)) {
                removed += outcome.get() ? 1 : 0;
            }
            assertThat(removed).isEqualTo(1);
            assertThat(store.load("a".repeat(64))).isEqualTo(JsonObject.EMPTY);
        } finally {
            threads.shutdownNow();
        }
    }
}
