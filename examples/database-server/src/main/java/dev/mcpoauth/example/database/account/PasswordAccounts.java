package dev.mcpoauth.example.database.account;

import java.time.Duration;

/**
 * Checks names and passwords. Takes the same time for a name that does not exist, so that asking tells nothing about
 * names. Thread-safe.
 */
public final class PasswordAccounts {

    // The hash of a password that nobody knows: the work for an unknown name.
    private static final String NOBODY =
            PasswordHashes.hash(NewAccount.generate(new AccountName("nobody")).password());
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AccountFile accounts;
    private final PasswordHashes hashes;

    /**
     * Checks against these accounts.
     *
     * @param concurrent how many passwords are checked at once; each takes 19 MiB of memory meanwhile
     */
    public PasswordAccounts(AccountFile accounts, int concurrent) {
        this.accounts = accounts;
        this.hashes = new PasswordHashes(concurrent, PATIENCE);
    }

    /**
     * Whether there is an account with this name and password.
     *
     * @throws dev.mcpoauth.core.store.StoreException if too many others wait to be checked
     */
    public boolean authenticate(String name, String password) {
        boolean matches = hashes.verify(password, accounts.hash(name).orElse(NOBODY));
        return matches && accounts.hash(name).isPresent();
    }
}
