package dev.mcpoauth.core.store.contract;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * All invariants of {@code docs/stores.md} for one store.
 *
 * <pre>{@code
 * class MyStoreContractTest extends OAuthStoreContract {
 *     @Override
 *     public OAuthStore newStore() {
 *         return new MyStore(freshBackend());
 *     }
 * }
 * }</pre>
 */
@ExtendWith(InvariantReport.class)
public abstract class OAuthStoreContract implements StoreFixture {

    @Nested
    class Clients extends ClientStoreContract {
        @Override
        protected StoreFixture fixture() {
            return OAuthStoreContract.this;
        }
    }

    @Nested
    class Grants extends GrantStoreContract {
        @Override
        protected StoreFixture fixture() {
            return OAuthStoreContract.this;
        }
    }

    @Nested
    class Codes extends CodeStoreContract {
        @Override
        protected StoreFixture fixture() {
            return OAuthStoreContract.this;
        }
    }

    @Nested
    class Tokens extends TokenStoreContract {
        @Override
        protected StoreFixture fixture() {
            return OAuthStoreContract.this;
        }
    }

    @Nested
    class Replays extends ReplayWindowContract {
        @Override
        protected StoreFixture fixture() {
            return OAuthStoreContract.this;
        }
    }

    @Nested
    class Revocation extends RevocationContract {
        @Override
        protected StoreFixture fixture() {
            return OAuthStoreContract.this;
        }
    }

    @Nested
    class Transactions extends TransactionStoreContract {
        @Override
        protected StoreFixture fixture() {
            return OAuthStoreContract.this;
        }
    }

    @Nested
    class ReplayDetection extends ReplayStoreContract {
        @Override
        protected StoreFixture fixture() {
            return OAuthStoreContract.this;
        }
    }

    @Nested
    class Purge extends PurgeContract {
        @Override
        protected StoreFixture fixture() {
            return OAuthStoreContract.this;
        }
    }

    @Nested
    class Nodes extends NodesContract {
        @Override
        protected StoreFixture fixture() {
            return OAuthStoreContract.this;
        }
    }

    @Nested
    class Transfer extends TransferContract {
        @Override
        protected StoreFixture fixture() {
            return OAuthStoreContract.this;
        }
    }

    @Nested
    class Whole extends WholeStoreContract {
        @Override
        protected StoreFixture fixture() {
            return OAuthStoreContract.this;
        }
    }
}
