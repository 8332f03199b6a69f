package dev.mcpoauth.server.resource;

/**
 * Stands beside each request while it is decided whether it comes in, to measure how long that takes. Called on the thread
 * that decides: an implementation returns at once, is thread-safe and does not throw.
 */
@FunctionalInterface
public interface AccessObserver {
    /** Observes nothing. */
    AccessObserver NONE = request -> status -> {};

    /** A request is at the door. */
    Ended begins(ResourceRequest request);

    /** Hears of the decision about one request. */
    @FunctionalInterface
    interface Ended {

        /** It came in, then this is 200; otherwise it is the HTTP status of the refusal, 503 for an outage. */
        void with(int status);
    }
}
