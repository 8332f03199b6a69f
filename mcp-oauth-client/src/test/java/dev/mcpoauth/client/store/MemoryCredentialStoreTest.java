package dev.mcpoauth.client.store;

import dev.mcpoauth.client.store.contract.CredentialStoreContract;

class MemoryCredentialStoreTest extends CredentialStoreContract {
    @Override
    public CredentialStore newStore() {
        return new MemoryCredentialStore();
    }
}
