package dev.mcpoauth.transport.client;

/** The server asked for input in the middle of a call, and this client's own {@link InputHandler} failed. */
public final class InputFailedException extends McpException {

    private static final long serialVersionUID = 1L;

    InputFailedException(Exception cause) {
        super("the input that the server asked for could not be had");
        initCause(cause);
    }
}
