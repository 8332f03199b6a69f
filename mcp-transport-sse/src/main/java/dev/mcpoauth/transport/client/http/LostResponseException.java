package dev.mcpoauth.transport.client.http;

import java.io.IOException;

/** The exchange ended without the response, and nobody knows whether the server did what it was asked. */
final class LostResponseException extends IOException {

    private static final long serialVersionUID = 1L;

    LostResponseException() {
        super("the exchange ended before the response");
    }
}
