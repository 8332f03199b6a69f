package dev.mcpoauth.server.store.jdbc;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * One run of a purge, up to its batch. Each portion is looked for in the order of an index and removed by its keys, in two
 * short statements that leave a planner no choice: with outdated statistics it would rather walk through everything expired
 * for each portion. The removal asks for the expiry again, because a row may have been renewed since; in the form {@code
 * expires_at + 0} no index fits it.
 */
final class Sweep {
    private static final int PORTION = 200;
    /** Rests this many times as long as it worked, so that traffic keeps most of the database while much has expired. */
    private static final int REST = 4;

    /** With a limit, or MariaDB would collect all live grants that there are. */
    private static final String NO_LIVE_GRANT =
            "(SELECT 1 FROM oauth_grant g WHERE g.client_id = oauth_client.client_id"
                    + " AND g.status = 'A' AND g.expires_at > ? LIMIT 1) IS NULL";

    private final Database database;
    private final int batch;
    private int removed;

    Sweep(Database database, int batch) {
        this.database = database;
        this.batch = batch;
    }

    int removed() {
        return removed;
    }

    boolean isFull() {
        return removed == batch;
    }

    /** Rows whose own time is over. */
    void expired(String table, String key, Instant limit) {
        String select = "SELECT " + key + " FROM " + table + " WHERE expires_at <= ? ORDER BY expires_at LIMIT ?";
        String delete = "DELETE FROM " + table + " WHERE expires_at + 0 <= ? AND " + key + " IN ";
        portions(portion -> {
            List<Object> keys = keys(select, limit, portion);
            delete(delete, keys, limit);
            return keys.size();
        });
    }

    /** One by one, because of their two key columns a planner without statistics may look at the first one only. */
    void replayEntries(Instant now) {
        String select = "SELECT scope, id FROM oauth_replay WHERE expires_at <= ? ORDER BY expires_at LIMIT ?";
        String delete = "DELETE FROM oauth_replay WHERE expires_at <= ? AND scope = ? AND id = ?";
        portions(portion -> {
            List<Object[]> keys = database.read(
                    "purge",
                    sql -> sql.list(
                            row -> new Object[] {now, row.getString("scope"), row.getString("id")},
                            select,
                            now,
                            portion));
            remove(() -> database.transact("purge", sql -> sql.updateEach(delete, keys)));
            return keys.size();
        });
    }

    /** Grants that ended, each after everything under it. */
    void families(Instant now) {
        String select = "SELECT grant_id FROM oauth_grant WHERE expires_at <= ? ORDER BY expires_at LIMIT ?";
        portions(portion -> {
            List<Object> grants = keys(select, now, portion);
            if (!grants.isEmpty()) {
                children("oauth_access", grants);
                children("oauth_code", grants);
                children("oauth_refresh", grants);
                grants(grants.subList(0, Math.min(grants.size(), batch - removed)), now);
            }
            return grants.size();
        });
    }

    private void grants(List<Object> childless, Instant now) {
        delete("DELETE FROM oauth_grant WHERE expires_at + 0 <= ? AND grant_id IN ", childless, now);
    }

    private void children(String table, List<Object> grants) {
        String select = "SELECT hash FROM " + table + " WHERE grant_id IN " + Sql.places(grants) + " LIMIT ?";
        portions(portion -> {
            List<Object> keys = keys(select, Sql.parameters(List.of(portion), grants.toArray()));
            delete("DELETE FROM " + table + " WHERE hash IN ", keys);
            return keys.size();
        });
    }

    /** Clients that expired and hold no live grant. */
    void clients(Instant now) {
        String select = "SELECT client_id FROM oauth_client WHERE expires_at <= ? AND " + NO_LIVE_GRANT
                + " ORDER BY expires_at LIMIT ?";
        String delete =
                "DELETE FROM oauth_client WHERE expires_at + 0 <= ? AND " + NO_LIVE_GRANT + " AND client_id IN ";
        portions(portion -> {
            List<Object> keys = keys(select, now, now, portion);
            delete(delete, keys, now, now);
            return keys.size();
        });
    }

    /** Takes a portion of at most so many rows, and says how many there were. */
    private interface Portion {
        int take(int atMost);
    }

    private void portions(Portion portion) {
        int found;
        int wanted;
        do {
            wanted = Math.min(PORTION, batch - removed);
            found = wanted == 0 ? 0 : portion.take(wanted);
        } while (found > 0 && found == wanted);
    }

    private List<Object> keys(String select, Object... parameters) {
        return database.read("purge", sql -> sql.list(row -> row.getString(1), select, parameters));
    }

    private void delete(String statement, List<Object> keys, Object... leading) {
        if (!keys.isEmpty()) {
            remove(() -> database.write(
                    "purge", sql -> sql.update(statement + Sql.places(keys), Sql.parameters(keys, leading))));
        }
    }

    private void remove(IntSupplier removal) {
        long start = System.nanoTime();
        removed += removal.getAsInt();
        LockSupport.parkNanos(REST * (System.nanoTime() - start));
    }
}
