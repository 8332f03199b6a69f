package dev.mcpoauth.server.settings;

import java.util.Optional;

/** Decides whom of this server's subjects an asserted identity is, for example an account. Thread-safe; may block. */
@FunctionalInterface
public interface SubjectMapping {

    /**
     * The subject that tokens carry, 1 to 255 characters; empty to refuse.
     *
     * @throws dev.mcpoauth.core.store.StoreException if it can not be told at the moment
     */
    Optional<String> subject(AssertedIdentity identity);
}
