package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.ClientRegistration;
import dev.mcpoauth.core.store.ClientStore;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.RegistrationLimits;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Table {@code oauth_client}. */
final class JdbcClients implements ClientStore {
    private final Database database;

    JdbcClients(Database database) {
        this.database = database;
    }

    @Override
    public Optional<ClientRecord> find(String clientId) {
        return database.read("clients.find", sql -> {
            if (!Keys.canExist(clientId)) {
                return Optional.empty();
            }
            return find(sql, clientId);
        });
    }

    /** The unique indexes decide who is first; whoever they refuse finds the other's row. */
    @Override
    public ClientRegistration registerIfAbsent(String fingerprint, ClientRecord candidate, RegistrationLimits limits) {
        return database.untilInserted("clients.registerIfAbsent", sql -> register(sql, fingerprint, candidate, limits));
    }

    private static ClientRegistration register(
            Sql sql, String fingerprint, ClientRecord candidate, RegistrationLimits limits) throws SQLException {
        Optional<ClientRecord> existing = existing(sql, fingerprint, candidate.clientId());
        if (existing.isPresent()) {
            return new ClientRegistration.Existing(existing.get());
        }
        if (isFull(sql, limits, candidate.createdAt())) {
            return new ClientRegistration.LimitReached();
        }
        ClientRows.insert(sql, fingerprint, candidate);
        return new ClientRegistration.Created(candidate);
    }

    /** One statement after the other, because not every planner looks for both in their indexes. */
    private static Optional<ClientRecord> existing(Sql sql, String fingerprint, String clientId) throws SQLException {
        Optional<ClientRecord> equal =
                sql.first(ClientRows::read, "SELECT * FROM oauth_client WHERE fingerprint = ?", fingerprint);
        return equal.isPresent() ? equal : find(sql, clientId);
    }

    private static Optional<ClientRecord> find(Sql sql, String clientId) throws SQLException {
        return sql.first(ClientRows::read, "SELECT * FROM oauth_client WHERE client_id = ?", clientId);
    }

    private static boolean isFull(Sql sql, RegistrationLimits limits, Instant now) throws SQLException {
        if (limits.equals(RegistrationLimits.UNLIMITED)) {
            return false;
        }
        long registered = sql.first(
                        row -> row.getLong(1),
                        "SELECT COUNT(*) FROM (SELECT 1 FROM oauth_client WHERE expires_at > ? LIMIT ?) AS unexpired",
                        now,
                        limits.maxClients())
                .orElseThrow();
        return registered >= limits.maxClients();
    }

    @Override
    public boolean update(ClientRecord next, long expectedVersion) {
        return database.write(
                "clients.update",
                sql -> sql.update(
                                "UPDATE oauth_client SET version = version + 1, expires_at = ?, payload = ?"
                                        + " WHERE client_id = ? AND version = ?",
                                next.expiresAt(),
                                next.payload(),
                                next.clientId(),
                                expectedVersion)
                        == 1);
    }

    @Override
    public boolean delete(String clientId) {
        return database.write(
                "clients.delete", sql -> sql.update("DELETE FROM oauth_client WHERE client_id = ?", clientId) == 1);
    }

    /** If nothing was to be moved, MariaDB says 0 rows or 1, depending on a setting of its driver. */
    @Override
    public boolean touch(String clientId, Instant lastUsedAt, Instant expiresAt) {
        return database.write(
                "clients.touch",
                sql -> touch(sql, clientId, lastUsedAt, expiresAt) == 1
                        || find(sql, clientId).isPresent());
    }

    private static int touch(Sql sql, String clientId, Instant lastUsedAt, Instant expiresAt) throws SQLException {
        return sql.update(
                "UPDATE oauth_client SET"
                        + " last_used_at = CASE WHEN last_used_at < ? THEN ? ELSE last_used_at END,"
                        + " expires_at = CASE WHEN expires_at < ? THEN ? ELSE expires_at END"
                        + " WHERE client_id = ?",
                lastUsedAt,
                lastUsedAt,
                expiresAt,
                expiresAt,
                clientId);
    }

    @Override
    public Page<ClientRecord> list(Cursor from, int limit) {
        var rows = database.read(
                "clients.list",
                sql -> sql.list(
                        ClientRows::read,
                        "SELECT * FROM oauth_client WHERE client_id > ? ORDER BY client_id LIMIT ?",
                        from.after(),
                        limit + 1));
        return Page.cut(rows, limit, ClientRecord::clientId);
    }
}
