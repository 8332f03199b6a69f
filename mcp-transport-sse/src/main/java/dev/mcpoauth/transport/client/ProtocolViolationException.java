package dev.mcpoauth.transport.client;

/** The server said something that the protocol does not allow, and the call cannot go on. */
public final class ProtocolViolationException extends McpException {

    private static final long serialVersionUID = 1L;

    /** Names the violation, without quoting the peer. */
    public ProtocolViolationException(String message) {
        super(message);
    }
}
