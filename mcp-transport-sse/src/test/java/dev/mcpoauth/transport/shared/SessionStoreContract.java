package dev.mcpoauth.transport.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every {@link SessionStore} promises. Extend it and hand out two stores over the same state. */
public abstract class SessionStoreContract {

    private static final Duration IDLE = Duration.ofMinutes(10);

    /** A store. */
    protected abstract SessionStore one();

    /** Another over the same state, as another node has it. */
    protected abstract SessionStore other();

    /** Lets so much time go by for the store; may wait. */
    protected abstract void pass(Duration time);

    private static StoredSession session() {
        return new StoredSession(UUID.randomUUID().toString(), "caller", 1, "{\"a\":\"\u00e4\"}");
    }

    @Test
    void anotherNodeFindsASession() {
        StoredSession opened = session();
        one().open(opened, IDLE);
        assertThat(other().touch(opened.key(), IDLE)).contains(opened);
        assertThat(other().touch(opened.key() + "x", IDLE)).isEmpty();
    }

    @Test
    void aClosedSessionIsGoneForAll() {
        StoredSession opened = session();
        one().open(opened, IDLE);
        other().close(opened.key());
        other().close(opened.key());
        assertThat(one().touch(opened.key(), IDLE)).isEmpty();
        assertThat(one().replace(opened.next("{}"))).isFalse();
        assertThat(one().touch(opened.key(), IDLE)).isEmpty();
    }

    @Test
    void aSessionEndsWhenItsTimeIsOver() {
        StoredSession opened = session();
        one().open(opened, Duration.ofMillis(100));
        pass(Duration.ofMillis(120));
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(one().replace(opened.next("{}"))).isFalse());
        assertThat(other().touch(opened.key(), IDLE)).isEmpty();
    }

    @Test
    void aTouchGivesASessionTime() {
        StoredSession opened = session();
        one().open(opened, Duration.ofMillis(400));
        assertThat(other().touch(opened.key(), IDLE)).isPresent();
        pass(Duration.ofMillis(500));
        assertThat(one().touch(opened.key(), IDLE)).isPresent();
    }

    @Test
    void onlyTheStateThatWasSeenIsReplaced() {
        StoredSession opened = session();
        one().open(opened, IDLE);
        StoredSession next = opened.next("{\"b\":1}");
        assertThat(one().replace(next)).isTrue();
        assertThat(other().replace(opened.next("{\"c\":1}"))).isFalse();
        assertThat(other().touch(opened.key(), IDLE)).contains(next);
    }

    @Test
    void ofManyChangesAtOnceNoneIsLost() throws Exception {
        StoredSession opened = new StoredSession(UUID.randomUUID().toString(), "caller", 1, "");
        one().open(opened, IDLE);
        List<Callable<Void>> changes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            SessionStore store = i % 2 == 0 ? one() : other();
            changes.add(() -> {
                for (int round = 0; round < 10; round++) append(store, opened.key());
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<Void> change : threads.invokeAll(changes)) change.get();
        } finally {
            threads.shutdownNow();
        }
        StoredSession last = one().touch(opened.key(), IDLE).orElseThrow();
        assertThat(last.state()).hasSize(80);
        assertThat(last.revision()).isEqualTo(81);
    }

    private static void append(SessionStore store, String key) {
        boolean done = false;
        while (!done) {
            StoredSession seen = store.touch(key, IDLE).orElseThrow();
            done = store.replace(seen.next(seen.state() + "x"));
        }
    }
}
