package dev.mcpoauth.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.core.store.transfer.RowKind;
import dev.mcpoauth.core.store.transfer.TransferableStore;
import dev.mcpoauth.server.store.jdbc.JdbcOAuthStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code -Dfuzz.requests=1000000} sends more than the 20,000 requests of a normal build; {@code -Dfuzz.seed=N} repeats a
 * run that failed.
 */
@DisplayName("Whatever is sent, the servlet answers with 2xx, 303 or 4xx, safely, and remembers no more than it has to")
class FuzzTest {
    private static final long REQUESTS = Long.getLong("fuzz.requests", 20_000);
    private static final long FIXED = 20_261_130;
    private static final long SEED =
            Long.getLong("fuzz.seed", ThreadLocalRandom.current().nextLong(1_000_000_000));
    /** What is reached by requests that build on each other; a generator that never got there would find nothing. */
    private static final List<String> DEPTHS = List.of(
            "authorize.granted",
            "code.replayed",
            "device.approved",
            "introspect.active",
            "manage.updated",
            "par.pushed",
            "register.created",
            "revoke.done",
            "token.issued");

    private static final int MOST_ROWS = 12_000;
    private static final long MOST_GROWTH = 16L << 20;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void nothingBreaksAndNothingGrows() throws Exception {
        System.out.println("fuzz.seed=" + SEED + " fuzz.requests=" + REQUESTS);
        List<TransferableStore> stores = new ArrayList<>();
        List<Lane> lanes = new ArrayList<>();
        for (long seed : new long[] {FIXED, SEED}) {
            for (boolean tolerant : new boolean[] {false, true}) {
                TransferableStore store = new InMemoryOAuthStore(20_000);
                stores.add(store);
                lanes.add(new Lane(tolerant ? "tolerant" : "strict", seed, store, tolerant));
            }
        }
        long share = REQUESTS / lanes.size();

        together(lanes, share / 4);
        long early = heap();
        together(lanes, share - share / 4);
        long late = heap();

        lanes.forEach(System.out::println);
        List<Integer> rows = stores.stream().map(FuzzTest::rows).toList();
        System.out.println(
                "heap " + (early >> 10) + " KiB at the quarter, " + (late >> 10) + " KiB at the end, rows " + rows);
        assertThat(lanes).allSatisfy(lane -> assertThat(lane.reasons()).containsAll(DEPTHS));
        assertThat(rows).allSatisfy(count -> assertThat(count).isLessThan(MOST_ROWS));
        assertThat(late - early).as("growth of the heap").isLessThan(MOST_GROWTH);
    }

    @Test
    void norOverHttp() throws Exception {
        Lane lane = new Lane("over HTTP", SEED, new InMemoryOAuthStore(20_000), false);
        try (Wire wire = new Wire(lane.target().server)) {
            lane.run(REQUESTS / 20, wire);
        }

        System.out.println(lane);
        assertThat(lane.reasons()).contains("token.issued", "register.created");
    }

    @Test
    void norOnADatabase() throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        try (JdbcOAuthStore store = JdbcOAuthStore.open(database)) {
            Lane lane = new Lane("on a database", SEED, store, true);
            lane.run(REQUESTS / 20);

            System.out.println(lane);
            assertThat(lane.reasons()).contains("token.issued", "register.created");
            assertThat(rows(store)).isLessThan(MOST_ROWS);
        }
    }

    private static void together(List<Lane> lanes, long requests) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Lane lane : lanes) {
                running.add(threads.submit(() -> {
                    lane.run(requests);
                    return lane;
                }));
            }
            for (Future<?> lane : running) {
                lane.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static int rows(TransferableStore store) {
        int count = 0;
        for (RowKind kind : RowKind.values()) {
            Cursor cursor = Cursor.START;
            while (true) {
                var page = store.rows(kind, cursor, 1000);
                count += page.items().size();
                if (page.next().isEmpty()) {
                    break;
                }
                cursor = page.next().get();
            }
        }
        return count;
    }

    private static long heap() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
