package dev.mcpoauth.core.json;

/** A text is not the JSON object that was expected. The message is safe for a peer: it quotes nothing of the text. */
public final class MalformedJsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public MalformedJsonException(String message) {
        super(message);
    }

    public MalformedJsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
