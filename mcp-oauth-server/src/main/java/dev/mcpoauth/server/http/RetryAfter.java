package dev.mcpoauth.server.http;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Reason;
import java.time.Duration;

/** Refuses what comes too often: 429 with {@code Retry-After} (RFC 6585 §4). */
public final class RetryAfter {
    static final String FACT = "retry_after_s";

    private static final OAuthError TOO_MANY = new OAuthError(OAuthError.TEMPORARILY_UNAVAILABLE.code(), 429);

    private RetryAfter() {}

    /** The refusal. */
    public static OAuthException because(Reason reason, String safeDescription, Duration delay) {
        return with(TOO_MANY.because(reason, safeDescription), delay);
    }

    /** Another refusal that says when it makes sense to come again. */
    public static OAuthException with(OAuthException refusal, Duration delay) {
        return refusal.with(FACT, delay.toSeconds() + 1);
    }
}
