package dev.mcpoauth.core.store;

import dev.mcpoauth.core.secret.TokenHash;
import java.time.Instant;
import java.util.Optional;

/** Access tokens, and refresh tokens with their rotation. */
public interface TokenStore {

    /**
     * Adds an access token to an existing family.
     *
     * @throws IllegalStateException if the hash is taken
     */
    void insertAccess(AccessRecord token);

    /** The access token with its grant, active or not: ask {@link AccessView#isActive}. */
    Optional<AccessView> findAccess(TokenHash token);

    /** The refresh token with its grant; reading changes nothing. All validation happens on this. */
    Optional<RefreshView> findRefresh(TokenHash token);

    /**
     * Marks the presented token rotated and inserts its successors: all or nothing, and one successor per generation
     * however many try at the same time (invariant 6). A rotated token is answered again inside its {@link ReplayWindow}
     * (invariant 7), which counts the replay, and is reused outside of it (invariant 8). Cases are decided in this order:
     * {@code Unknown}, {@code WrongClient}, {@code Revoked}, {@code Expired} by the grant's end, then {@code Replay} or
     * {@code Reused} for a rotated token, {@code Expired}, {@code Rotated}: see {@link StoredRefresh#decide}.
     *
     * @throws IllegalArgumentException if the successor is not of the same grant and the next generation; nothing changed
     */
    RotateOutcome rotate(TokenHash presented, RotateCommand command);

    /**
     * Revokes one access or refresh token of this client (RFC 7009 §2.1: ownership is in the predicate); true for the one
     * call that changed it. Ending the family as well is the engine's decision.
     */
    boolean revoke(TokenHash token, String clientId, Instant now);
}
