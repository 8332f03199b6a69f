package dev.mcpoauth.core.store;

import dev.mcpoauth.core.secret.TokenHash;
import java.time.Instant;

/**
 * An access token, known by its hash.
 *
 * @param hash of the token
 * @param grantId its family
 * @param clientId to whom it was issued
 * @param createdAt when
 * @param expiresAt when it stops being good
 * @param payload what the engine knows about it, such as scope and resource
 */
public record AccessRecord(
        TokenHash hash, String grantId, String clientId, Instant createdAt, Instant expiresAt, OpaqueBytes payload) {

    /** Checks bounds and truncates instants to milliseconds. */
    public AccessRecord {
        Bounds.text("grantId", grantId, Bounds.ID);
        Bounds.text("clientId", clientId, Bounds.CLIENT_ID);
        createdAt = Bounds.millis("createdAt", createdAt);
        expiresAt = Bounds.after("expiresAt", expiresAt, createdAt);
    }
}
