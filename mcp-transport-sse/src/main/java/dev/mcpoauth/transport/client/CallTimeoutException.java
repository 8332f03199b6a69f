package dev.mcpoauth.transport.client;

import java.time.Duration;

/** A call got no response in time. The server was told that it is cancelled. */
public final class CallTimeoutException extends McpException {

    private static final long serialVersionUID = 1L;

    CallTimeoutException(String method, Duration waited) {
        super(method + " got no response within " + waited);
    }
}
