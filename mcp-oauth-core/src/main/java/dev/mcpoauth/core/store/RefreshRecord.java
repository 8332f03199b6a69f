package dev.mcpoauth.core.store;

import dev.mcpoauth.core.secret.TokenHash;
import java.time.Instant;

/**
 * A refresh token, known by its hash.
 *
 * @param hash of the token
 * @param grantId its family
 * @param clientId to whom it was issued
 * @param generation 1 for the first of a family, one more with each rotation
 * @param createdAt when
 * @param expiresAt when it stops being good if not used: the sliding idle time, while the grant's end is absolute
 * @param payload what the engine knows about it
 */
public record RefreshRecord(
        TokenHash hash,
        String grantId,
        String clientId,
        int generation,
        Instant createdAt,
        Instant expiresAt,
        OpaqueBytes payload) {

    /** Checks bounds and truncates instants to milliseconds. */
    public RefreshRecord {
        Bounds.text("grantId", grantId, Bounds.ID);
        Bounds.text("clientId", clientId, Bounds.CLIENT_ID);
        Bounds.count("generation", generation, 1);
        createdAt = Bounds.millis("createdAt", createdAt);
        expiresAt = Bounds.after("expiresAt", expiresAt, createdAt);
    }
}
