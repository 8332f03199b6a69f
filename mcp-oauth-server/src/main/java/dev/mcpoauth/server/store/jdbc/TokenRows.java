package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.IssuedTokens;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RefreshStatus;
import dev.mcpoauth.core.store.transfer.Spending;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Rows of {@code oauth_access} and {@code oauth_refresh}. */
final class TokenRows {
    private static final String ACTIVE = "A";
    private static final String SPENT = "S";
    private static final String REVOKED = "R";

    private TokenRows() {}

    static void insert(Sql sql, IssuedTokens tokens) throws SQLException {
        if (tokens.access().isPresent()) {
            insert(sql, tokens.access().get(), false);
        }
        if (tokens.refresh().isPresent()) {
            insert(sql, tokens.refresh().get(), RefreshStatus.ACTIVE, Spending.none());
        }
    }

    static int insert(Sql sql, AccessRecord token, boolean revoked) throws SQLException {
        return sql.update(
                "INSERT INTO oauth_access (hash, grant_id, client_id, status, created_at, expires_at, payload)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                token.hash(),
                token.grantId(),
                token.clientId(),
                revoked ? REVOKED : ACTIVE,
                token.createdAt(),
                token.expiresAt(),
                token.payload());
    }

    static int insert(Sql sql, RefreshRecord token, RefreshStatus status, Spending spending) throws SQLException {
        return sql.update(
                "INSERT INTO oauth_refresh (hash, grant_id, client_id, generation, status, created_at, expires_at,"
                        + " payload, " + SpentRows.NAMES + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, " + SpentRows.PLACES
                        + ")",
                Sql.parameters(
                        SpentRows.values(spending),
                        token.hash(),
                        token.grantId(),
                        token.clientId(),
                        token.generation(),
                        status(status),
                        token.createdAt(),
                        token.expiresAt(),
                        token.payload()));
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

    static boolean isRevoked(ResultSet row) throws SQLException {
        return !ACTIVE.equals(row.getString("status"));
    }

    static RefreshStatus refreshStatus(ResultSet row) throws SQLException {
        return switch (row.getString("status")) {
            case ACTIVE -> RefreshStatus.ACTIVE;
            case SPENT -> RefreshStatus.ROTATED;
            default -> RefreshStatus.REVOKED;
        };
    }

    private static String status(RefreshStatus status) {
        return switch (status) {
            case ACTIVE -> ACTIVE;
            case ROTATED -> SPENT;
            case REVOKED -> REVOKED;
        };
    }
}
