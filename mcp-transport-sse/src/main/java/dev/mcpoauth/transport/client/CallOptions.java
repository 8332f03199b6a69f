package dev.mcpoauth.transport.client;

import dev.mcpoauth.transport.json.Json;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How long one call may take, and who hears of its progress. Immutable.
 *
 * @param timeout longest silence; each progress notification starts it anew
 * @param maximum longest time for one round trip, progress or not
 * @param progress gets the params of each progress notification, on a thread of the transport
 */
public record CallOptions(Duration timeout, Duration maximum, Consumer<Json> progress) {

    private static final Consumer<Json> NOBODY = CallOptions::ignore;

    /** A minute of silence, ten minutes in all, and nobody to tell. */
    public static final CallOptions DEFAULT = new CallOptions(Duration.ofMinutes(1), Duration.ofMinutes(10), NOBODY);

    public CallOptions {
        if (timeout.isNegative() || timeout.isZero() || maximum.compareTo(timeout) < 0)
            throw new IllegalArgumentException("0 < timeout <= maximum does not hold: " + timeout + ", " + maximum);
    }

    /** These options with other limits. */
    public CallOptions within(Duration silence, Duration total) {
        return new CallOptions(silence, total, progress);
    }

    /** These options with a listener, for which progress is asked for. */
    public CallOptions onProgress(Consumer<Json> listener) {
        return new CallOptions(timeout, maximum, listener);
    }

    private static void ignore(Json params) {}

    boolean wantsProgress() {
        return !progress.equals(NOBODY);
    }
}
