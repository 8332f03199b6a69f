package dev.mcpoauth.server.store.jdbc;

/** An insert met a row with the same key: the caller's mistake, or a race that the caller expects. */
final class DuplicateKey extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    DuplicateKey(String operation, Throwable cause) {
        super(operation + ": the key is taken", cause);
    }
}
