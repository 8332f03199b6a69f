package dev.mcpoauth.example.database.account;

import java.util.regex.Pattern;

/** The name of an account: 1 to 100 letters, digits, {@code .}, {@code _}, {@code -} or {@code @}. */
public record AccountName(String value) {

    private static final Pattern GRAMMAR = Pattern.compile("[\\p{L}\\p{N}._@-]{1,100}");

    public AccountName {
        if (!GRAMMAR.matcher(value).matches()) {
            throw new IllegalArgumentException("an account name has 1 to 100 letters, digits, '.', '_', '-' or '@'");
        }
    }
}
