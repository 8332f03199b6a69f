package dev.mcpoauth.server.internal.remote;

import dev.mcpoauth.core.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that an issuer publishes, kept and asked for anew now and then. However many callers want it, there is one
 * exchange at a time, and none for a pause after the last ended: a flood of bad tokens is no flood for the issuer, and one
 * that takes long to fail does not keep its callers waiting all the time. While it is down the old value serves on, for a
 * while. Thread-safe.
 *
 * @param <T> the value
 */
public final class Refreshed<T> {
    private final String what;
    private final Supplier<CompletableFuture<T>> source;
    private final Schedule schedule;
    private final Clock clock;
    private final Consumer<Throwable> failed;

    private volatile @Nullable Known<T> known;
    private CompletableFuture<Known<T>> underWay = CompletableFuture.failedFuture(new StoreException("not asked yet"));
    private Instant lastFailure = Instant.MIN;
    private @Nullable Throwable lastProblem;

    /**
     * How often.
     *
     * @param refresh after what time the value is asked for anew
     * @param pause how long after one that failed there is no other; and for how long a value that was just asked for is new
     * @param outage how long a value serves that can not be refreshed
     */
    public record Schedule(Duration refresh, Duration pause, Duration outage) {}

    /**
     * A value and its age.
     *
     * @param asked when the exchange began that brought it
     */
    public record Known<T>(T value, Instant asked) {}

    /**
     * Nothing is asked for yet.
     *
     * @param what for whoever reads about an outage
     * @param failed hears why a value could not be had
     */
    public Refreshed(
            String what,
            Supplier<CompletableFuture<T>> source,
            Schedule schedule,
            Clock clock,
            Consumer<Throwable> failed) {
        this.what = what;
        this.source = source;
        this.schedule = schedule;
        this.clock = clock;
        this.failed = failed;
    }

    /**
     * The value. Waits for it only if there is none, or none young enough.
     *
     * @throws StoreException if there is none and the issuer does not give one
     */
    public Known<T> get() {
        Instant now = clock.instant();
        Known<T> current = known;
        if (current == null || isOlder(current, schedule.outage(), now)) {
            return Outages.await(refresh(now), what);
        }
        if (isOlder(current, schedule.refresh(), now)) {
            refreshMeanwhile(now);
        }
        return current;
    }

    /**
     * A value that is newer than one in which something was not found; the same one if it was asked for a moment ago.
     *
     * @throws StoreException if the issuer does not give one: it may be in there
     */
    public Known<T> newerThan(Known<T> seen) {
        Instant now = clock.instant();
        Known<T> current = known;
        if (current != null && current.asked().isAfter(seen.asked())) {
            return current;
        }
        return isOlder(seen, schedule.pause(), now) ? Outages.await(refresh(now), what) : seen;
    }

    private static boolean isOlder(Known<?> value, Duration age, Instant now) {
        return !value.asked().plus(age).isAfter(now);
    }

    /** For callers that have a value: nobody but the listener hears if it fails. */
    private synchronized void refreshMeanwhile(Instant now) {
        if (underWay.isDone() && !isPausing(now)) {
            ask(now, failed);
        }
    }

    private synchronized CompletableFuture<Known<T>> refresh(Instant now) {
        if (underWay.isDone() && isPausing(now)) {
            return CompletableFuture.failedFuture(againInVain());
        }
        if (underWay.isDone()) {
            ask(now, failure -> {});
        }
        return underWay;
    }

    private StoreException againInVain() {
        String what = "asked in vain a moment ago";
        return lastProblem == null
                ? new StoreException(what)
                : new StoreException(what + ": " + Outages.describe(lastProblem), lastProblem);
    }

    private boolean isPausing(Instant now) {
        return lastFailure.isAfter(now.minus(schedule.pause()));
    }

    private void ask(Instant now, Consumer<Throwable> unheard) {
        underWay = source.get().thenApply(value -> new Known<>(value, now)).whenComplete((value, failure) -> {
            ended(value, failure);
            if (failure != null) {
                unheard.accept(Outages.cause(failure));
            }
        });
    }

    private synchronized void ended(@Nullable Known<T> value, @Nullable Throwable problem) {
        if (value != null) {
            known = value;
        } else {
            lastFailure = clock.instant();
            lastProblem = problem;
        }
    }
}
