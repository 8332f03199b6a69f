package dev.mcpoauth.server.grant;

import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantStanding;
import dev.mcpoauth.core.store.GrantState;
import dev.mcpoauth.core.store.RevokeReason;
import java.time.Instant;
import java.util.Optional;

/**
 * What a resource owner granted to a client, as an operator sees it: without anything secret.
 *
 * @param id by which it is revoked, and by which events name it
 * @param subject who granted; the client itself where no person is involved
 * @param clientId to whom
 * @param redirectUri where the sign-in returned to; empty for a flow without one
 * @param terms what may be done where
 * @param grantedAt when
 * @param endsAt its absolute end
 * @param standing whether it is live
 * @param revoked why it ended before its time; empty if it did not
 */
public record Grant(
        String id,
        String subject,
        String clientId,
        String redirectUri,
        GrantTerms terms,
        Instant grantedAt,
        Instant endsAt,
        GrantStanding standing,
        Optional<RevokeReason> revoked) {

    static Grant of(GrantRecord record, Instant now) {
        return new Grant(
                record.grantId(),
                record.subject(),
                record.clientId(),
                record.redirectUri(),
                GrantTerms.read(record.payload()),
                record.createdAt(),
                record.expiresAt(),
                record.standing(now),
                record.state() instanceof GrantState.Revoked ended ? Optional.of(ended.why()) : Optional.empty());
    }

    /** Whether codes and tokens under it are good. */
    public boolean isLive() {
        return standing == GrantStanding.LIVE;
    }
}
