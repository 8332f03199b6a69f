package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.store.ClientRecord;
import java.util.Optional;

/** Rows of clients. */
final class ClientRows {
    private static final String FINGERPRINT = "fingerprint";

    private ClientRows() {}

    static Fields write(String fingerprint, ClientRecord client) {
        return new Fields()
                .put(FINGERPRINT, fingerprint)
                .put("version", client.version())
                .put("created", client.createdAt())
                .put("used", client.lastUsedAt())
                .put("expires", client.expiresAt())
                .put("payload", client.payload());
    }

    static Optional<ClientRecord> read(String clientId, Row row) {
        if (!row.exists()) {
            return Optional.empty();
        }
        return Optional.of(new ClientRecord(
                clientId,
                row.number("version"),
                row.instant("created"),
                row.instant("used"),
                row.instant("expires"),
                row.bytes("payload")));
    }

    static String fingerprint(Row row) {
        return row.text(FINGERPRINT);
    }
}
