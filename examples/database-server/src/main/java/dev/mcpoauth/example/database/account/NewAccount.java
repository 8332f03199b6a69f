package dev.mcpoauth.example.database.account;

import java.security.SecureRandom;
import java.util.stream.Collectors;

/** An account with its password in the clear, on its way into the {@link AccountFile}. */
public record NewAccount(AccountName name, String password) {

    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int PASSWORD_LENGTH = 24;

    public NewAccount {
        if (password.isEmpty() || password.length() > 1_000) {
            throw new IllegalArgumentException("a password has 1 to 1000 characters");
        }
    }

    /** Reads {@code NAME:PASSWORD}; the password may contain colons. */
    public static NewAccount parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) throw new IllegalArgumentException("an account is NAME:PASSWORD");
        return new NewAccount(new AccountName(text.substring(0, colon)), text.substring(colon + 1));
    }

    /** An account with a random password of 120 bits. */
    public static NewAccount generate(AccountName name) {
        String password = new SecureRandom()
                .ints(PASSWORD_LENGTH, 0, LETTERS.length())
                .mapToObj(i -> String.valueOf(LETTERS.charAt(i)))
                .collect(Collectors.joining());
        return new NewAccount(name, password);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "NewAccount[" + name.value() + "]";
    }
}
