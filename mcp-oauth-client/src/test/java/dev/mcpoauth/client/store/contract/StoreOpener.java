package dev.mcpoauth.client.store.contract;

import dev.mcpoauth.client.store.CredentialStore;

/** Opens a store in another process. The class has a constructor without parameters. */
@FunctionalInterface
public interface StoreOpener {

    /**
     * A new object over the store.
     *
     * @param location as in {@link StoreAddress}
     */
    CredentialStore open(String location) throws Exception;
}
