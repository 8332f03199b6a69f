package dev.mcpoauth.core.metadata;

import dev.mcpoauth.core.diagnostics.Reason;

/**
 * A document that a peer sent, or a builder was told to make, breaks a rule of its specification. The message names
 * members and rules, never values.
 */
public final class InvalidDocumentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient Reason reason;

    InvalidDocumentException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    InvalidDocumentException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The stable reason id. */
    public Reason reason() {
        return reason;
    }
}
