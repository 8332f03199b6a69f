package dev.mcpoauth.client.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.client.testing.ChildJvm;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two objects over one store in one process. */
abstract class SharingContract extends StoreTests {

    @Test
    void whatOneWritesTheOtherReads() throws Exception {
        CredentialStore other = address().open();
        store.compareAndSet("a", JsonObject.EMPTY, ONE);
        assertThat(other.load("a")).isEqualTo(ONE);
        assertThat(other.compareAndSet("a", JsonObject.EMPTY, TWO)).isFalse();
        assertThat(other.compareAndSet("a", ONE, TWO)).isTrue();
        assertThat(store.load("a")).isEqualTo(TWO);
    }

    @Test
    void noneLosesAnUpdate() throws Exception {
        StoreAddress address = address();
        together(4, () -> {
            CredentialStore own = address.open();
            for (int i = 0; i < 10; i++) {
                increment(own, "count");
            }
            return own;
        });
        assertThat(store.load("count").integer("n")).contains(40L);
    }

    @Test
    void bothHaveOneLock() throws Exception {
        CredentialStore other = address().open();
        store.withLock("a", LONG, () -> {
            assertThat(isFreeFor(other)).isFalse();
            return store;
        });
        assertThat(isFreeFor(other)).isTrue();
    }

    /** Closing a file gives up all locks that a process has on it, where the operating system is a POSIX one. */
    @Test
    void oneThatGivesUpDoesNotTakeTheLockFromTheOther() throws Exception {
        CredentialStore other = address().open();
        store.withLock("a", LONG, () -> {
            assertThat(isFreeFor(other)).isFalse();
            try (ChildJvm child = ProcessContract.child(address(), "try")) {
                assertThat(child.hear()).as("%s", child.output()).isEqualTo("locked");
            }
            return store;
        });
    }

    @Test
    void doesNotTakeTheSameLockTwiceInOneThread() throws Exception {
        CredentialStore other = address().open();
        store.withLock("a", LONG, () -> {
            assertThatThrownBy(() -> other.withLock("a", SHORT, () -> 1))
                    .isInstanceOfAny(IllegalStateException.class, IOException.class);
            return store;
        });
    }

    /** In another thread, as the lock is not reentrant. */
    private static boolean isFreeFor(CredentialStore other) {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return other.withLock("a", SHORT, () -> true);
                    } catch (IOException e) {
                        return false;
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                })
                .join();
    }
}
