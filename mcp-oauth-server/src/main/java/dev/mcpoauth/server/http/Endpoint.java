package dev.mcpoauth.server.http;

/** Answers requests on one path. Thread-safe, free of I/O other than to the store and, for what clients publish, through the guarded fetcher. */
@FunctionalInterface
public interface Endpoint {

    /**
     * Answers the request.
     *
     * @throws dev.mcpoauth.core.OAuthException to refuse it; the edge turns that into the error response
     * @throws dev.mcpoauth.core.store.StoreException if the store can not answer
     */
    WebResponse handle(Exchange exchange);
}
