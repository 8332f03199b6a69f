package dev.mcpoauth.server.flows;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Calls at an interval. */
@FunctionalInterface
interface Ticker {

    /**
     * Begins to call.
     *
     * @return ends it
     */
    Runnable every(Duration interval, Runnable tick);

    /** On a daemon thread of its own, from the beginning to the end. */
    static Runnable onOwnThread(Duration interval, Runnable tick) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "recent-flows");
            thread.setDaemon(true);
            return thread;
        });
        long millis = interval.toMillis();
        Future<?> ticking = timer.scheduleWithFixedDelay(tick, millis, millis, TimeUnit.MILLISECONDS);
        return () -> {
            ticking.cancel(false);
            timer.shutdown();
        };
    }
}
