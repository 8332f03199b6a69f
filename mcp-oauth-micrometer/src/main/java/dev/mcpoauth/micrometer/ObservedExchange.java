package dev.mcpoauth.micrometer;

import dev.mcpoauth.client.http.HttpCall;
import dev.mcpoauth.client.http.HttpExchange;
import dev.mcpoauth.client.http.HttpReply;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Measures and traces what an OAuth client asks of authorization servers: metadata, registration, tokens, revocation. Each
 * request carries the trace that it is part of, if there is a tracer. Thread-safe if the other exchange is.
 */
public final class ObservedExchange implements HttpExchange {
    static final String NAME = "mcp.oauth.client.requests";

    /** The status of a request that nobody answered. */
    private static final String UNANSWERED = "none";

    private final HttpExchange exchange;
    private final ObservationRegistry registry;

    /**
     * Observes another exchange.
     *
     * @param exchange such as a {@code JdkHttpExchange}
     */
    public ObservedExchange(HttpExchange exchange, ObservationRegistry registry) {
        this.exchange = exchange;
        this.registry = registry;
    }

    @Override
    public HttpReply send(HttpCall call) throws IOException, InterruptedException {
        Map<String, String> headers = new HashMap<>(call.headers());
        Watch watch = Watch.start(registry, NAME, call.method() + " authorization server", Contexts.sent(headers))
                .tag("method", call.method())
                .enter();
        Object status = UNANSWERED;
        try {
            HttpReply reply = exchange.send(new HttpCall(call.method(), call.uri(), headers, call.body()));
            status = reply.status();
            return reply;
        } finally {
            watch.tag("status", status).end();
        }
    }
}
