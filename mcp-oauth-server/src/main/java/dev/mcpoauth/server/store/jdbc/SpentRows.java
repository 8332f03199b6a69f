package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.ReplayWindow;
import dev.mcpoauth.core.store.Spent;
import dev.mcpoauth.core.store.transfer.Spending;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The columns in which a code and a refresh token remember that they were spent. */
final class SpentRows {
    /** What a fresh row has in them. */
    static final String NAMES = "spent_at, successor_hash, sealed_replay, replay_until, max_replays, replays";

    /** Standing, and whether the successor is used, of row {@code t} with its grant and its successor. */
    static final String JOINS = " LEFT JOIN oauth_grant g ON g.grant_id = t.grant_id"
            + " LEFT JOIN oauth_refresh s ON s.hash = t.successor_hash";

    /** What {@link #JOINS} adds to the columns of {@code t}. */
    static final String JOINED = ", g.status AS g_status, g.expires_at AS g_expires_at, s.status AS s_status";

    /** Their places in an insert. */
    static final String PLACES = "?, ?, ?, ?, ?, ?";

    private SpentRows() {}

    /** The parameters of {@link #PLACES}. */
    static List<Object> values(Spending spending) {
        return List.of(
                spending.at(),
                spending.successor().map(TokenHash::encoded).orElse(""),
                spending.window().sealed(),
                spending.window().until(),
                spending.window().maxReplays(),
                spending.replays());
    }

    /** From a row with {@link #JOINED}. */
    static Spent read(ResultSet row) throws SQLException {
        return new Spent(Sql.instant(row, "spent_at"), window(row), row.getInt("replays"), isSuccessorUsed(row));
    }

    private static ReplayWindow window(ResultSet row) throws SQLException {
        return new ReplayWindow(
                Sql.bytes(row, "sealed_replay"), Sql.instant(row, "replay_until"), row.getInt("max_replays"));
    }

    static Spending spending(ResultSet row) throws SQLException {
        Spending spending = Spending.of(Sql.instant(row, "spent_at"), window(row), row.getInt("replays"));
        return row.getString("successor_hash").isEmpty()
                ? spending
                : spending.withSuccessor(Sql.hash(row, "successor_hash"));
    }

    /** A successor that was purged was used or has expired long ago. */
    private static boolean isSuccessorUsed(ResultSet row) throws SQLException {
        boolean hasSuccessor = !row.getString("successor_hash").isEmpty();
        return hasSuccessor && !"A".equals(row.getString("s_status"));
    }

    /** Counts a replay unless the last one was taken meanwhile. */
    static boolean countReplay(Sql sql, String table, Object hash) throws SQLException {
        return sql.update(
                        "UPDATE " + table + " SET replays = replays + 1"
                                + " WHERE hash = ? AND status = 'S' AND replays < max_replays",
                        hash)
                == 1;
    }
}
