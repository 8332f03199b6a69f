package dev.mcpoauth.core.store;

import java.time.Instant;
import java.util.Optional;

/** Registered clients. Grants and tokens of a client are not deleted with it: revoke them with {@link GrantStore}. */
public interface ClientStore {

    /** The client, whether or not it has expired. */
    Optional<ClientRecord> find(String clientId);

    /**
     * Registers {@code candidate} unless its fingerprint or its client id is taken (invariant 14: of concurrent
     * registrations with one fingerprint, one is created and the others get that one). The limit counts registrations not
     * expired when the candidate was created.
     *
     * @param fingerprint 1 to 512 characters that equal registrations share; the client id itself for a client that shares
     *     with nobody, such as one that may change its metadata. It is fixed for the life of the registration.
     */
    ClientRegistration registerIfAbsent(String fingerprint, ClientRecord candidate, RegistrationLimits limits);

    /**
     * Compare-and-set of the payload and the expiry: takes effect if the stored version is {@code expectedVersion}, and
     * makes it one more.
     */
    boolean update(ClientRecord next, long expectedVersion);

    /** Whether this call removed the client. */
    boolean delete(String clientId);

    /**
     * Notes that a client was used. Both instants only ever move forward (invariant 15), and the version stays.
     *
     * @return whether the client exists
     */
    boolean touch(String clientId, Instant lastUsedAt, Instant expiresAt);

    /** At most {@code limit} clients by client id (invariant 19). */
    Page<ClientRecord> list(Cursor from, int limit);
}
