package dev.mcpoauth.server.watch;

import dev.mcpoauth.core.store.ClientStore;
import dev.mcpoauth.core.store.CodeStore;
import dev.mcpoauth.core.store.GrantStore;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.PurgeResult;
import dev.mcpoauth.core.store.ReplayStore;
import dev.mcpoauth.core.store.StoreCapabilities;
import dev.mcpoauth.core.store.TokenStore;
import dev.mcpoauth.core.store.TransactionStore;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Another store, with a count of the revocations made through this object. Whatever was read before the count changed may be
 * out of date.
 */
public final class WatchedStore implements OAuthStore {
    private final OAuthStore store;
    private final AtomicLong revocations = new AtomicLong();
    private final GrantStore grants;
    private final TokenStore tokens;

    /** Watches this store. */
    public WatchedStore(OAuthStore store) {
        this.store = store;
        this.grants = new WatchedGrants(store.grants(), revocations::incrementAndGet);
        this.tokens = new WatchedTokens(store.tokens(), revocations::incrementAndGet);
    }

    /** How many revocations there were; changes before a revocation returns to whoever asked for it. */
    public long revocations() {
        return revocations.get();
    }

    @Override
    public StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public ClientStore clients() {
        return store.clients();
    }

    @Override
    public GrantStore grants() {
        return grants;
    }

    @Override
    public CodeStore codes() {
        return store.codes();
    }

    @Override
    public TokenStore tokens() {
        return tokens;
    }

    @Override
    public TransactionStore transactions() {
        return store.transactions();
    }

    @Override
    public ReplayStore replay() {
        return store.replay();
    }

    @Override
    public PurgeResult purge(Instant now, int batch) {
        return store.purge(now, batch);
    }

    @Override
    public void close() {
        store.close();
    }
}
