package dev.mcpoauth.server.settings;

import java.time.Duration;

/**
 * Bounds on what comes from outside.
 *
 * @param authorizeBytes an authorization request, query or form
 * @param formBytes any other form
 * @param registrationBytes a registration document
 * @param registrations dynamic registrations that have not expired
 * @param unusedRegistration when a registration that never completed a sign-in goes away
 * @param usedRegistration when an idle registration goes away, counted from its last use; never while a grant lives
 */
public record Limits(
        int authorizeBytes,
        int formBytes,
        int registrationBytes,
        long registrations,
        Duration unusedRegistration,
        Duration usedRegistration) {}
