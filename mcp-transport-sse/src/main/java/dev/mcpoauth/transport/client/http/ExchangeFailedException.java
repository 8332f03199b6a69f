package dev.mcpoauth.transport.client.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An HTTP exchange came to no answer; the cause says how. */
final class ExchangeFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    ExchangeFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
