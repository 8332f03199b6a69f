package dev.mcpoauth.transport.server.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.server.task.TaskStore.Replacement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link TaskStore} does. An implementation's test extends this and says how to make an empty store. */
public abstract class TaskStoreContract {

    /** Most tasks that the store of {@link #newStore} takes. */
    protected static final int TASKS = 12;

    /** Most tasks that it takes of one owner. */
    protected static final int TASKS_PER_OWNER = 4;

    /** Most bytes of content that it takes for one task. */
    protected static final int TASK_BYTES = 1000;

    private static final int THREADS = 8;
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private TaskStore store;

    /** An empty store within the limits of this class. */
    protected abstract TaskStore newStore();

    @BeforeEach
    void begin() {
        store = newStore();
    }

    @Test
    void givesBackWhatItWasGiven() {
        StoredTask task =
                new StoredTask("id-_1", "issuer\nada\u00e9", 1, at(60), Json.parse("{\"a\":[1.0,\"\u2028\"]}"));
        assertThat(store.create(task, T0)).isTrue();
        assertThat(store.find("id-_1")).contains(task);
    }

    @Test
    void knowsNoOtherTasks() {
        store.create(task("a", "ada"), T0);
        for (String id : List.of("A", "a ", "b", "")) assertThat(store.find(id)).isEmpty();
        assertThat(store.replace(next(task("b", "ada"), "{}"), T0)).isEqualTo(Replacement.GONE);
        assertThat(store.find("b")).isEmpty();
    }

    @Test
    void keepsNoSecondTaskOfOneId() {
        store.create(task("a", "ada"), T0);
        assertThatThrownBy(() -> store.create(task("a", "eve"), T0)).isInstanceOf(IllegalStateException.class);
        assertThat(store.find("a")).contains(task("a", "ada"));
    }

    @Test
    void replacesTheVersionBefore() {
        StoredTask first = task("a", "ada");
        StoredTask second = next(first, "{\"n\":2}");
        store.create(first, T0);
        assertThat(store.replace(second, T0)).isEqualTo(Replacement.REPLACED);
        assertThat(store.find("a")).contains(second);
    }

    @Test
    void replacesNoOtherVersion() {
        StoredTask first = task("a", "ada");
        StoredTask second = next(first, "{\"n\":2}");
        store.create(first, T0);
        store.replace(second, T0);
        assertThat(store.replace(next(first, "{\"n\":3}"), T0)).isEqualTo(Replacement.OUTDATED);
        assertThat(store.replace(next(next(second, "{}"), "{}"), T0)).isEqualTo(Replacement.OUTDATED);
        assertThat(store.find("a")).contains(second);
    }

    @Test
    void forgetsNothingBeforeItsTime() {
        store.create(task("a", "ada"), T0);
        assertThat(store.create(task("b", "ada"), at(60).minusMillis(1))).isTrue();
        assertThat(store.find("a")).isPresent();
    }

    @Test
    void aReplacementCanMoveTheTime() {
        StoredTask first = task("a", "ada");
        store.create(first, T0);
        StoredTask longer = new StoredTask("a", "ada", 2, at(600), first.content());
        store.replace(longer, T0);
        store.create(task("b", "ada"), at(120));
        assertThat(store.find("a")).contains(longer);
    }

    @Test
    void whatExpiredTakesNoRoom() {
        for (int i = 0; i < TASKS_PER_OWNER; i++)
            assertThat(store.create(task("t" + i, "ada"), T0)).isTrue();
        assertThat(store.create(task("late", "ada"), T0)).isFalse();
        assertThat(store.create(task("later", "ada"), at(60))).isTrue();
    }

    @Test
    void takesSoManyOfOneOwnerAndStillSomeOfOthers() {
        for (int i = 0; i < TASKS_PER_OWNER; i++) store.create(task("a" + i, "ada"), T0);
        assertThat(store.create(task("a", "ada"), T0)).isFalse();
        assertThat(store.find("a")).isEmpty();
        assertThat(store.create(task("e", "eve"), T0)).isTrue();
    }

    @Test
    void callersThatNobodyVerifiedShareTheTotal() {
        for (int i = 0; i < TASKS; i++)
            assertThat(store.create(task("n" + i, ""), T0)).isTrue();
        assertThat(store.create(task("n", ""), T0)).isFalse();
        assertThat(store.create(task("a", "ada"), T0)).isFalse();
    }

    @Test
    void refusesContentThatIsTooLargeAndKeepsWhatItHas() {
        StoredTask first = task("a", "ada");
        store.create(first, T0);
        String large = "{\"x\":\"" + "y".repeat(TASK_BYTES) + "\"}";
        assertThat(store.replace(next(first, large), T0)).isEqualTo(Replacement.NO_ROOM);
        assertThat(store.find("a")).contains(first);
        assertThat(store.replace(next(first, "{\"small\":1}"), T0)).isEqualTo(Replacement.REPLACED);
    }

    @Test
    void ofConcurrentReplacementsExactlyOneWins() throws Exception {
        for (int round = 0; round < 40; round++) {
            store = newStore();
            StoredTask first = task("a", "ada");
            store.create(first, T0);
            List<Replacement> outcomes = race(i -> () -> store.replace(next(first, "{\"n\":" + i + "}"), T0));
            assertThat(Collections.frequency(outcomes, Replacement.REPLACED)).isEqualTo(1);
            assertThat(Collections.frequency(outcomes, Replacement.OUTDATED)).isEqualTo(THREADS - 1);
            assertThat(store.find("a").orElseThrow().version()).isEqualTo(2);
        }
    }

    @Test
    void concurrentCallersDoNotGetPastTheLimit() throws Exception {
        for (int round = 0; round < 20; round++) {
            store = newStore();
            List<Boolean> outcomes =
                    race(i -> () -> store.create(task(UUID.randomUUID().toString(), "ada"), T0));
            assertThat(Collections.frequency(outcomes, true)).isEqualTo(TASKS_PER_OWNER);
        }
    }

    private static StoredTask task(String id, String owner) {
        return new StoredTask(id, owner, 1, at(60), Json.parse("{\"n\":1}"));
    }

    private static StoredTask next(StoredTask task, String content) {
        return new StoredTask(task.id(), task.owner(), task.version() + 1, task.expires(), Json.parse(content));
    }

    private static Instant at(int seconds) {
        return T0.plus(Duration.ofSeconds(seconds));
    }

    private static <T> List<T> race(IntFunction<Callable<T>> action) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Callable<T> mine = action.apply(i);
                running.add(threads.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return mine.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) results.add(one.get(60, TimeUnit.SECONDS));
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
