package dev.mcpoauth.server.login;

import java.util.Optional;

/**
 * Says who a name and a password belong to. Thread-safe. The caller bounds the number of attempts; the implementation
 * takes the same time whether or not the name exists, and hashes passwords with a memory-hard function.
 */
@FunctionalInterface
public interface Accounts {

    /** The account, or empty, whatever the reason. */
    Optional<Subject> authenticate(String name, String password);
}
