package dev.mcpoauth.core.store;

import dev.mcpoauth.core.secret.TokenHash;
import java.time.Instant;
import java.util.Optional;

/** Authorization requests that wait for a person. An expired one is as good as gone. */
public interface TransactionStore {

    /**
     * Adds one.
     *
     * @throws IllegalStateException if the id is taken
     */
    void put(TransactionRecord transaction);

    /** The transaction unless it has expired. */
    Optional<TransactionRecord> get(TokenHash id, Instant now);

    /** Removes and returns it unless it has expired: once, however many try at the same time (invariant 13). */
    Optional<TransactionRecord> take(TokenHash id, Instant now);

    /**
     * Compare-and-set of the payload and the expiry of one that has not expired: takes effect if the stored version is
     * {@code expectedVersion}, and makes it one more (invariant 13).
     */
    boolean advance(TransactionRecord next, long expectedVersion, Instant now);
}
