package dev.mcpoauth.transport.client;

/**
 * The server was reached and the call has failed for good. When it was not reached, calls throw a plain
 * {@link java.io.IOException}. Messages hold no header, body or query.
 */
public abstract sealed class McpException extends Exception
        permits McpErrorException,
                HttpRefusalException,
                CallTimeoutException,
                TaskCancelledException,
                ProtocolViolationException,
                InputFailedException {

    private static final long serialVersionUID = 1L;

    McpException(String message) {
        super(message);
    }
}
