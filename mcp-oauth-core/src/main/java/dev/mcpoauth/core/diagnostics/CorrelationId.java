package dev.mcpoauth.core.diagnostics;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Joins what the peer was told with what the operator can read: the same value is in a refusal's response and in every
 * event of the request that led to it. Not a secret, and not guessable evidence of anything.
 *
 * @param value 1 to 64 characters of {@code [A-Za-z0-9_-]}
 */
public record CorrelationId(String value) {
    private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public CorrelationId {
        if (!GRAMMAR.matcher(value).matches()) {
            throw new IllegalArgumentException("a correlation id has 1 to 64 characters of A-Z a-z 0-9 _ -");
        }
    }

    /** A fresh id of 16 hexadecimal digits from the given randomness. */
    public static CorrelationId generate(RandomGenerator random) {
        return new CorrelationId(HexFormat.of().toHexDigits(random.nextLong()));
    }

    @Override
    public String toString() {
        return value;
    }
}
