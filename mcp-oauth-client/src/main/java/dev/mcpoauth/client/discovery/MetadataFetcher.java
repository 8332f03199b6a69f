package dev.mcpoauth.client.discovery;

import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.http.HttpCall;
import dev.mcpoauth.client.http.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * Asks for one document and notes the outcome, so that a failed discovery can show every URL it tried. A resource that names
 * many slow servers is not waited for in each of them: a round of questions ends after a minute.
 */
final class MetadataFetcher {
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(1);

    private final HttpExchange http;

    MetadataFetcher(HttpExchange http) {
        this.http = http;
    }

    /** When a round that begins now is over. */
    static Instant roundEnd(FlowTrace trace) {
        return trace.now().plus(LONGEST_ROUND);
    }

    Fetched fetch(String what, URI uri, Instant roundEnd, FlowTrace trace) throws InterruptedException {
        Fetched fetched = trace.now().isAfter(roundEnd)
                ? new Fetched.Unavailable("not asked, as the servers before it were too slow")
                : attempt(uri, trace);
        if (fetched instanceof Fetched.NotFound missing) {
            trace.step(what, uri, missing.detail());
        } else if (fetched instanceof Fetched.Unavailable down) {
            trace.step(what, uri, down.detail());
        } else {
            trace.step(what, uri, "document");
        }
        return fetched;
    }

    private Fetched attempt(URI uri, FlowTrace trace) throws InterruptedException {
        try {
            return Fetched.of(http.send(HttpCall.getJson(uri).in(trace)));
        } catch (IOException e) {
            return new Fetched.Unavailable(String.valueOf(e.getMessage()));
        }
    }
}
