package dev.mcpoauth.transport.json;

/** Text that is not acceptable JSON, or JSON that is not the value asked for. The message never quotes the input. */
public final class JsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    JsonException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** What was wrong. */
    public Kind kind() {
        return kind;
    }

    /** Why JSON was refused. */
    public enum Kind {
        /** Not JSON (RFC 8259), not UTF-8, or more than one value. */
        MALFORMED,
        /** More bytes or values than allowed, or one text or number longer than allowed. */
        TOO_LARGE,
        /** More nesting than allowed. */
        TOO_DEEP,
        /** One object names a member twice. */
        DUPLICATE_NAME,
        /** Well-formed, but not convertible to the requested Java type. */
        MISMATCH
    }
}
