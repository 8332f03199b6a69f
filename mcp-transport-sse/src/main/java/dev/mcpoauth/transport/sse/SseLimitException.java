package dev.mcpoauth.transport.sse;

import java.io.IOException;

/** A stream sent a line or an event that is larger than the {@link SseLimits} allow. The stream cannot be read on. */
public final class SseLimitException extends IOException {

    private static final long serialVersionUID = 1L;

    SseLimitException(String what, int limit) {
        super(what + " is longer than " + limit + " bytes");
    }
}
