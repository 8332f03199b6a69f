package dev.mcpoauth.server.fetch;

import java.io.IOException;

/** There is a response, and it is not what was asked for: the fault of whoever publishes the document. */
public final class UnusableResponseException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong, fit for the peer to read. */
    public UnusableResponseException(String message) {
        super(message);
    }
}
