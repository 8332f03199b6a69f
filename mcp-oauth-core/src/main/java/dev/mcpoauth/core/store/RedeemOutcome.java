package dev.mcpoauth.core.store;

/** How {@link CodeStore#redeem} ended. Only {@link Redeemed} inserted anything. */
public sealed interface RedeemOutcome {

    /** This call redeemed the code, here as it was before; its tokens exist. */
    record Redeemed(CodeRecord code) implements RedeemOutcome {}

    /** Redeemed just before, and the window is open: answer with the first response. */
    record DuplicateSubmit(OpaqueBytes sealedResponse) implements RedeemOutcome {}

    /** Redeemed before: the engine revokes the grant (RFC 6749 §4.1.2). */
    record Replayed(String grantId) implements RedeemOutcome {}

    /** The code or its grant is past its time. */
    record Expired() implements RedeemOutcome {}

    /** Its grant was revoked. */
    record Revoked() implements RedeemOutcome {}

    /** Issued to someone else; nothing changed (invariant 4). */
    record WrongClient() implements RedeemOutcome {}

    /** No such code, or it was purged. */
    record Unknown() implements RedeemOutcome {}
}
