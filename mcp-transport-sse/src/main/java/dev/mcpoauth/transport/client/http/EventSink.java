package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.sse.SseEvent;
import java.net.http.HttpHeaders;

/** Takes an event stream as it comes in. Called by one thread at a time. */
interface EventSink {

    /** For answers whose body is of no interest unless it is small and whole. */
    EventSink NONE = event -> true;

    /** An event stream begins. */
    default void head(HttpHeaders headers) {}

    /** The next event; true if nothing more is awaited from this stream. */
    boolean event(SseEvent event);
}
