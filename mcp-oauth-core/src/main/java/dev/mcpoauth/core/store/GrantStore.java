package dev.mcpoauth.core.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Grants: revoking one ends every code and token under it, on every node the store serves, from the next read on (invariant
 * 9), also if a rotation runs at the same time (invariant 10).
 */
public interface GrantStore {

    /**
     * Adds a grant.
     *
     * @throws IllegalStateException if the grant id is taken
     */
    void create(GrantRecord grant);

    /** The grant, live or not, until it is purged. */
    Optional<GrantRecord> find(String grantId);

    /** Ends a grant; true for the one call that changed it, false ever after (invariant 11). */
    boolean revoke(String grantId, RevokeReason why, Instant now);

    /** Ends all selected grants; returns how many this call changed. */
    int revokeWhere(GrantSelector by, RevokeReason why, Instant now);

    /**
     * Compare-and-set of the sealed properties of an active grant: takes effect if the stored version is {@code
     * expectedVersion}, and makes it one more.
     */
    boolean updateSealedProps(String grantId, OpaqueBytes sealed, long expectedVersion);

    /** At most {@code limit} selected grants by grant id, live or not (invariant 19). */
    Page<GrantRecord> list(GrantSelector by, Cursor from, int limit);
}
