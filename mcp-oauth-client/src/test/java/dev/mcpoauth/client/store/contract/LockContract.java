package dev.mcpoauth.client.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The lock of a key, among the threads that use one store object. */
abstract class LockContract extends StoreTests {

    @Test
    void letsOneAtATimeUnderOneKey() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        assertThat(together(
                        8,
                        () -> store.withLock("a", LONG, () -> {
                            int together = inside.incrementAndGet();
                            Thread.yield();
                            inside.decrementAndGet();
                            return together;
                        })))
                .containsOnly(1);
    }

    @Test
    void locksKeysApartAndGivesUpInTime() throws Exception {
        try (Holder holder = new Holder("a")) {
            assertThat(store.<Integer>withLock("b", LONG, () -> 7)).isEqualTo(7);
            assertThatThrownBy(() -> store.withLock("a", SHORT, () -> 0)).isInstanceOf(IOException.class);
            assertThat(holder.holds()).isTrue();
        }
        assertThat(store.<Integer>withLock("a", LONG, () -> 8)).isEqualTo(8);
    }

    @Test
    void letsAWaitingThreadGoWhenItIsInterrupted() throws Exception {
        try (Holder holder = new Holder("a")) {
            FutureTask<Integer> waiting = new FutureTask<>(() -> store.withLock("a", LONG, () -> 1));
            Thread thread = new Thread(waiting);
            thread.start();
            thread.interrupt();
            assertThatThrownBy(waiting::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(holder.holds()).isTrue();
        }
    }

    @Test
    void readsAndWritesUnderItsOwnLock() throws Exception {
        assertThat(store.<Boolean>withLock("a", LONG, () -> store.compareAndSet("a", JsonObject.EMPTY, ONE)))
                .isTrue();
        assertThat(store.<JsonObject>withLock("a", LONG, () -> store.load("a"))).isEqualTo(ONE);
    }

    @Test
    void keepsNobodyFromReadingAndWritingWithoutIt() throws Exception {
        try (Holder holder = new Holder("a")) {
            assertThat(store.compareAndSet("a", JsonObject.EMPTY, ONE)).isTrue();
            assertThat(store.load("a")).isEqualTo(ONE);
            assertThat(holder.holds()).isTrue();
        }
    }

    @Test
    void freesTheLockWhenTheActionFails() throws Exception {
        assertThatThrownBy(() -> store.withLock("a", LONG, () -> {
                    throw new IOException("no");
                }))
                .hasMessage("no");
        assertThatThrownBy(() -> store.withLock("a", LONG, () -> {
                    throw new IllegalStateException("never");
                }))
                .hasMessage("never");
        assertThat(store.<Integer>withLock("a", Duration.ofSeconds(1), () -> 1)).isEqualTo(1);
    }

    /** Another thread that has the lock until it is closed. */
    private final class Holder implements AutoCloseable {
        private final CountDownLatch held = new CountDownLatch(1);
        private final CountDownLatch done = new CountDownLatch(1);
        private final CompletableFuture<Integer> holding;

        Holder(String key) throws InterruptedException {
            this.holding = CompletableFuture.supplyAsync(() -> hold(key));
            held.await();
        }

        private int hold(String key) {
            try {
                return store.withLock(key, LONG, () -> {
                    held.countDown();
                    done.await();
                    return 0;
                });
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        boolean holds() {
            return !holding.isDone();
        }

        @Override
        public void close() {
            done.countDown();
            holding.join();
        }
    }
}
