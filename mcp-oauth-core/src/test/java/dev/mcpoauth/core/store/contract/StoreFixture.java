package dev.mcpoauth.core.store.contract;

import dev.mcpoauth.core.store.OAuthStore;
import java.util.Optional;

/** What the contract needs from the one who runs it. Only {@link #newStore} is required. */
public interface StoreFixture {

    /** A store without any data, of its own for each call. */
    OAuthStore newStore() throws Exception;

    /**
     * A store over the same data as {@code store}, as another node or a later process would open it. Required from a store
     * whose capabilities claim {@code durable} or {@code shared}; {@code store} may be closed already.
     */
    default Optional<OAuthStore> sameData(OAuthStore store) throws Exception {
        return Optional.empty();
    }

    /** Every byte that the backend of {@code store} keeps: what a thief of the database would hold. */
    default Optional<byte[]> dump(OAuthStore store) throws Exception {
        return Optional.empty();
    }

    /** Takes the backend of {@code store} down, until what is returned is closed. */
    default Optional<AutoCloseable> outage(OAuthStore store) throws Exception {
        return Optional.empty();
    }
}
