package dev.mcpoauth.transport.shared;

/** What the nodes share can not be reached now. Never the caller's fault: clients hear 503 and try again. */
public final class SharedStateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** An outage with its cause. */
    public SharedStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
