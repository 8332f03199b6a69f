package dev.mcpoauth.example.benchmarks.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** How long single calls took. */
final class Timing {
    private final long[] nanos;
    private final Duration elapsed;

    /**
     * Calls that were measured.
     *
     * @param nanos of each call, in ascending order
     * @param elapsed of all of them together
     */
    private Timing(long[] nanos, Duration elapsed) {
        this.nanos = nanos;
        this.elapsed = elapsed;
    }

    /** The next call of one thread; returns how long the measured part of it took. */
    @FunctionalInterface
    interface Step {
        long nanos() throws Exception;
    }

    /** Calls from several threads for a while. */
    static Timing of(int threads, Duration length, IntFunction<Step> stepOfThread) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            var start = new CyclicBarrier(threads);
            List<Callable<long[]>> drivers = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                Step step = stepOfThread.apply(thread);
                drivers.add(() -> {
                    start.await();
                    return drive(step, length);
                });
            }
            long begun = System.nanoTime();
            List<long[]> all = new ArrayList<>();
            for (Future<long[]> driver : pool.invokeAll(drivers)) {
                all.add(driver.get());
            }
            long[] nanos = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            return new Timing(nanos, Duration.ofNanos(System.nanoTime() - begun));
        } finally {
            pool.shutdownNow();
        }
    }

    private static long[] drive(Step step, Duration length) throws Exception {
        long[] nanos = new long[1024];
        int count = 0;
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = step.nanos();
        }
        return Arrays.copyOf(nanos, count);
    }

    double perSecond() {
        return nanos.length * 1e9 / elapsed.toNanos();
    }

    double median() {
        return micros(0.5);
    }

    double micros(double quantile) {
        return nanos[(int) Math.min(nanos.length - 1L, (long) (quantile * nanos.length))] / 1e3;
    }
}
