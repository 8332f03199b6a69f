package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.client.HttpRefusalException;
import dev.mcpoauth.transport.client.http.AnswerBody.Events;
import dev.mcpoauth.transport.jsonrpc.JsonRpcCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the stream of a request again after its last event, until the response is there (2025-11-25, "Resumability"). */
final class Resumption {

    private static final Logger log = LoggerFactory.getLogger(Resumption.class);

    private final HttpCaller caller;
    private final JsonRpcCodec codec;
    private final Backoff backoff;
    private final Pause pause;
    private final Function<String, HttpCall> get;

    /**
     * @param get the request that opens a stream after this event id
     */
    Resumption(HttpCaller caller, JsonRpcCodec codec, Backoff backoff, Pause pause, Function<String, HttpCall> get) {
        this.caller = caller;
        this.codec = codec;
        this.backoff = backoff;
        this.pause = pause;
        this.get = get;
    }

    void run(Events ended, MessageSink sink) throws IOException, HttpRefusalException, InterruptedException {
        Events last = ended;
        while (!sink.answered()) {
            if (last.lastEventId().isEmpty()) throw new IOException("the stream ended before the response");
            if (sink.takeAdvanced()) backoff.progress();
            pause.await(backoff.next(last.retry()).orElseThrow(() -> new IOException("the stream stays silent")));
            last = reopen(last, sink);
        }
    }

    private Events reopen(Events last, MessageSink sink)
            throws IOException, HttpRefusalException, InterruptedException {
        Answer answer;
        try {
            answer = caller.call(get.apply(last.lastEventId()), sink);
        } catch (IOException unreachable) {
            log.debug("A stream could not be resumed yet", unreachable);
            return last;
        }
        if (answer.body() instanceof Events next) return next.orAs(last);
        if (answer.status() >= 500 || answer.status() == 429) return last;
        throw answer.refusal(codec);
    }

    /** Waits, but not longer than the transport lives. */
    interface Pause {
        void await(Duration wait) throws IOException, InterruptedException;
    }
}
