package dev.mcpoauth.core.store;

/** How {@link ClientStore#registerIfAbsent} ended. */
public sealed interface ClientRegistration {

    /** The candidate is now registered. */
    record Created(ClientRecord client) implements ClientRegistration {}

    /** Someone with the same fingerprint, or the same client id, is registered already; the candidate is not. */
    record Existing(ClientRecord client) implements ClientRegistration {}

    /** There are as many registrations as allowed; nothing changed. */
    record LimitReached() implements ClientRegistration {}
}
