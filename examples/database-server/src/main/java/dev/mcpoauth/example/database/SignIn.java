package dev.mcpoauth.example.database;

import dev.mcpoauth.example.database.account.AccountFile;
import dev.mcpoauth.example.database.account.AccountName;
import dev.mcpoauth.example.database.account.NewAccount;
import dev.mcpoauth.example.database.account.PasswordAccounts;
import dev.mcpoauth.example.database.cli.Options;
import dev.mcpoauth.server.login.Accounts;
import dev.mcpoauth.server.login.Subject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Who may sign in: the accounts of the data directory and of the command line, or one that is made on the first start. */
final class SignIn implements Accounts {

    private static final AccountName FIRST = new AccountName("admin");

    private final AccountFile accounts;
    private final PasswordAccounts passwords;

    private SignIn(AccountFile accounts, PasswordAccounts passwords) {
        this.accounts = accounts;
        this.passwords = passwords;
    }

    /**
     * Those of the data directory.
     *
     * @throws IllegalArgumentException if this is one of several nodes, and nobody could sign in at all of them
     */
    static SignIn open(Path data, Options options) throws IOException {
        AccountFile accounts = AccountFile.open(data.resolve("accounts"));
        boolean nobody = accounts.isEmpty() && options.accounts().isEmpty();
        if (nobody && options.sharedStore().isPresent()) {
            throw new IllegalArgumentException("--store needs --account, the same on each node: accounts are not in the"
                    + " store, and a password made here would be good on this node only");
        }
        return new SignIn(accounts, new PasswordAccounts(accounts, options.passwordChecks()));
    }

    /** Adds those of the command line, or the first one. */
    SignIn enroll(Options options, PrintStream out) throws IOException {
        if (!options.accounts().isEmpty()) accounts.put(options.accounts());
        if (accounts.isEmpty()) {
            NewAccount first = NewAccount.generate(FIRST);
            accounts.put(List.of(first));
            out.printf(
                    "First start: sign in as %s with the password %s%nIt is not shown again; --account sets another.%n%n",
                    first.name().value(), first.password());
        }
        return this;
    }

    @Override
    public Optional<Subject> authenticate(String name, String password) {
        return passwords.authenticate(name, password) ? Optional.of(new Subject(name, name)) : Optional.empty();
    }
}
