package dev.mcpoauth.server.http;

/**
 * Stands beside each request while it is answered, to measure how long that takes or to trace it. Called on the thread that
 * answers: an implementation returns at once, is thread-safe and does not throw.
 */
@FunctionalInterface
public interface RequestObserver {
    /** Observes nothing. */
    RequestObserver NONE = (request, endpoint) -> status -> {};

    /** The endpoint of a path where there is none. */
    String UNKNOWN = "unknown";

    /**
     * A request begins.
     *
     * @param endpoint its path if something is there, else {@value #UNKNOWN}: one of a few texts, whatever peers send
     */
    Ended begins(WebRequest request, String endpoint);

    /** Hears of the end of one request. */
    @FunctionalInterface
    interface Ended {

        /** It was answered with this HTTP status. */
        void with(int status);
    }
}
