package dev.mcpoauth.client.bridge;

/** The way to the server cannot be set up as the user has asked: a mistake on this side, of which the server knows nothing. */
public final class MisconfiguredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what the user has to change, in words for the user. */
    public MisconfiguredException(String message, Throwable cause) {
        super(message, cause);
    }
}
