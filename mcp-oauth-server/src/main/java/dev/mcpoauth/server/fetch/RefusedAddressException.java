package dev.mcpoauth.server.fetch;

import java.io.IOException;

/** A URL leads to an address, or needs a scheme, that no stranger may send this server to. */
public final class RefusedAddressException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With what an operator is to know. */
    public RefusedAddressException(String message) {
        super(message);
    }
}
