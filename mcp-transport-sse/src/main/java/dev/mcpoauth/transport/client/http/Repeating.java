package dev.mcpoauth.transport.client.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a message again that the server has certainly not taken, or may take twice; see {@link Retries}. */
final class Repeating {

    private static final Logger log = LoggerFactory.getLogger(Repeating.class);

    private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);

    private final HttpCaller caller;
    private final Retries retries;
    private final Pauses pauses;
    private final Clock clock;

    Repeating(HttpCaller caller, Retries retries, Pauses pauses, Clock clock) {
        this.caller = caller;
        this.retries = retries;
        this.pauses = pauses;
        this.clock = clock;
    }

    /**
     * Makes the request until the server takes it or time is up.
     *
     * @param repeatable whether the server may take it twice
     */
    Answer call(HttpCall call, EventSink sink, boolean repeatable) throws IOException, InterruptedException {
        Backoff backoff = new Backoff(new Reconnection(Integer.MAX_VALUE, retries.first(), retries.longest()));
        long start = System.nanoTime();
        while (true) {
            Duration wait;
            String why;
            try {
                Answer answer = caller.call(call, sink);
                if (!repeatable || !BUSY.contains(answer.status())) return answer;
                wait = backoff.next(RetryAfter.of(answer, clock)).orElseThrow();
                if (isOver(start, wait)) return answer;
                why = "status " + answer.status();
            } catch (IOException failure) {
                if (foundNoServer(failure)) call.departure().stay();
                wait = backoff.next(Optional.empty()).orElseThrow();
                if (!isWorthwhile(failure, repeatable) || isOver(start, wait)) throw failure;
                why = String.valueOf(failure.getMessage());
            }
            log.info("{} {} is sent again in {} ms: {}", call.method(), call.operation(), wait.toMillis(), why);
            pauses.await(wait);
        }
    }

    private static boolean isWorthwhile(IOException failure, boolean repeatable) {
        return wasNeverSent(failure) || (repeatable && isLost(failure));
    }

    private boolean isOver(long start, Duration wait) {
        return System.nanoTime() - start + wait.toNanos() > retries.budget().toNanos();
    }

    /** Whether it went out and no connection came about. */
    private static boolean foundNoServer(IOException failure) {
        return failure instanceof ExchangeFailedException && wasNeverSent(failure);
    }

    /** Whether no connection came about, be it to the server or to where its credentials come from. */
    private static boolean wasNeverSent(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) return true;
        }
        return false;
    }

    /** Whether the connection broke. What a limit, TLS or the grammar of HTTP ended would end the same way again. */
    private static boolean isLost(IOException failure) {
        @Nullable Throwable cause = failure instanceof ExchangeFailedException ? failure.getCause() : null;
        return cause instanceof SocketException
                || cause instanceof EOFException
                || cause instanceof ClosedChannelException
                || (cause != null && cause.getClass().equals(IOException.class));
    }
}
