package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.PurgeResult;
import dev.mcpoauth.core.store.Retention;
import java.time.Instant;

/** Removes what is over, in an order that leaves nothing without what it belongs to. */
final class JdbcPurge {
    private final Database database;

    JdbcPurge(Database database) {
        this.database = database;
    }

    PurgeResult purge(Instant now, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be positive: " + batch);
        }
        var sweep = new Sweep(database, batch);
        Instant evidence = now.minus(Retention.EVIDENCE);
        sweep.replayEntries(now);
        sweep.expired("oauth_transaction", "id", now);
        sweep.expired("oauth_access", "hash", now);
        sweep.expired("oauth_code", "hash", evidence);
        sweep.expired("oauth_refresh", "hash", evidence);
        sweep.families(now);
        sweep.clients(now);
        return new PurgeResult(sweep.removed(), sweep.isFull());
    }
}
