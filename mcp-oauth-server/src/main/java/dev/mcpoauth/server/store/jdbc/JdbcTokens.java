package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.AccessView;
import dev.mcpoauth.core.store.RefreshView;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.StoredRefresh;
import dev.mcpoauth.core.store.TokenStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Tables {@code oauth_access} and {@code oauth_refresh}. */
final class JdbcTokens implements TokenStore {
    private static final String FIND_ACCESS = "SELECT t.*, " + GrantRows.COLUMNS
            + " FROM oauth_access t JOIN oauth_grant g ON g.grant_id = t.grant_id WHERE t.hash = ?";
    private static final String FIND_REFRESH = "SELECT t.*, " + GrantRows.COLUMNS
            + " FROM oauth_refresh t JOIN oauth_grant g ON g.grant_id = t.grant_id WHERE t.hash = ?";
    private static final String FIND_STORED =
            "SELECT t.*" + SpentRows.JOINED + " FROM oauth_refresh t" + SpentRows.JOINS + " WHERE t.hash = ?";
    private static final String ROTATE = "UPDATE oauth_refresh SET status = 'S', spent_at = ?, successor_hash = ?,"
            + " sealed_replay = ?, replay_until = ?, max_replays = ?"
            + " WHERE hash = ? AND status = 'A' AND expires_at > ?" + GrantRows.IS_LIVE;

    private final Database database;

    JdbcTokens(Database database) {
        this.database = database;
    }

    @Override
    public void insertAccess(AccessRecord token) {
        database.write("tokens.insertAccess", sql -> TokenRows.insert(sql, token, false));
    }

    @Override
    public Optional<AccessView> findAccess(TokenHash token) {
        return database.read("tokens.findAccess", sql -> sql.first(JdbcTokens::accessView, FIND_ACCESS, token));
    }

    @Override
    public Optional<RefreshView> findRefresh(TokenHash token) {
        return database.read("tokens.findRefresh", sql -> sql.first(JdbcTokens::refreshView, FIND_REFRESH, token));
    }

    @Override
    public RotateOutcome rotate(TokenHash presented, RotateCommand command) {
        return database.untilDecided("tokens.rotate", sql -> attempt(sql, presented, command));
    }

    private static Optional<RotateOutcome> attempt(Sql sql, TokenHash presented, RotateCommand command)
            throws SQLException {
        Optional<StoredRefresh> stored = sql.first(row -> stored(row, command.now()), FIND_STORED, presented);
        if (stored.isEmpty()) {
            return Optional.of(new RotateOutcome.Unknown());
        }
        RotateOutcome outcome = stored.get().decide(command);
        boolean won = true;
        if (outcome instanceof RotateOutcome.Rotated) {
            won = rotate(sql, presented, command);
        } else if (outcome instanceof RotateOutcome.Replay) {
            won = SpentRows.countReplay(sql, "oauth_refresh", presented);
        }
        return won ? Optional.of(outcome) : Optional.empty();
    }

    private static boolean rotate(Sql sql, TokenHash presented, RotateCommand command) throws SQLException {
        int changed = sql.update(
                ROTATE,
                command.now(),
                command.successor().hash(),
                command.window().sealed(),
                command.window().until(),
                command.window().maxReplays(),
                presented,
                command.now(),
                command.successor().grantId(),
                command.now());
        if (changed == 1) {
            TokenRows.insert(sql, command.next());
        }
        return changed == 1;
    }

    @Override
    public boolean revoke(TokenHash token, String clientId, Instant now) {
        return database.write(
                "tokens.revoke",
                sql -> revoke(sql, "oauth_access", token, clientId) || revoke(sql, "oauth_refresh", token, clientId));
    }

    private static boolean revoke(Sql sql, String table, TokenHash token, String clientId) throws SQLException {
        return sql.update(
                        "UPDATE " + table + " SET status = 'R' WHERE hash = ? AND client_id = ? AND status = 'A'",
                        token,
                        clientId)
                == 1;
    }

    private static AccessView accessView(ResultSet row) throws SQLException {
        return new AccessView(TokenRows.access(row), TokenRows.isRevoked(row), GrantRows.read(row));
    }

    private static RefreshView refreshView(ResultSet row) throws SQLException {
        return new RefreshView(TokenRows.refresh(row), TokenRows.refreshStatus(row), GrantRows.read(row));
    }

    private static StoredRefresh stored(ResultSet row, Instant now) throws SQLException {
        return new StoredRefresh(
                TokenRows.refresh(row),
                TokenRows.refreshStatus(row),
                GrantRows.standing(row, now),
                SpentRows.read(row));
    }
}
