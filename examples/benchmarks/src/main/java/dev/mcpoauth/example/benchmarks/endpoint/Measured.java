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

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Some requests, of which the part that counts is run by the argument. */
    @FunctionalInterface
    interface Step {
        /** Prepares requests outside the timed part, and runs them in it. */
        void run(Stopwatch watch) throws Exception;
    }

    /** Adds up the parts that count. */
    static final class Stopwatch {
        private long nanos;
        private long cpuNanos;
        private long requests;

        /** Times this many requests. */
        void time(int count, Runnable part) {
            long cpu = THREADS.getCurrentThreadCpuTime();
            long begun = System.nanoTime();
            part.run();
            nanos += System.nanoTime() - begun;
            cpuNanos += THREADS.getCurrentThreadCpuTime() - cpu;
            requests += count;
        }
    }

    /**
     * Runs a step for a while to warm up, and then for a while that counts, preparations included: both by this thread's CPU
     * time, or a busy machine would measure what is not compiled yet.
     */
    static Measured of(Step step, Duration warmUp, Duration length) throws Exception {
        drive(step, warmUp);
        Stopwatch watch = drive(step, length);
        return new Measured(watch.requests * 1e9 / watch.nanos, watch.cpuNanos / 1e3 / watch.requests);
    }

    private static Stopwatch drive(Step step, Duration length) throws Exception {
        Stopwatch watch = new Stopwatch();
        long end = THREADS.getCurrentThreadCpuTime() + length.toNanos();
        long atLast = System.nanoTime() + MOST_PATIENCE * length.toNanos();
        while (THREADS.getCurrentThreadCpuTime() < end && System.nanoTime() < atLast) {
            step.run(watch);
        }
        return watch;
    }
}
