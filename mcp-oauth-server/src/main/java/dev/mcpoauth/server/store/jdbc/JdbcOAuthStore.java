package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.ClientStore;
import dev.mcpoauth.core.store.CodeStore;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantStore;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.PurgeResult;
import dev.mcpoauth.core.store.ReplayStore;
import dev.mcpoauth.core.store.StoreCapabilities;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.core.store.TokenStore;
import dev.mcpoauth.core.store.TransactionStore;
import dev.mcpoauth.core.store.transfer.RowKind;
import dev.mcpoauth.core.store.transfer.StoredRow;
import dev.mcpoauth.core.store.transfer.TransferableStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * A store on a relational database; see {@link SqlDialect} for which. Any isolation from {@code READ COMMITTED} on is right.
 * Give it a pooled {@link DataSource}: every verb takes one connection for one short transaction. The data source stays the
 * caller's; {@link #close} does not close it.
 *
 * <p>An answer of the database that takes longer than ten seconds is a {@link StoreException}, unless its connections have a
 * network timeout of their own. Getting a connection takes as long as the data source lets it. A transaction that lost a race
 * for a lock is repeated for ten seconds; one that may have been committed never is.
 *
 * <p>{@link #capabilities} claims {@code durable} if the database and its settings do, as far as a connection can see them; the
 * store changes no setting. An H2 file survives the death of the process only with {@code ;WRITE_DELAY=0} in its URL: by
 * default H2 acknowledges half a second before it writes.
 */
public final class JdbcOAuthStore implements TransferableStore {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Database database;
    private final StoreCapabilities capabilities;

    private JdbcOAuthStore(Database database, StoreCapabilities capabilities) {
        this.database = database;
        this.capabilities = capabilities;
    }

    /**
     * Opens the store and installs or upgrades its tables.
     *
     * @throws IllegalArgumentException if there is no dialect for the database
     * @throws IllegalStateException if the database has a newer schema than this code knows
     * @throws StoreException if the database can not be reached
     */
    public static JdbcOAuthStore open(DataSource dataSource) {
        new JdbcSchema(dataSource, SqlDialect.of(dataSource)).install();
        return over(dataSource);
    }

    /**
     * Opens the store over tables that a migration tool has made from {@link JdbcSchema#ddl}.
     *
     * @throws IllegalArgumentException if there is no dialect for the database
     * @throws IllegalStateException if the tables have another version than this code works with
     * @throws StoreException if the database can not be reached
     */
    public static JdbcOAuthStore over(DataSource dataSource) {
        return over(dataSource, PATIENCE);
    }

    static JdbcOAuthStore over(DataSource dataSource, Duration patience) {
        Dialect dialect = SqlDialect.of(dataSource).rules();
        var database = new Database(dataSource, dialect, patience);
        database.read("schema.version", JdbcSchema::requireCurrent);
        return new JdbcOAuthStore(database, database.read("capabilities", sql -> capabilities(sql, dialect)));
    }

    private static StoreCapabilities capabilities(Sql sql, Dialect dialect) throws SQLException {
        return new StoreCapabilities(true, dialect.isDurable(sql), dialect.isShared(sql), false, Duration.ZERO);
    }

    @Override
    public StoreCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public ClientStore clients() {
        return new JdbcClients(database);
    }

    @Override
    public GrantStore grants() {
        return new JdbcGrants(database);
    }

    @Override
    public CodeStore codes() {
        return new JdbcCodes(database);
    }

    @Override
    public TokenStore tokens() {
        return new JdbcTokens(database);
    }

    @Override
    public TransactionStore transactions() {
        return new JdbcTransactions(database);
    }

    @Override
    public ReplayStore replay() {
        return new JdbcReplay(database);
    }

    @Override
    public PurgeResult purge(Instant now, int batch) {
        return new JdbcPurge(database).purge(now, batch);
    }

    @Override
    public Page<StoredRow> rows(RowKind kind, Cursor from, int limit) {
        return new JdbcTransfer(database).rows(kind, from, limit);
    }

    @Override
    public boolean restore(StoredRow row) {
        return new JdbcTransfer(database).restore(row);
    }

    @Override
    public void close() {
        database.close();
    }
}
