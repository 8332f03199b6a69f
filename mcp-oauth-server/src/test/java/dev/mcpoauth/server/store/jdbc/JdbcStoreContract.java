package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.contract.OAuthStoreContract;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;

/** The contract on one kind of database, through a pool. */
abstract class JdbcStoreContract extends OAuthStoreContract {
    private final List<FreshDatabase> databases = new ArrayList<>();
    private final Map<OAuthStore, FreshDatabase> databaseOf = new ConcurrentHashMap<>();
    private final Map<OAuthStore, FaultyDataSource> sourceOf = new ConcurrentHashMap<>();

    abstract TestedDatabase kind();

    @Override
    public OAuthStore newStore() throws IOException, SQLException {
        FreshDatabase database = kind().empty();
        databases.add(database);
        return open(database);
    }

    private OAuthStore open(FreshDatabase database) {
        var source = new FaultyDataSource(database.pool());
        OAuthStore store = JdbcOAuthStore.open(source);
        databaseOf.put(store, database);
        sourceOf.put(store, source);
        return store;
    }

    /** A store that only lasts is read from its file again: nobody has that open in between. */
    @Override
    public Optional<OAuthStore> sameData(OAuthStore store) {
        FreshDatabase database = databaseOf.get(store);
        if (!store.capabilities().shared()) {
            database.closePools();
            sourceOf.get(store).use(database.pool());
        }
        return Optional.of(open(database));
    }

    @Override
    public Optional<AutoCloseable> outage(OAuthStore store) {
        sourceOf.get(store).down(true);
        return Optional.of(() -> sourceOf.get(store).down(false));
    }

    @Override
    public Optional<byte[]> dump(OAuthStore store) throws IOException, SQLException {
        return Optional.of(databaseOf.get(store).dump());
    }

    @AfterEach
    void giveDatabasesBack() throws IOException, SQLException {
        for (FreshDatabase database : databases) {
            kind().giveBack(database);
        }
    }
}
