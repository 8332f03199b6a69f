package dev.mcpoauth.core.store;

import dev.mcpoauth.core.secret.TokenHash;
import java.time.Instant;

/**
 * An authorization request on its way through sign-in and consent.
 *
 * @param id hash of the handle that the browser holds
 * @param version 1 when put, one more with each {@link TransactionStore#advance}
 * @param createdAt when it began
 * @param expiresAt when it is given up
 * @param payload the request and how far it has come
 */
public record TransactionRecord(TokenHash id, long version, Instant createdAt, Instant expiresAt, OpaqueBytes payload) {

    /** Checks bounds and truncates instants to milliseconds. */
    public TransactionRecord {
        Bounds.count("version", version, 1);
        createdAt = Bounds.millis("createdAt", createdAt);
        expiresAt = Bounds.after("expiresAt", expiresAt, createdAt);
    }

    /** One that begins at {@code now}. */
    public static TransactionRecord begun(TokenHash id, Instant now, Instant expiresAt, OpaqueBytes payload) {
        return new TransactionRecord(id, 1, now, expiresAt, payload);
    }

    /** The same request, further on. */
    public TransactionRecord withPayload(OpaqueBytes next) {
        return new TransactionRecord(id, version, createdAt, expiresAt, next);
    }
}
