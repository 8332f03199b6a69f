package dev.mcpoauth.core.store;

/**
 * How far open registration (RFC 7591 §5) may fill the store.
 *
 * @param maxClients registrations that have not expired; concurrent registrations may exceed it by their own number
 */
public record RegistrationLimits(long maxClients) {
    /** No limit: for registrations that an operator makes. */
    public static final RegistrationLimits UNLIMITED = new RegistrationLimits(Long.MAX_VALUE);

    /** Refuses a negative limit. */
    public RegistrationLimits {
        Bounds.count("maxClients", maxClients, 0);
    }
}
