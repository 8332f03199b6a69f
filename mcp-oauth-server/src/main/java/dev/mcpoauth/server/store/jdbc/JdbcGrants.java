package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.GrantStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.RevokeReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Table {@code oauth_grant}. Codes and tokens look at it in every read and write, so that revoking is one update. */
final class JdbcGrants implements GrantStore {
    private static final String SELECT = "SELECT " + GrantRows.COLUMNS + " FROM oauth_grant g";
    private static final String REVOKE = "UPDATE oauth_grant SET status = 'R', revoke_reason = ?, revoked_at = ?,"
            + " version = version + 1 WHERE status = 'A' AND ";

    private static final int PORTION = 500;

    private final Database database;

    JdbcGrants(Database database) {
        this.database = database;
    }

    @Override
    public void create(GrantRecord grant) {
        database.write("grants.create", sql -> GrantRows.insert(sql, grant));
    }

    @Override
    public Optional<GrantRecord> find(String grantId) {
        return database.read("grants.find", sql -> {
            if (!Keys.canExist(grantId)) {
                return Optional.empty();
            }
            return sql.first(GrantRows::read, SELECT + " WHERE g.grant_id = ?", grantId);
        });
    }

    @Override
    public boolean revoke(String grantId, RevokeReason why, Instant now) {
        return database.write("grants.revoke", sql -> sql.update(REVOKE + "grant_id = ?", why.name(), now, grantId))
                == 1;
    }

    /** In portions, because those of a popular client would keep one statement longer at work than anybody waits for it. */
    @Override
    public int revokeWhere(GrantSelector by, RevokeReason why, Instant now) {
        int revoked = 0;
        List<Object> portion = active(by, "");
        while (portion.size() == PORTION) {
            revoked += revoke(portion, why, now);
            portion = active(by, portion.get(PORTION - 1));
        }
        return portion.isEmpty() ? revoked : revoked + revoke(portion, why, now);
    }

    private List<Object> active(GrantSelector by, Object after) {
        Selection selection = Selection.of(by);
        String page = "SELECT grant_id FROM oauth_grant WHERE grant_id > ? AND status = 'A' AND "
                + selection.predicate() + " ORDER BY grant_id LIMIT " + PORTION;
        return database.read(
                "grants.revokeWhere",
                sql -> sql.list(row -> row.getString("grant_id"), page, selection.parameters(after)));
    }

    private int revoke(List<Object> grantIds, RevokeReason why, Instant now) {
        String revoke = REVOKE + "grant_id IN " + Sql.places(grantIds);
        return database.write(
                "grants.revokeWhere", sql -> sql.update(revoke, Sql.parameters(grantIds, why.name(), now)));
    }

    @Override
    public boolean updateSealedProps(String grantId, OpaqueBytes sealed, long expectedVersion) {
        return database.write(
                "grants.updateSealedProps",
                sql -> sql.update(
                                "UPDATE oauth_grant SET sealed_props = ?, version = version + 1"
                                        + " WHERE grant_id = ? AND status = 'A' AND version = ?",
                                sealed,
                                grantId,
                                expectedVersion)
                        == 1);
    }

    @Override
    public Page<GrantRecord> list(GrantSelector by, Cursor from, int limit) {
        Selection selection = Selection.of(by);
        String page = SELECT + " WHERE g.grant_id > ? AND " + selection.predicate() + " ORDER BY g.grant_id LIMIT "
                + (limit + 1L);
        var rows = database.read(
                "grants.list", sql -> sql.list(GrantRows::read, page, selection.parameters(from.after())));
        return Page.cut(rows, limit, GrantRecord::grantId);
    }
}
