package dev.mcpoauth.example.benchmarks.store;

import dev.mcpoauth.core.store.transfer.TransferableStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;

/**
 * Measures stores: {@code stores [latency] [growth] [purge] [NAME...]}, everything on every store by default. Growth and purge
 * fill a million rows first, which takes minutes per store.
 */
public final class StoresRun {
    private static final int FAMILIES = 10_000;
    private static final int MILLION = 1_000_000;
    private static final int[] THREADS = {1, 8, 32};
    private static final int[] SIZES = {1_000, 10_000, 100_000, MILLION};
    private static final int PURGE_BATCH = 500;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration LENGTH = Duration.ofSeconds(4);

    private final Population population = new Population();

    private final int[] generations = new int[MILLION];

    private StoresRun() {
        Arrays.fill(generations, 1);
    }

    /** Runs what the arguments name. */
    public static void main(String[] args) throws Exception {
        List<String> asked = Arrays.asList(args);
        List<String> parts = asked.stream().filter(Candidates.PARTS::contains).toList();
        List<String> names =
                asked.stream().filter(a -> !Candidates.PARTS.contains(a)).toList();
        for (String name : names.isEmpty() ? Candidates.names() : names) {
            for (String part : parts.isEmpty() ? Candidates.PARTS : parts) {
                try (Candidate candidate = Candidates.start(name)) {
                    new StoresRun().run(part, candidate);
                }
            }
        }
    }

    private void run(String part, Candidate candidate) throws Exception {
        switch (part) {
            case "latency" -> latency(candidate);
            case "growth" -> growth(candidate);
            case "purge" -> purge(candidate);
            default -> throw new IllegalArgumentException("unknown part " + part);
        }
    }

    private void fill(Candidate candidate, int from, int to) throws Exception {
        try (TransferableStore store = candidate.openForFilling()) {
            population.fill(store, from, to);
        }
    }

    private void latency(Candidate candidate) throws Exception {
        fill(candidate, 0, FAMILIES);
        System.out.printf(
                "%n%-14s %-12s %8s %12s %10s %10s%n", "store", "verb", "threads", "per second", "p50 µs", "p99 µs");
        try (TransferableStore store = candidate.open()) {
            Verbs verbs = new Verbs(store, population, FAMILIES, generations);
            for (int threads : THREADS) {
                print(candidate, "find access", threads, measured(threads, verbs::findAccess));
                print(candidate, "rotate", threads, measured(threads, t -> verbs.rotate(t, threads)));
                print(candidate, "redeem", threads, measured(threads, t -> verbs.redeem()));
            }
        }
    }

    private static Timing measured(int threads, IntFunction<Timing.Step> steps) throws Exception {
        Timing.of(threads, WARM_UP, steps);
        return Timing.of(threads, LENGTH, steps);
    }

    private static void print(Candidate candidate, String verb, int threads, Timing timing) {
        System.out.printf(
                Locale.ROOT,
                "%-14s %-12s %8d %12.0f %10.1f %10.1f%n",
                candidate.name(),
                verb,
                threads,
                timing.perSecond(),
                timing.median(),
                timing.micros(0.99));
    }

    private void growth(Candidate candidate) throws Exception {
        System.out.printf(
                "%n%-14s %12s %14s %8s %14s %8s%n",
                "store", "live grants", "find p50 µs", "ratio", "rotate p50 µs", "ratio");
        double firstFind = 0;
        double firstRotate = 0;
        int filled = 0;
        for (int size : SIZES) {
            fill(candidate, filled, size);
            filled = size;
            try (TransferableStore store = candidate.open()) {
                Verbs verbs = new Verbs(store, population, size, generations);
                double find = measured(8, verbs::findAccess).median();
                double rotate = measured(8, t -> verbs.rotate(t, 8)).median();
                firstFind = firstFind == 0 ? find : firstFind;
                firstRotate = firstRotate == 0 ? rotate : firstRotate;
                System.out.printf(
                        Locale.ROOT,
                        "%-14s %12d %14.1f %8.2f %14.1f %8.2f%n",
                        candidate.name(),
                        size,
                        find,
                        find / firstFind,
                        rotate,
                        rotate / firstRotate);
            }
        }
    }

    /** Traffic alone, beside a purge of a million rows, and alone again: the machine's own drift shows. */
    private void purge(Candidate candidate) throws Exception {
        fill(candidate, 0, FAMILIES);
        try (TransferableStore store = candidate.openForFilling()) {
            population.fillExpired(store, MILLION);
        }
        try (TransferableStore store = candidate.open()) {
            Verbs verbs = new Verbs(store, population, FAMILIES, generations);
            IntFunction<Timing.Step> traffic = t -> verbs.rotate(t, 8);
            double before = measured(8, traffic).perSecond();
            var going = new AtomicBoolean(true);
            CompletableFuture<Long> purge = CompletableFuture.supplyAsync(() -> purge(store, going));
            double beside = Timing.of(8, LENGTH, traffic).perSecond();
            going.set(false);
            long removed = purge.join();
            double after = Timing.of(8, LENGTH, traffic).perSecond();
            System.out.printf(
                    Locale.ROOT,
                    "%n%-14s rotations per second: %.0f alone, %.0f beside a purge of %d rows, %.0f alone: ratio %.2f%n",
                    candidate.name(),
                    before,
                    beside,
                    removed,
                    after,
                    beside / Math.max(1, (before + after) / 2));
        }
    }

    private long purge(TransferableStore store, AtomicBoolean going) {
        long removed = 0;
        while (going.get()) {
            removed += store.purge(population.now(), PURGE_BATCH).removed();
        }
        return removed;
    }
}
