package dev.mcpoauth.core.store;

/**
 * What one call of {@link OAuthStore#purge} did.
 *
 * @param removed rows removed, at most the batch
 * @param more whether the batch was used up, so that another call may find more
 */
public record PurgeResult(int removed, boolean more) {}
