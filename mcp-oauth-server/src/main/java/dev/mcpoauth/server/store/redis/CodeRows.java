package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.CodeStatus;

/** Rows of codes. Status: I issued, S spent. */
final class CodeRows {
    static final String ISSUED = "I";

    private CodeRows() {}

    static Fields write(CodeRecord code) {
        return new Fields()
                .put("status", code.status() == CodeStatus.ISSUED ? ISSUED : "S")
                .put("client", code.clientId())
                .put("failures", code.failures())
                .put("created", code.createdAt())
                .put("expires", code.expiresAt())
                .put("payload", code.payload());
    }

    static CodeRecord read(TokenHash hash, String grantId, Row row) {
        return new CodeRecord(
                hash,
                grantId,
                row.text("client"),
                row.has("status", ISSUED) ? CodeStatus.ISSUED : CodeStatus.REDEEMED,
                row.count("failures"),
                row.instant("created"),
                row.instant("expires"),
                row.bytes("payload"));
    }
}
