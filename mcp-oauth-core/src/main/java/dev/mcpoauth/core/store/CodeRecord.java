package dev.mcpoauth.core.store;

import dev.mcpoauth.core.secret.TokenHash;
import java.time.Instant;

/**
 * An authorization code, known by its hash. The grant exists before its code.
 *
 * @param hash of the code
 * @param grantId what it will be redeemed for
 * @param clientId to whom it was issued
 * @param status issued or redeemed
 * @param failures failed attempts noted by {@link CodeStore#recordFailure}
 * @param createdAt when
 * @param expiresAt when it stops being good
 * @param payload what the engine must compare at redemption: challenge, redirect URI, resource
 */
public record CodeRecord(
        TokenHash hash,
        String grantId,
        String clientId,
        CodeStatus status,
        int failures,
        Instant createdAt,
        Instant expiresAt,
        OpaqueBytes payload) {

    /** Checks bounds and truncates instants to milliseconds. */
    public CodeRecord {
        Bounds.text("grantId", grantId, Bounds.ID);
        Bounds.text("clientId", clientId, Bounds.CLIENT_ID);
        Bounds.count("failures", failures, 0);
        createdAt = Bounds.millis("createdAt", createdAt);
        expiresAt = Bounds.after("expiresAt", expiresAt, createdAt);
    }

    /** A code issued at {@code now}. */
    public static CodeRecord issued(
            TokenHash hash, String grantId, String clientId, Instant now, Instant expiresAt, OpaqueBytes payload) {
        return new CodeRecord(hash, grantId, clientId, CodeStatus.ISSUED, 0, now, expiresAt, payload);
    }

    /** The same code after its redemption. */
    public CodeRecord redeemed() {
        return new CodeRecord(hash, grantId, clientId, CodeStatus.REDEEMED, failures, createdAt, expiresAt, payload);
    }

    /** The same code after one more failed attempt. */
    public CodeRecord failed() {
        return new CodeRecord(hash, grantId, clientId, status, failures + 1, createdAt, expiresAt, payload);
    }

    /** Whether a failed attempt at {@code now} counts: the code could still be redeemed. */
    public boolean isRedeemable(Instant now) {
        return status == CodeStatus.ISSUED && expiresAt.isAfter(now);
    }
}
