package dev.mcpoauth.core.store;

import java.time.Instant;

/** How {@link TokenStore#rotate} ended. Only {@link Rotated} inserted anything. */
public sealed interface RotateOutcome {

    /** This call rotated the token; its successor exists. */
    record Rotated(RefreshRecord next) implements RotateOutcome {}

    /** Rotated just before, and the window is open: answer with the response of that rotation. */
    record Replay(OpaqueBytes sealedResponse, Instant rotatedAt) implements RotateOutcome {}

    /** Really issued, rotated before, and now beyond its window: the engine revokes the grant (RFC 9700 §4.14.2). */
    record Reused(String grantId, int generation) implements RotateOutcome {}

    /** The token or its grant is past its time. */
    record Expired() implements RotateOutcome {}

    /** The token or its grant was revoked. */
    record Revoked() implements RotateOutcome {}

    /** Issued to someone else; nothing changed (invariant 4). */
    record WrongClient() implements RotateOutcome {}

    /** Never issued, or purged: no reason to revoke anything (invariant 8). */
    record Unknown() implements RotateOutcome {}
}
