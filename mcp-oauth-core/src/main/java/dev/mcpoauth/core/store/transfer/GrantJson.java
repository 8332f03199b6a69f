package dev.mcpoauth.core.store.transfer;

import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantState;
import dev.mcpoauth.core.store.RevokeReason;

/** Grants as members of a JSON object. */
final class GrantJson {
    private static final String REASON = "revoke_reason";

    private GrantJson() {}

    static JsonFields write(JsonFields out, GrantRecord grant) {
        if (grant.state() instanceof GrantState.Revoked revoked) {
            out.put(REASON, revoked.why().name()).put("revoked_at", revoked.at());
        }
        return out.put("grant_id", grant.grantId())
                .put("subject", grant.subject())
                .put("client_id", grant.clientId())
                .put("redirect_uri", grant.redirectUri())
                .put("version", grant.version())
                .put("sealed_props", grant.sealedProps())
                .life(grant.createdAt(), grant.expiresAt(), grant.payload());
    }

    static GrantRecord read(JsonFields.Reader in) {
        return new GrantRecord(
                in.text("grant_id"),
                in.text("subject"),
                in.text("client_id"),
                in.text("redirect_uri"),
                state(in),
                in.number("version"),
                in.createdAt(),
                in.expiresAt(),
                in.bytes("sealed_props"),
                in.payload());
    }

    private static GrantState state(JsonFields.Reader in) {
        return in.optional(REASON)
                .<GrantState>map(why -> new GrantState.Revoked(RevokeReason.valueOf(why), in.instant("revoked_at")))
                .orElseGet(GrantState.Active::new);
    }
}
