package dev.mcpoauth.client.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CredentialStore} cannot be read or written now: the disk is full, the directory read-only, a lock is held for too
 * long. Neither the server nor the user has done anything wrong. A store that throws it, and not another
 * {@link IOException}, lets its caller tell so.
 */
public final class StoreUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With what the system said. */
    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
