package dev.mcpoauth.core.store;

import dev.mcpoauth.core.secret.TokenHash;
import java.time.Instant;

/** Identifiers that may be seen once while they are valid. */
public interface ReplayStore {

    /**
     * True for exactly one caller until {@code expiresAt}; once {@code now} has reached that, the identifier is fresh again
     * (invariant 12). A store without room throws {@link StoreException} and never forgets early.
     *
     * @param id hash over the identifier and its issuer, so that foreign text has a bounded size here
     */
    boolean putIfAbsent(ReplayScope scope, TokenHash id, Instant now, Instant expiresAt);
}
