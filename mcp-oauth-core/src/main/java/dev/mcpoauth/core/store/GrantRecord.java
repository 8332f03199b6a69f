package dev.mcpoauth.core.store;

import java.time.Instant;

/**
 * What a resource owner granted to a client, and the family of all tokens issued from it: the unit of revocation.
 *
 * @param grantId 1 to 64 characters
 * @param subject who granted, 1 to 255 characters; the client id when a client acts for itself (RFC 6749 §4.4)
 * @param clientId who received it, 1 to 512 characters
 * @param redirectUri where the sign-in returned to, at most 2048 characters; empty for a flow without one
 * @param state in force or revoked
 * @param version 1 when created, one more with each change
 * @param createdAt when it was granted
 * @param expiresAt its absolute end, which rotation does not move
 * @param sealedProps what only a live token can open; changes by compare-and-set
 * @param payload what the engine knows about it; fixed
 */
public record GrantRecord(
        String grantId,
        String subject,
        String clientId,
        String redirectUri,
        GrantState state,
        long version,
        Instant createdAt,
        Instant expiresAt,
        OpaqueBytes sealedProps,
        OpaqueBytes payload) {

    /** Checks bounds and truncates instants to milliseconds. */
    public GrantRecord {
        Bounds.text("grantId", grantId, Bounds.ID);
        Bounds.text("subject", subject, Bounds.NAME);
        Bounds.text("clientId", clientId, Bounds.CLIENT_ID);
        if (redirectUri.length() > Bounds.URI) {
            throw new IllegalArgumentException("redirectUri must have at most " + Bounds.URI + " characters");
        }
        Bounds.storable("redirectUri", redirectUri);
        Bounds.count("version", version, 1);
        createdAt = Bounds.millis("createdAt", createdAt);
        expiresAt = Bounds.after("expiresAt", expiresAt, createdAt);
    }

    /** A grant made at {@code now}. */
    public static GrantRecord granted(
            String grantId,
            String subject,
            String clientId,
            String redirectUri,
            Instant now,
            Instant expiresAt,
            OpaqueBytes sealedProps,
            OpaqueBytes payload) {
        return new GrantRecord(
                grantId,
                subject,
                clientId,
                redirectUri,
                new GrantState.Active(),
                1,
                now,
                expiresAt,
                sealedProps,
                payload);
    }

    /** The same grant, one version later, ended for this reason. */
    public GrantRecord revoked(RevokeReason why, Instant at) {
        return next(new GrantState.Revoked(why, at), sealedProps);
    }

    /** The same grant, one version later, with other sealed properties. */
    public GrantRecord withSealedProps(OpaqueBytes sealed) {
        return next(state, sealed);
    }

    private GrantRecord next(GrantState nextState, OpaqueBytes sealed) {
        return new GrantRecord(
                grantId, subject, clientId, redirectUri, nextState, version + 1, createdAt, expiresAt, sealed, payload);
    }

    /** Whether it was not revoked; it may have expired. */
    public boolean isActive() {
        return state instanceof GrantState.Active;
    }

    /** Neither revoked nor expired: the only state in which anything under this grant is good (invariant 9). */
    public boolean isLive(Instant now) {
        return standing(now) == GrantStanding.LIVE;
    }

    /** What this grant means at {@code now} for what is under it. */
    public GrantStanding standing(Instant now) {
        return GrantStanding.of(isActive(), expiresAt, now);
    }
}
