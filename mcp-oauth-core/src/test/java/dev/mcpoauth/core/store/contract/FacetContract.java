package dev.mcpoauth.core.store.contract;

import dev.mcpoauth.core.store.OAuthStore;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One part of the contract, over a store of its own for each test. */
public abstract class FacetContract {
    /** Ahead of any real clock, so that a backend with native expiry keeps what it is given. */
    protected static final Instant T0 = Instant.parse("2150-03-01T12:00:00Z");

    protected OAuthStore store;
    protected Samples make;

    protected abstract StoreFixture fixture();

    @BeforeEach
    void openStore() throws Exception {
        store = fixture().newStore();
        make = new Samples(store, T0);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    protected static Instant at(long seconds) {
        return T0.plusSeconds(seconds);
    }

    protected static Instant justBefore(Instant instant) {
        return instant.minus(Duration.ofMillis(1));
    }
}
