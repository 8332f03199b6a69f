package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.CodeStatus;
import dev.mcpoauth.core.store.transfer.Spending;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Rows of {@code oauth_code}. */
final class CodeRows {
    private static final String ISSUED = "I";
    private static final String SPENT = "S";

    private CodeRows() {}

    static int insert(Sql sql, CodeRecord code, Spending spending) throws SQLException {
        return sql.update(
                "INSERT INTO oauth_code (hash, grant_id, client_id, status, failures, created_at, expires_at, payload, "
                        + SpentRows.NAMES + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, " + SpentRows.PLACES + ")",
                Sql.parameters(
                        SpentRows.values(spending),
                        code.hash(),
                        code.grantId(),
                        code.clientId(),
                        code.status() == CodeStatus.ISSUED ? ISSUED : SPENT,
                        code.failures(),
                        code.createdAt(),
                        code.expiresAt(),
                        code.payload()));
    }

    static CodeRecord read(ResultSet row) throws SQLException {
        return new CodeRecord(
                Sql.hash(row, "hash"),
                row.getString("grant_id"),
                row.getString("client_id"),
                ISSUED.equals(row.getString("status")) ? CodeStatus.ISSUED : CodeStatus.REDEEMED,
                row.getInt("failures"),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "expires_at"),
                Sql.bytes(row, "payload"));
    }
}
