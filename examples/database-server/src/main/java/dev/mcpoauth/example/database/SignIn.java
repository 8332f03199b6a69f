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

    private final PasswordAccounts accounts;

    private SignIn(PasswordAccounts accounts) {
        this.accounts = accounts;
    }

    static SignIn open(Path data, Options options, PrintStream out) throws IOException {
        AccountFile accounts = AccountFile.open(data.resolve("accounts"));
        if (!options.accounts().isEmpty()) accounts.put(options.accounts());
        if (accounts.isEmpty()) {
            NewAccount first = NewAccount.generate(FIRST);
            accounts.put(List.of(first));
            out.printf(
                    "First start: sign in as %s with the password %s%nIt is not shown again; --account sets another.%n%n",
                    first.name().value(), first.password());
        }
        return new SignIn(new PasswordAccounts(accounts, options.passwordChecks()));
    }

    @Override
    public Optional<Subject> authenticate(String name, String password) {
        return accounts.authenticate(name, password) ? Optional.of(new Subject(name, name)) : Optional.empty();
    }
}
