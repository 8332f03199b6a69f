package dev.mcpoauth.example.database.sql;

import dev.mcpoauth.example.database.sql.SqlRefused.Reason;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The threads that work in the database. Whoever asks waits on the own thread and watches: for the time limit, for being
 * called off, and to report progress. So an answer is in time even where the engine cannot be interrupted, such as inside
 * a regular expression; that work keeps its place among the concurrent ones until it ends.
 */
final class Workers implements AutoCloseable {

    /** Work with a connection of its own. */
    interface Work<T> {
        T run(Running running) throws SQLException, SqlRefused;
    }

    private static final long TICK_MILLIS = 20;
    private static final Duration REPORT = Duration.ofMillis(500);
    private static final Duration TO_UNWIND = Duration.ofSeconds(1);

    private final Semaphore places;
    private final ExecutorService threads;

    Workers(int concurrent) {
        this.places = new Semaphore(concurrent);
        this.threads = Executors.newFixedThreadPool(concurrent, task -> {
            Thread thread = new Thread(task, "sql");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Does the work within the limit.
     *
     * @throws InterruptedException if the waiting thread is interrupted; the work is stopped then
     */
    <T> T run(Duration limit, Watch watch, Work<T> work) throws SqlRefused, InterruptedException {
        if (!places.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new SqlRefused(Reason.BUSY, "too many statements are running; try again");
        }
        Running running = new Running();
        Future<T> result = threads.submit(() -> {
            try {
                return outcome(running, work);
            } finally {
                places.release();
            }
        });
        return await(result, running, limit, watch);
    }

    private static <T> T outcome(Running running, Work<T> work) throws SqlRefused {
        try {
            return work.run(running);
        } catch (SQLException e) {
            // Stopping surfaces as whatever the engine was doing at that moment.
            throw running.stopped().orElseGet(() -> SqlErrors.refused(e));
        } catch (OutOfMemoryError e) {
            throw SqlErrors.memory(e);
        }
    }

    private static <T> T await(Future<T> result, Running running, Duration limit, Watch watch)
            throws SqlRefused, InterruptedException {
        long started = System.nanoTime();
        Duration reported = Duration.ZERO;
        for (; ; ) {
            try {
                return result.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillRunning) {
                Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
                stopIfDue(running, elapsed, limit, watch);
                if (elapsed.minus(reported).compareTo(REPORT) >= 0) {
                    reported = elapsed;
                    watch.running(new Progress(running.rows(), elapsed, limit));
                }
            } catch (ExecutionException e) {
                throw cause(e);
            } catch (InterruptedException e) {
                running.stop(Reason.CANCELLED, "cancelled");
                throw e;
            }
        }
    }

    private static void stopIfDue(Running running, Duration elapsed, Duration limit, Watch watch) throws SqlRefused {
        if (watch.gaveUp()) running.stop(Reason.CANCELLED, "cancelled");
        if (elapsed.compareTo(limit) < 0) return;
        running.stop(Reason.TIME_LIMIT, "the time limit of " + seconds(limit) + " seconds is over");
        if (elapsed.compareTo(limit.plus(TO_UNWIND)) > 0) running.checkStopped();
    }

    private static String seconds(Duration limit) {
        return java.math.BigDecimal.valueOf(limit.toMillis(), 3)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static SqlRefused cause(ExecutionException e) {
        if (e.getCause() instanceof SqlRefused refused) return refused;
        throw new IllegalStateException("Work in the database failed", e.getCause());
    }

    /** Lets no new work in and ends what runs. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
