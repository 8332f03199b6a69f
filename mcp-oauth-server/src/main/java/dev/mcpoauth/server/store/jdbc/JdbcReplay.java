package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.ReplayScope;
import dev.mcpoauth.core.store.ReplayStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * Table {@code oauth_replay}: its primary key decides who was first, an expired row is won by whoever renews it. An identifier
 * that was not seen before, which is nearly every one, costs one statement.
 */
final class JdbcReplay implements ReplayStore {
    private final Database database;

    JdbcReplay(Database database) {
        this.database = database;
    }

    @Override
    public boolean putIfAbsent(ReplayScope scope, TokenHash id, Instant now, Instant expiresAt) {
        boolean isNew = database.insert("replay.putIfAbsent", sql -> insert(sql, scope, id, expiresAt))
                .isPresent();
        return isNew || database.untilInserted("replay.putIfAbsent", sql -> attempt(sql, scope, id, now, expiresAt));
    }

    private static int insert(Sql sql, ReplayScope scope, TokenHash id, Instant expiresAt) throws SQLException {
        return sql.update(
                "INSERT INTO oauth_replay (scope, id, expires_at) VALUES (?, ?, ?)", scope.name(), id, expiresAt);
    }

    private static boolean attempt(Sql sql, ReplayScope scope, TokenHash id, Instant now, Instant expiresAt)
            throws SQLException {
        Optional<Instant> seen = sql.first(
                row -> Sql.instant(row, "expires_at"),
                "SELECT expires_at FROM oauth_replay WHERE scope = ? AND id = ?",
                scope.name(),
                id);
        if (seen.isEmpty()) {
            return insert(sql, scope, id, expiresAt) == 1;
        }
        return sql.update(
                        "UPDATE oauth_replay SET expires_at = ? WHERE scope = ? AND id = ? AND expires_at <= ?",
                        expiresAt,
                        scope.name(),
                        id,
                        now)
                == 1;
    }
}
