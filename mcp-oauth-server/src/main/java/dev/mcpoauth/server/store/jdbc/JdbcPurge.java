package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.PurgeResult;
import dev.mcpoauth.core.store.Retention;
import java.time.Instant;

/**
 * Removes what is over, in one short transaction per table, each no larger than what is left of the batch. Each outer
 * predicate repeats the expiry, because a row may have been renewed since it was selected. The derived tables are for
 * MariaDB, which takes no limit in a subquery of {@code IN}.
 */
final class JdbcPurge {
    private final Database database;

    JdbcPurge(Database database) {
        this.database = database;
    }

    PurgeResult purge(Instant now, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be positive: " + batch);
        }
        Instant evidence = now.minus(Retention.EVIDENCE);
        int left = batch;
        left -= delete(left, expired("oauth_replay", "scope, id"), now);
        left -= delete(left, expired("oauth_transaction", "id"), now);
        left -= delete(left, expired("oauth_access", "hash"), now);
        left -= delete(left, expired("oauth_code", "hash"), evidence);
        left -= delete(left, expired("oauth_refresh", "hash"), evidence);
        left -= deleteFamily(left, "oauth_access", now);
        left -= deleteFamily(left, "oauth_code", now);
        left -= deleteFamily(left, "oauth_refresh", now);
        left -= delete(left, expired("oauth_grant", "grant_id"), now);
        left -= deleteClients(left, now);
        return new PurgeResult(batch - left, left == 0);
    }

    private static String expired(String table, String key) {
        return "DELETE FROM " + table + " WHERE expires_at <= ? AND (" + key + ") IN (SELECT " + key + " FROM (SELECT "
                + key + " FROM " + table + " WHERE expires_at <= ? ORDER BY expires_at LIMIT ?) AS doomed)";
    }

    private int delete(int left, String statement, Instant limit) {
        return left == 0 ? 0 : database.statement("purge", sql -> sql.update(statement, limit, limit, left));
    }

    private int deleteFamily(int left, String table, Instant now) {
        String statement = "DELETE FROM " + table + " WHERE hash IN (SELECT hash FROM (SELECT t.hash FROM " + table
                + " t JOIN oauth_grant g ON g.grant_id = t.grant_id WHERE g.expires_at <= ? LIMIT ?) AS doomed)";
        return left == 0 ? 0 : database.statement("purge", sql -> sql.update(statement, now, left));
    }

    private int deleteClients(int left, Instant now) {
        String statement = "DELETE FROM oauth_client WHERE expires_at <= ? AND client_id IN (SELECT client_id FROM ("
                + "SELECT c.client_id FROM oauth_client c WHERE c.expires_at <= ? AND NOT EXISTS ("
                + "SELECT 1 FROM oauth_grant g WHERE g.client_id = c.client_id AND g.status = 'A' AND g.expires_at > ?)"
                + " ORDER BY c.expires_at LIMIT ?) AS doomed)";
        return left == 0 ? 0 : database.statement("purge", sql -> sql.update(statement, now, now, now, left));
    }
}
