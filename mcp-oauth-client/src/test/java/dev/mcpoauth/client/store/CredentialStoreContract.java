package dev.mcpoauth.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every credential store does. */
abstract class CredentialStoreContract {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final JsonObject ONE = JsonObject.builder().put("n", 1).build();
    private static final JsonObject TWO = JsonObject.builder().put("n", 2).build();

    private CredentialStore store;

    abstract CredentialStore newStore() throws IOException;

    @BeforeEach
    void create() throws IOException {
        store = newStore();
    }

    @Test
    void anUnknownDocumentIsEmpty() throws IOException {
        assertThat(store.load("a")).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void replacesWhatIsAsExpected() throws IOException {
        assertThat(store.compareAndSet("a", JsonObject.EMPTY, ONE)).isTrue();
        assertThat(store.compareAndSet("a", ONE, TWO)).isTrue();
        assertThat(store.load("a")).isEqualTo(TWO);
        assertThat(store.load("b")).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void leavesWhatIsNot() throws IOException {
        store.compareAndSet("a", JsonObject.EMPTY, ONE);
        assertThat(store.compareAndSet("a", TWO, JsonObject.EMPTY)).isFalse();
        assertThat(store.compareAndSet("a", JsonObject.EMPTY, TWO)).isFalse();
        assertThat(store.load("a")).isEqualTo(ONE);
    }

    @Test
    void removesByTheEmptyDocument() throws IOException {
        store.compareAndSet("a", JsonObject.EMPTY, ONE);
        assertThat(store.compareAndSet("a", ONE, JsonObject.EMPTY)).isTrue();
        assertThat(store.load("a")).isEqualTo(JsonObject.EMPTY);
    }

    @Test
    void losesNoUpdateAmongEightThreads() throws IOException {
        List<CompletableFuture<Void>> all = IntStream.range(0, 8)
                .mapToObj(i ->
                        CompletableFuture.runAsync(() -> IntStream.range(0, 10).forEach(j -> increment())))
                .toList();
        all.forEach(CompletableFuture::join);
        assertThat(store.load("count").integer("n")).contains(80L);
    }

    private void increment() {
        try {
            JsonObject before;
            JsonObject after;
            do {
                before = store.load("count");
                after = JsonObject.builder()
                        .put("n", before.integer("n").orElse(0L) + 1)
                        .build();
            } while (!store.compareAndSet("count", before, after));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void letsOneAtATimeUnderOneKey() {
        AtomicInteger inside = new AtomicInteger();
        List<CompletableFuture<Integer>> all = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> locked("a", () -> {
                    int together = inside.incrementAndGet();
                    Thread.yield();
                    inside.decrementAndGet();
                    return together;
                })))
                .toList();
        assertThat(all).allMatch(f -> f.join() == 1);
    }

    private int locked(String key, CredentialStore.Guarded<Integer> action) {
        try {
            return store.withLock(key, LONG, action);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void locksKeysApartAndGivesUpInTime() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        CompletableFuture<Integer> holder = CompletableFuture.supplyAsync(() -> locked("a", () -> {
            held.countDown();
            done.await();
            return 0;
        }));
        held.await();
        try {
            assertThat(locked("b", () -> 7)).isEqualTo(7);
            assertThatThrownBy(() -> store.withLock("a", Duration.ofMillis(20), () -> 0))
                    .isInstanceOf(IOException.class);
        } finally {
            done.countDown();
        }
        assertThat(holder.join()).isZero();
    }

    @Test
    void readsAndWritesUnderItsOwnLock() throws Exception {
        assertThat(store.withLock("a", LONG, () -> store.compareAndSet("a", JsonObject.EMPTY, ONE)))
                .isTrue();
    }

    @Test
    void freesTheLockWhenTheActionFails() throws Exception {
        assertThatThrownBy(() -> store.withLock("a", LONG, () -> {
                    throw new IOException("no");
                }))
                .hasMessage("no");
        assertThat(store.withLock("a", Duration.ofMillis(100), () -> 1)).isEqualTo(1);
    }
}
