package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.client.http.AnswerBody.Events;
import dev.mcpoauth.transport.client.http.Resumption.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The GET stream of a session, for what the server says unasked. Opened again after it ends, as long as it brings
 * something; a server that keeps closing it at once is left alone.
 */
final class ServerStream {

    private static final Logger log = LoggerFactory.getLogger(ServerStream.class);

    /** A stream that lived this long was worth opening, even if nothing was said on it: proxies cut idle ones. */
    private static final Duration WORTHWHILE = Duration.ofSeconds(20);

    private final HttpCaller caller;
    private final Backoff backoff;
    private final Pause pause;
    private final LongSupplier nanoTime;
    private final Function<String, HttpCall> get;
    private boolean opened;
    private int status;

    /**
     * @param get the request that opens the stream after this event id
     */
    ServerStream(
            HttpCaller caller, Backoff backoff, Pause pause, LongSupplier nanoTime, Function<String, HttpCall> get) {
        this.caller = caller;
        this.backoff = backoff;
        this.pause = pause;
        this.nanoTime = nanoTime;
        this.get = get;
    }

    /**
     * Reads until the server refuses the stream, attempts run out or the thread is interrupted.
     *
     * @return whether the server does not know the session any more: it refuses with 404 what it had before
     */
    boolean run(MessageSink sink) throws IOException, InterruptedException {
        Events last = new Events("", Optional.empty());
        while (true) {
            long start = nanoTime.getAsLong();
            Optional<Events> ended = open(last, sink);
            if (ended.isEmpty()) return opened && status == 404;
            last = ended.get();
            boolean lasting = nanoTime.getAsLong() - start >= WORTHWHILE.toNanos();
            if (sink.takeAdvanced() || lasting) backoff.progress();
            Optional<Duration> wait = backoff.next(last.retry());
            if (wait.isEmpty()) {
                log.warn("The server keeps closing its stream: notifications outside of calls will not arrive");
                return false;
            }
            pause.await(wait.get());
        }
    }

    /** Where to go on; empty if the server offers no such stream (405) or the session is over. */
    private Optional<Events> open(Events last, MessageSink sink) throws InterruptedException {
        try {
            Answer answer = caller.call(get.apply(last.lastEventId()), sink);
            status = answer.status();
            opened |= answer.body() instanceof Events;
            if (answer.body() instanceof Events events) return Optional.of(events.orAs(last));
            log.debug("The server answers the GET for a stream with status {}", answer.status());
            return answer.status() >= 500 || answer.status() == 429 ? Optional.of(last) : Optional.empty();
        } catch (IOException unreachable) {
            log.debug("The server's stream could not be opened", unreachable);
            return Optional.of(last);
        }
    }
}
