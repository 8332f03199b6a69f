package dev.mcpoauth.example.benchmarks.endpoint;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * What one kind of request took on one thread.
 *
 * @param perSecond by the clock on the wall
 * @param cpuMicros of that thread, per request
 */
record Measured(double perSecond, double cpuMicros) {
    /** A store that waits for a disk takes little CPU time. */
    private static final int MOST_PATIENCE = 4;

    private static final Duration SLICE = Duration.ofSeconds(1);
    private static final int MOST_SLICES = 40;
    private static final int SLICES_WITHOUT_GAIN = 3;
    private static final double GAIN = 0.95;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Adds up the time of the parts that count. */
    private static final class Timer implements Stopwatch {
        private long nanos;
        private long cpuNanos;
        private long requests;

        @Override
        public void time(int count, Runnable part) {
            long cpu = THREADS.getCurrentThreadCpuTime();
            long begun = System.nanoTime();
            part.run();
            nanos += System.nanoTime() - begun;
            cpuNanos += THREADS.getCurrentThreadCpuTime() - cpu;
            requests += count;
        }
    }

    /**
     * Runs a step until it gets no faster, and then for a while that counts, preparations included: by this thread's CPU
     * time, because on a busy machine the compiler needs longer than a clock on the wall would give it.
     */
    static Measured of(Step step, Duration length) throws Exception {
        double best = Double.MAX_VALUE;
        int withoutGain = 0;
        for (int slice = 0; slice < MOST_SLICES && withoutGain < SLICES_WITHOUT_GAIN; slice++) {
            double now = of(drive(step, SLICE)).cpuMicros();
            withoutGain = now < GAIN * best ? 0 : withoutGain + 1;
            best = Math.min(best, now);
        }
        return of(drive(step, length));
    }

    private static Measured of(Timer watch) {
        return new Measured(watch.requests * 1e9 / watch.nanos, watch.cpuNanos / 1e3 / watch.requests);
    }

    private static Timer drive(Step step, Duration length) throws Exception {
        Timer watch = new Timer();
        long end = THREADS.getCurrentThreadCpuTime() + length.toNanos();
        long atLast = System.nanoTime() + MOST_PATIENCE * length.toNanos();
        while (THREADS.getCurrentThreadCpuTime() < end && System.nanoTime() < atLast) {
            step.run(watch);
        }
        return watch;
    }
}
