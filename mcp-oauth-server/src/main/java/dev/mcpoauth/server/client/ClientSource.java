package dev.mcpoauth.server.client;

import java.util.Optional;

/** Finds clients that are registered nowhere here. Thread-safe. */
@FunctionalInterface
public interface ClientSource {

    /** Finds nobody. */
    ClientSource NONE = clientId -> Optional.empty();

    /**
     * The client of this id; empty if the id is not of the kind that is found here.
     *
     * @throws dev.mcpoauth.core.OAuthException if it is, and there is no such client, or nobody can say at the moment
     */
    Optional<RegisteredClient> find(String clientId);
}
