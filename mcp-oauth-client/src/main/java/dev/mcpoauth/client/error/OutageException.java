package dev.mcpoauth.client.error;

import java.io.IOException;
import java.util.List;

/**
 * A server that authorization needs cannot be reached, does not answer in time or at a bearable length, or says that it is
 * its own fault. No stored credential is lost, and the same may well succeed later: what does not is an {@link
 * AuthException}. The message is safe to show.
 */
public final class OutageException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient List<Step> steps;

    OutageException(String message, List<Step> steps) {
        super(message);
        this.steps = List.copyOf(steps);
    }

    /** What the flow did, in order, until it failed. */
    public List<Step> steps() {
        return steps;
    }
}
