package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantStanding;
import dev.mcpoauth.core.store.GrantState;
import dev.mcpoauth.core.store.RevokeReason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** Rows of {@code oauth_grant}, by themselves and joined to what is under them. */
final class GrantRows {
    private static final String ACTIVE = "A";
    private static final String REVOKED = "R";

    /** The columns of {@code oauth_grant g}, under names that do not meet those of a joined row. */
    static final String COLUMNS = "g.grant_id AS g_grant_id, g.subject AS g_subject, g.client_id AS g_client_id,"
            + " g.redirect_uri AS g_redirect_uri, g.status AS g_status, g.revoke_reason AS g_revoke_reason,"
            + " g.revoked_at AS g_revoked_at, g.version AS g_version, g.created_at AS g_created_at,"
            + " g.expires_at AS g_expires_at, g.sealed_props AS g_sealed_props, g.payload AS g_payload";

    /** Part of a predicate: the grant, the next parameter, is live at the parameter after it. */
    static final String IS_LIVE = " AND EXISTS (SELECT 1 FROM oauth_grant g"
            + " WHERE g.grant_id = ? AND g.status = 'A' AND g.expires_at > ?)";

    private GrantRows() {}

    static int insert(Sql sql, GrantRecord grant) throws SQLException {
        return sql.update(
                "INSERT INTO oauth_grant (grant_id, subject, client_id, redirect_uri, status, revoke_reason,"
                        + " revoked_at, version, created_at, expires_at, sealed_props, payload)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                grant.grantId(),
                grant.subject(),
                grant.clientId(),
                grant.redirectUri(),
                grant.state() instanceof GrantState.Active ? ACTIVE : REVOKED,
                reason(grant),
                revokedAt(grant),
                grant.version(),
                grant.createdAt(),
                grant.expiresAt(),
                grant.sealedProps(),
                grant.payload());
    }

    private static String reason(GrantRecord grant) {
        return grant.state() instanceof GrantState.Revoked revoked
                ? revoked.why().name()
                : "";
    }

    private static Instant revokedAt(GrantRecord grant) {
        return grant.state() instanceof GrantState.Revoked revoked ? revoked.at() : Instant.EPOCH;
    }

    static GrantRecord read(ResultSet row) throws SQLException {
        return new GrantRecord(
                row.getString("g_grant_id"),
                row.getString("g_subject"),
                row.getString("g_client_id"),
                row.getString("g_redirect_uri"),
                state(row),
                row.getLong("g_version"),
                Sql.instant(row, "g_created_at"),
                Sql.instant(row, "g_expires_at"),
                Sql.bytes(row, "g_sealed_props"),
                Sql.bytes(row, "g_payload"));
    }

    private static GrantState state(ResultSet row) throws SQLException {
        if (ACTIVE.equals(row.getString("g_status"))) {
            return new GrantState.Active();
        }
        return new GrantState.Revoked(
                RevokeReason.valueOf(row.getString("g_revoke_reason")), Sql.instant(row, "g_revoked_at"));
    }

    /** From the outer join of a grant that may be gone. */
    static GrantStanding standing(ResultSet row, Instant now) throws SQLException {
        boolean active = ACTIVE.equals(row.getString("g_status"));
        return GrantStanding.of(active, Sql.instant(row, "g_expires_at"), now);
    }
}
