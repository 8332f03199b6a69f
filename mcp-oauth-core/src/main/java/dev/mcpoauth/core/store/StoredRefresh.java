package dev.mcpoauth.core.store;

/**
 * A refresh token as an adapter read it, and the rule that decides about it: read, decide, write under a condition that
 * still holds only if nobody was faster, and read again if it did not.
 *
 * @param token the row
 * @param status where it stands in its family
 * @param grant standing of its grant at the command's time
 * @param spent what is remembered of its rotation
 */
public record StoredRefresh(RefreshRecord token, RefreshStatus status, GrantStanding grant, Spent spent) {

    /**
     * What rotating it comes to. {@code Rotated} and {@code Replay} are intentions until the conditional write succeeds;
     * the others are final.
     *
     * @throws IllegalArgumentException if the successor is not of the same grant and the next generation
     */
    public RotateOutcome decide(RotateCommand command) {
        if (!token.clientId().equals(command.clientId())) {
            return new RotateOutcome.WrongClient();
        }
        if (grant == GrantStanding.REVOKED || status == RefreshStatus.REVOKED) {
            return new RotateOutcome.Revoked();
        }
        if (grant == GrantStanding.EXPIRED) {
            return new RotateOutcome.Expired();
        }
        if (status == RefreshStatus.ROTATED) {
            return again(command);
        }
        if (!token.expiresAt().isAfter(command.now())) {
            return new RotateOutcome.Expired();
        }
        requireNextOf(command.successor());
        return new RotateOutcome.Rotated(command.successor());
    }

    private RotateOutcome again(RotateCommand command) {
        return spent.permitsReplay(command.now())
                ? new RotateOutcome.Replay(spent.window().sealed(), spent.at())
                : new RotateOutcome.Reused(token.grantId(), token.generation());
    }

    private void requireNextOf(RefreshRecord successor) {
        if (!successor.grantId().equals(token.grantId()) || successor.generation() != token.generation() + 1) {
            throw new IllegalArgumentException("the successor must be of the same grant and the next generation");
        }
    }
}
