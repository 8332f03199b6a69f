package dev.mcpoauth.core.store.example;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.GrantStanding;
import dev.mcpoauth.core.store.IssuedTokens;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RefreshStatus;
import dev.mcpoauth.core.store.Spent;
import dev.mcpoauth.core.store.example.Rows.Found;
import dev.mcpoauth.core.store.transfer.Spending;
import dev.mcpoauth.core.store.transfer.StoredRow.OfAccess;
import dev.mcpoauth.core.store.transfer.StoredRow.OfGrant;
import dev.mcpoauth.core.store.transfer.StoredRow.OfRefresh;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a code or token belongs to: its grant, and the tokens that come of it. */
final class Families {
    private final Rows rows;

    Families(Rows rows) {
        this.rows = rows;
    }

    /** The grant of a row as it was read, and whether what came of the row was used. */
    record Member(Optional<Found<OfGrant>> grant, Spent spent) {

        GrantStanding standing(Instant now) {
            return grant.map(g -> g.row().grant().standing(now)).orElse(GrantStanding.REVOKED);
        }

        /** Makes a commit fail if the grant was revoked since (invariant 10). */
        List<KeyValues.Write> unchanged() {
            return grant.map(Rows::unchanged).stream().toList();
        }
    }

    Member of(String grantId, Spending spending) {
        return new Member(
                rows.find(OfGrant.class, Keys.of(Keys.GRANT, grantId)),
                spending.spent(spending.successor().map(this::isSpent).orElse(false)));
    }

    private boolean isSpent(TokenHash refreshToken) {
        return rows.find(OfRefresh.class, Keys.of(Keys.REFRESH, refreshToken))
                .filter(found -> found.row().status() == RefreshStatus.ACTIVE)
                .isEmpty();
    }

    /**
     * Commits these writes together with new tokens (invariant 5); false if something was overtaken.
     *
     * @throws IllegalStateException if one of the tokens exists
     */
    boolean commit(List<KeyValues.Write> writes, IssuedTokens tokens) {
        tokens.access().ifPresent(token -> writes.add(insert(token)));
        tokens.refresh().ifPresent(token -> writes.add(insert(token)));
        boolean committed = rows.commit(writes);
        if (!committed && !rows.isOvertaken(writes)) {
            throw new IllegalStateException("one of the tokens is taken");
        }
        return committed;
    }

    static KeyValues.Write insert(AccessRecord token) {
        return Rows.insert(Keys.of(Keys.ACCESS, token.hash()), new OfAccess(token, false));
    }

    private static KeyValues.Write insert(RefreshRecord token) {
        var row = new OfRefresh(token, RefreshStatus.ACTIVE, Spending.none());
        return Rows.insert(Keys.of(Keys.REFRESH, token.hash()), row);
    }
}
