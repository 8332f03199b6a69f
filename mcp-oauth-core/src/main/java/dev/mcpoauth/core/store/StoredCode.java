package dev.mcpoauth.core.store;

/**
 * A code as an adapter read it, and the rule that decides about it: read, decide, write under a condition that still holds
 * only if nobody was faster, and read again if it did not.
 *
 * @param code the row
 * @param grant standing of its grant at the command's time
 * @param spent what is remembered of its redemption
 */
public record StoredCode(CodeRecord code, GrantStanding grant, Spent spent) {

    /**
     * What redeeming it comes to. {@code Redeemed} and {@code DuplicateSubmit} are intentions until the conditional write
     * succeeds; the others are final.
     *
     * @throws IllegalArgumentException if the command names another grant than the code
     */
    public RedeemOutcome decide(RedeemCommand command) {
        if (!code.clientId().equals(command.clientId())) {
            return new RedeemOutcome.WrongClient();
        }
        if (grant != GrantStanding.LIVE) {
            return grant == GrantStanding.EXPIRED ? new RedeemOutcome.Expired() : new RedeemOutcome.Revoked();
        }
        if (code.status() != CodeStatus.ISSUED) {
            return again(command);
        }
        if (!code.expiresAt().isAfter(command.now())) {
            return new RedeemOutcome.Expired();
        }
        if (!code.grantId().equals(command.grantId())) {
            throw new IllegalArgumentException("the command names another grant than the code");
        }
        return new RedeemOutcome.Redeemed(code);
    }

    private RedeemOutcome again(RedeemCommand command) {
        return spent.permitsReplay(command.now())
                ? new RedeemOutcome.DuplicateSubmit(spent.window().sealed())
                : new RedeemOutcome.Replayed(code.grantId());
    }
}
