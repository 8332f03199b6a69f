package dev.mcpoauth.client.store;

class MemoryCredentialStoreTest extends CredentialStoreContract {
    @Override
    CredentialStore newStore() {
        return new MemoryCredentialStore();
    }
}
