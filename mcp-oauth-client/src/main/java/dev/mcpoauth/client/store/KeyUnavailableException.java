package dev.mcpoauth.client.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Stored documents are sealed with a key that cannot be had now. The message tells the user where it should be and what is
 * in the way. Nothing was changed: documents are as they were, and no other key was made.
 */
public final class KeyUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    KeyUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
