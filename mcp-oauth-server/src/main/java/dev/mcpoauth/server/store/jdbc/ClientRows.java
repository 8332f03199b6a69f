package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.ClientRecord;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Rows of {@code oauth_client}. */
final class ClientRows {
    private ClientRows() {}

    static int insert(Sql sql, String fingerprint, ClientRecord client) throws SQLException {
        return sql.update(
                "INSERT INTO oauth_client (client_id, fingerprint, version, created_at, last_used_at, expires_at, payload)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                client.clientId(),
                fingerprint,
                client.version(),
                client.createdAt(),
                client.lastUsedAt(),
                client.expiresAt(),
                client.payload());
    }

    static ClientRecord read(ResultSet row) throws SQLException {
        return new ClientRecord(
                row.getString("client_id"),
                row.getLong("version"),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "last_used_at"),
                Sql.instant(row, "expires_at"),
                Sql.bytes(row, "payload"));
    }
}
