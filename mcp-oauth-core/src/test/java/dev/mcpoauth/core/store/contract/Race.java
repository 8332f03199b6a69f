package dev.mcpoauth.core.store.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Several threads that start at the same moment. */
public final class Race {
    /** How many take part. */
    public static final int THREADS = 8;

    private Race() {}

    /** What each of {@value #THREADS} threads got; {@code runner} makes the action of the thread with that number. */
    public static <T> List<T> run(IntFunction<Callable<T>> runner) throws Exception {
        return run(IntStream.range(0, THREADS).mapToObj(runner).toList());
    }

    /** What each action returned, run at the same time. */
    public static <T> List<T> run(List<Callable<T>> actions) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(actions.size());
        try {
            var start = new CyclicBarrier(actions.size());
            var awake = new AtomicInteger();
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> action : actions) {
                running.add(threads.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    meet(awake, actions.size());
                    return action.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get(60, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Threads leave a barrier one by one as they wake up, which is slower than what they race for: so they meet awake. */
    private static void meet(AtomicInteger awake, int expected) {
        awake.incrementAndGet();
        while (awake.get() < expected) {
            Thread.yield();
        }
    }

    /** How many of the results are of one kind. */
    public static long count(List<?> results, Class<?> kind) {
        return results.stream().filter(kind::isInstance).count();
    }
}
