package dev.mcpoauth.core.store;

import java.time.Instant;

/**
 * A registered client (RFC 7591 §2); its metadata and the hash of its secret are in the payload.
 *
 * @param clientId 1 to 512 characters
 * @param version 1 when registered, one more with each {@link ClientStore#update}
 * @param createdAt when it registered
 * @param lastUsedAt when it was last seen
 * @param expiresAt when an unused registration may go away; {@link OAuthStore#NEVER} for a pre-registered one
 * @param payload what the engine knows about it
 */
public record ClientRecord(
        String clientId, long version, Instant createdAt, Instant lastUsedAt, Instant expiresAt, OpaqueBytes payload) {

    /** Checks bounds and truncates instants to milliseconds. */
    public ClientRecord {
        Bounds.text("clientId", clientId, Bounds.CLIENT_ID);
        Bounds.count("version", version, 1);
        createdAt = Bounds.millis("createdAt", createdAt);
        lastUsedAt = Bounds.after("lastUsedAt", lastUsedAt, createdAt);
        expiresAt = Bounds.after("expiresAt", expiresAt, createdAt);
    }

    /** A registration made at {@code now}. */
    public static ClientRecord registered(String clientId, Instant now, Instant expiresAt, OpaqueBytes payload) {
        return new ClientRecord(clientId, 1, now, now, expiresAt, payload);
    }

    /** The same client, one version later, with the payload and the expiry of {@code next}. */
    public ClientRecord updated(ClientRecord next) {
        return new ClientRecord(clientId, version + 1, createdAt, lastUsedAt, next.expiresAt(), next.payload());
    }

    /** The same client as it was used: each instant is the later of its own and the given one (invariant 15). */
    public ClientRecord touched(Instant usedAt, Instant goodUntil) {
        return new ClientRecord(
                clientId, version, createdAt, later(lastUsedAt, usedAt), later(expiresAt, goodUntil), payload);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** The same client with another payload. */
    public ClientRecord withPayload(OpaqueBytes next) {
        return new ClientRecord(clientId, version, createdAt, lastUsedAt, expiresAt, next);
    }
}
