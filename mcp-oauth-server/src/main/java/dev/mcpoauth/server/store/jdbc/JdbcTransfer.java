package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.transfer.RowKind;
import dev.mcpoauth.core.store.transfer.StoredRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** Rows as they are, in order of their keys. */
final class JdbcTransfer {
    private final Database database;

    JdbcTransfer(Database database) {
        this.database = database;
    }

    Page<StoredRow> rows(RowKind kind, Cursor from, int limit) {
        return switch (kind) {
            case CLIENT -> page("* FROM oauth_client", "client_id", JdbcTransfer::client, from, limit);
            case GRANT ->
                page(GrantRows.COLUMNS + " FROM oauth_grant g", "g_grant_id", JdbcTransfer::grant, from, limit);
            case CODE -> page("* FROM oauth_code", "hash", JdbcTransfer::code, from, limit);
            case REFRESH -> page("* FROM oauth_refresh", "hash", JdbcTransfer::refresh, from, limit);
            case ACCESS -> page("* FROM oauth_access", "hash", JdbcTransfer::access, from, limit);
        };
    }

    private Page<StoredRow> page(String rows, String key, Sql.Reader<StoredRow> reader, Cursor from, int limit) {
        String column = key.replace("g_", "g.");
        String page = "SELECT " + rows + " WHERE " + column + " > ? ORDER BY " + column + " LIMIT ?";
        var found = database.read(
                "transfer.rows",
                sql -> sql.list(row -> Map.entry(row.getString(key), reader.read(row)), page, from.after(), limit + 1));
        return Page.cut(found, limit, Map.Entry::getKey).map(Map.Entry::getValue);
    }

    private static StoredRow client(ResultSet row) throws SQLException {
        return new StoredRow.OfClient(row.getString("fingerprint"), ClientRows.read(row));
    }

    private static StoredRow grant(ResultSet row) throws SQLException {
        return new StoredRow.OfGrant(GrantRows.read(row));
    }

    private static StoredRow code(ResultSet row) throws SQLException {
        return new StoredRow.OfCode(CodeRows.read(row), SpentRows.spending(row));
    }

    private static StoredRow refresh(ResultSet row) throws SQLException {
        return new StoredRow.OfRefresh(TokenRows.refresh(row), TokenRows.refreshStatus(row), SpentRows.spending(row));
    }

    private static StoredRow access(ResultSet row) throws SQLException {
        return new StoredRow.OfAccess(TokenRows.access(row), TokenRows.isRevoked(row));
    }

    /** The keys decide whether it is there. */
    boolean restore(StoredRow row) {
        return database.insert("transfer.restore", sql -> insert(sql, row)).isPresent();
    }

    private static int insert(Sql sql, StoredRow row) throws SQLException {
        if (row instanceof StoredRow.OfClient of) {
            return ClientRows.insert(sql, of.fingerprint(), of.client());
        }
        if (row instanceof StoredRow.OfGrant of) {
            return GrantRows.insert(sql, of.grant());
        }
        if (row instanceof StoredRow.OfCode of) {
            return CodeRows.insert(sql, of.code(), of.spending());
        }
        if (row instanceof StoredRow.OfRefresh of) {
            return TokenRows.insert(sql, of.token(), of.status(), of.spending());
        }
        if (row instanceof StoredRow.OfAccess of) {
            return TokenRows.insert(sql, of.token(), of.revoked());
        }
        throw new IllegalArgumentException("unknown row " + row.getClass());
    }
}
