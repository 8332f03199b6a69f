package dev.mcpoauth.client.store.contract;

import dev.mcpoauth.client.store.CredentialStore;
import java.util.Optional;

/** What the contract needs to know of a store. */
public interface CredentialStoreFixture {

    /** A store without documents. Called once for each test. */
    CredentialStore newStore() throws Exception;

    /**
     * Where the store is that {@link #newStore} has made last. Empty, the default, is for a store that nobody else can
     * use; the tests of sharing are then skipped.
     */
    default Optional<StoreAddress> address() {
        return Optional.empty();
    }
}
