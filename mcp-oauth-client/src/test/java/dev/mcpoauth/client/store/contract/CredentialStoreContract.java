package dev.mcpoauth.client.store.contract;

import org.junit.jupiter.api.Nested;

/**
 * What every {@link dev.mcpoauth.client.store.CredentialStore} does.
 *
 * <pre>{@code
 * class MyStoreContractTest extends CredentialStoreContract {
 *     @Override
 *     public CredentialStore newStore() {
 *         return new MyStore(freshBackend());
 *     }
 * }
 * }</pre>
 *
 * <p>A store that several processes can use also overrides {@link #address}.
 */
public abstract class CredentialStoreContract implements CredentialStoreFixture {

    @Nested
    class Documents extends DocumentContract {
        @Override
        protected CredentialStoreFixture fixture() {
            return CredentialStoreContract.this;
        }
    }

    @Nested
    class Keys extends KeyContract {
        @Override
        protected CredentialStoreFixture fixture() {
            return CredentialStoreContract.this;
        }
    }

    @Nested
    class Locks extends LockContract {
        @Override
        protected CredentialStoreFixture fixture() {
            return CredentialStoreContract.this;
        }
    }

    @Nested
    class Sharing extends SharingContract {
        @Override
        protected CredentialStoreFixture fixture() {
            return CredentialStoreContract.this;
        }
    }

    @Nested
    class Processes extends ProcessContract {
        @Override
        protected CredentialStoreFixture fixture() {
            return CredentialStoreContract.this;
        }
    }
}
