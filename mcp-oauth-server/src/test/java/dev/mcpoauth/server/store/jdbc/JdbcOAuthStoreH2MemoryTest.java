package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.contract.OAuthStoreContract;
import java.sql.Connection;
import java.util.Optional;

class JdbcOAuthStoreH2MemoryTest extends OAuthStoreContract {
    private final H2StoreFixture h2 = new H2StoreFixture();

    @Override
    public OAuthStore newStore() {
        return h2.open(H2StoreFixture.freshMemoryUrl());
    }

    @Override
    public Optional<AutoCloseable> outage(OAuthStore store) {
        h2.sourceOf(store).down(true);
        return Optional.of(() -> h2.sourceOf(store).down(false));
    }

    @Override
    public Optional<byte[]> dump(OAuthStore store) throws Exception {
        try (Connection connection = h2.sourceOf(store).getConnection()) {
            return Optional.of(JdbcDump.of(connection));
        }
    }
}
