package dev.mcpoauth.client.store.contract;

import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/** A store for each test, and the means to use it from several threads. */
abstract class StoreTests {
    static final Duration LONG = Duration.ofSeconds(30);
    static final Duration SHORT = Duration.ofMillis(50);
    static final JsonObject ONE = JsonObject.builder().put("n", 1).build();
    static final JsonObject TWO = JsonObject.builder().put("n", 2).build();

    CredentialStore store;

    /** The store under test. */
    protected abstract CredentialStoreFixture fixture();

    @BeforeEach
    void create() throws Exception {
        store = fixture().newStore();
    }

    StoreAddress address() {
        Optional<StoreAddress> address = fixture().address();
        Assumptions.assumeTrue(address.isPresent(), "nobody else can use this store");
        return address.orElseThrow();
    }

    /** Runs the same in several threads at once. */
    static <T> List<T> together(int threads, Callable<T> work) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> all = IntStream.range(0, threads)
                    .mapToObj(i -> workers.submit(work))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> one : all) {
                results.add(one.get());
            }
            return results;
        } finally {
            workers.shutdownNow();
        }
    }

    /** Adds one to a number, however many others do so at the same time. */
    static void increment(CredentialStore counted, String key) throws IOException {
        JsonObject before;
        JsonObject after;
        do {
            before = counted.load(key);
            after = JsonObject.builder()
                    .put("n", before.integer("n").orElse(0L) + 1)
                    .build();
        } while (!counted.compareAndSet(key, before, after));
    }
}
