package dev.mcpoauth.transport.servlet;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one timer of a servlet, on a thread of its own. */
final class Heartbeat {

    private static final Logger LOGGER = LoggerFactory.getLogger(Heartbeat.class);

    private Heartbeat() {}

    /** Calls at an interval until the result is run. */
    static Runnable every(Duration interval, Runnable beat) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "mcp-heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        long millis = interval.toMillis();
        var beating = timer.scheduleWithFixedDelay(() -> guarded(beat), millis, millis, TimeUnit.MILLISECONDS);
        LOGGER.debug("heartbeat every {} ms: {}", millis, !beating.isCancelled());
        return timer::shutdownNow;
    }

    // A timer that throws would never beat again.
    private static void guarded(Runnable beat) {
        try {
            beat.run();
        } catch (RuntimeException e) {
            LOGGER.error("heartbeat failed", e);
        }
    }
}
