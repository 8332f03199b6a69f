package dev.mcpoauth.transport.server;

/** A failure that the model should read: the tool's result becomes this message with {@code isError}. */
public class ToolException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A failure with a message that is safe to show. */
    public ToolException(String safeMessage) {
        super(safeMessage);
    }

    /** A failure with a message that is safe to show; the cause stays here. */
    public ToolException(String safeMessage, Throwable cause) {
        super(safeMessage, cause);
    }
}
