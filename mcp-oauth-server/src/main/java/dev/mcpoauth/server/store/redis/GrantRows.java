package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantStanding;
import dev.mcpoauth.core.store.GrantState;
import dev.mcpoauth.core.store.RevokeReason;
import java.time.Instant;
import java.util.Optional;

/** Rows of grants. Status: A active, R revoked. */
final class GrantRows {
    private GrantRows() {}

    static Fields write(GrantRecord grant) {
        Fields fields = new Fields()
                .put("subject", grant.subject())
                .put("client", grant.clientId())
                .put("redirect", grant.redirectUri())
                .put("version", grant.version())
                .put("created", grant.createdAt())
                .put("expires", grant.expiresAt())
                .put("props", grant.sealedProps())
                .put("payload", grant.payload());
        if (grant.state() instanceof GrantState.Revoked revoked) {
            return fields.put("status", "R").put("reason", revoked.why().name()).put("revoked", revoked.at());
        }
        return fields.put("status", "A");
    }

    static Optional<GrantRecord> read(String grantId, Row row) {
        if (!row.exists()) {
            return Optional.empty();
        }
        return Optional.of(new GrantRecord(
                grantId,
                row.text("subject"),
                row.text("client"),
                row.text("redirect"),
                state(row),
                row.number("version"),
                row.instant("created"),
                row.instant("expires"),
                row.bytes("props"),
                row.bytes("payload")));
    }

    private static GrantState state(Row row) {
        return isActive(row)
                ? new GrantState.Active()
                : new GrantState.Revoked(RevokeReason.valueOf(row.text("reason")), row.instant("revoked"));
    }

    private static boolean isActive(Row row) {
        return row.has("status", "A");
    }

    static GrantStanding standing(Row row, Instant now) {
        return row.exists() ? GrantStanding.of(isActive(row), row.instant("expires"), now) : GrantStanding.REVOKED;
    }

    /** The earlier of an instant and the grant's end, if there is a grant. */
    static Instant notAfterEnd(Row grant, Instant instant) {
        if (!grant.exists()) {
            return instant;
        }
        Instant end = grant.instant("expires");
        return end.isBefore(instant) ? end : instant;
    }
}
