package dev.mcpoauth.core.store;

/**
 * The store can not answer: it is down, closed, out of room, or too contended. Never "not found" and never a refusal: the
 * edge answers 503 with {@code Retry-After}, because clients throw their tokens away on {@code invalid_grant} (invariant
 * 21). After this exception the transition either happened completely or not at all.
 */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** {@code message} names the operation and never carries data. */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** For an outage that has no cause of its own, such as a store that was closed. */
    public StoreException(String message) {
        super(message);
    }
}
