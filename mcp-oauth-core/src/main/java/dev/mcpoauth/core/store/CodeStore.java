package dev.mcpoauth.core.store;

import dev.mcpoauth.core.secret.TokenHash;
import java.time.Instant;
import java.util.Optional;

/** Authorization codes: validated on a peek, redeemed once. */
public interface CodeStore {

    /**
     * Adds a code.
     *
     * @throws IllegalStateException if the hash is taken
     */
    void issue(CodeRecord code);

    /** The code in any status, expired or not; reading changes nothing (invariant 2). All validation happens on this. */
    Optional<CodeRecord> peek(TokenHash code);

    /**
     * From issued to redeemed, together with the first tokens: all or nothing (invariant 5), and once however many try at
     * the same time (invariant 1). Cases are decided in this order: {@code Unknown}, {@code WrongClient}, {@code Revoked},
     * {@code Expired} by the grant's end, then {@code DuplicateSubmit} or {@code Replayed} for a redeemed code, {@code
     * Expired} (invariant 3), {@code Redeemed}: see {@link StoredCode#decide}.
     *
     * @throws IllegalArgumentException if the command names another grant than the code; nothing changed
     */
    RedeemOutcome redeem(TokenHash code, RedeemCommand command);

    /** Counts a failed attempt at an issued code; returns the failures so far, or 0 if there is no such unexpired code. */
    int recordFailure(TokenHash code, Instant now);
}
