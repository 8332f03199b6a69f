package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RefreshStatus;

/** Rows of access and refresh tokens. Status: A active, S spent, R revoked. */
final class TokenRows {
    static final String ACTIVE = "A";

    private TokenRows() {}

    static Fields write(AccessRecord token, boolean revoked) {
        return new Fields()
                .put("status", revoked ? "R" : ACTIVE)
                .put("client", token.clientId())
                .put("created", token.createdAt())
                .put("expires", token.expiresAt())
                .put("payload", token.payload());
    }

    static Fields write(RefreshRecord token, RefreshStatus status) {
        return new Fields()
                .put("status", letter(status))
                .put("client", token.clientId())
                .put("generation", token.generation())
                .put("created", token.createdAt())
                .put("expires", token.expiresAt())
                .put("payload", token.payload());
    }

    private static String letter(RefreshStatus status) {
        return switch (status) {
            case ACTIVE -> ACTIVE;
            case ROTATED -> "S";
            case REVOKED -> "R";
        };
    }

    static AccessRecord access(TokenHash hash, String grantId, Row row) {
        return new AccessRecord(
                hash,
                grantId,
                row.text("client"),
                row.instant("created"),
                row.instant("expires"),
                row.bytes("payload"));
    }

    static boolean isActive(Row row) {
        return row.has("status", ACTIVE);
    }

    static RefreshRecord refresh(TokenHash hash, String grantId, Row row) {
        return new RefreshRecord(
                hash,
                grantId,
                row.text("client"),
                row.count("generation"),
                row.instant("created"),
                row.instant("expires"),
                row.bytes("payload"));
    }

    static RefreshStatus status(Row row) {
        return switch (row.text("status")) {
            case ACTIVE -> RefreshStatus.ACTIVE;
            case "S" -> RefreshStatus.ROTATED;
            default -> RefreshStatus.REVOKED;
        };
    }
}
