package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.IssuedTokens;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RefreshStatus;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Rows of {@code oauth_access} and {@code oauth_refresh}. */
final class TokenRows {
    private TokenRows() {}

    static void insert(Sql sql, IssuedTokens tokens) throws SQLException {
        if (tokens.access().isPresent()) {
            insert(sql, tokens.access().get());
        }
        if (tokens.refresh().isPresent()) {
            insert(sql, tokens.refresh().get());
        }
    }

    static int insert(Sql sql, AccessRecord token) throws SQLException {
        return sql.update(
                "INSERT INTO oauth_access (hash, grant_id, client_id, status, created_at, expires_at, payload)"
                        + " VALUES (?, ?, ?, 'A', ?, ?, ?)",
                token.hash(),
                token.grantId(),
                token.clientId(),
                token.createdAt(),
                token.expiresAt(),
                token.payload());
    }

    private static void insert(Sql sql, RefreshRecord token) throws SQLException {
        sql.update(
                "INSERT INTO oauth_refresh (hash, grant_id, client_id, generation, status, created_at, expires_at,"
                        + " payload, " + SpentRows.NAMES + ") VALUES (?, ?, ?, ?, 'A', ?, ?, ?, 0, '', ?, 0, 0, 0)",
                token.hash(),
                token.grantId(),
                token.clientId(),
                token.generation(),
                token.createdAt(),
                token.expiresAt(),
                token.payload(),
                OpaqueBytes.empty());
    }

    static AccessRecord access(ResultSet row) throws SQLException {
        return new AccessRecord(
                Sql.hash(row, "hash"),
                row.getString("grant_id"),
                row.getString("client_id"),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "expires_at"),
                Sql.bytes(row, "payload"));
    }

    static RefreshRecord refresh(ResultSet row) throws SQLException {
        return new RefreshRecord(
                Sql.hash(row, "hash"),
                row.getString("grant_id"),
                row.getString("client_id"),
                row.getInt("generation"),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "expires_at"),
                Sql.bytes(row, "payload"));
    }

    static RefreshStatus refreshStatus(ResultSet row) throws SQLException {
        return switch (row.getString("status")) {
            case "A" -> RefreshStatus.ACTIVE;
            case "S" -> RefreshStatus.ROTATED;
            default -> RefreshStatus.REVOKED;
        };
    }
}
