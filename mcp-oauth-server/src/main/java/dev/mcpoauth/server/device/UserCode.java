package dev.mcpoauth.server.device;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the device shows and a person types (RFC 8628 §6.1): eight letters out of twenty, none of which makes a word or looks
 * like a digit. Case and whatever is typed between the letters do not matter.
 *
 * @param letters the eight letters
 */
public record UserCode(String letters) {
    private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LENGTH = 8;
    private static final int LONGEST_TYPED = 50;
    private static final Pattern GRAMMAR = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");

    public UserCode {
        if (!GRAMMAR.matcher(letters).matches()) {
            throw new IllegalArgumentException("a user code has eight letters of " + ALPHABET);
        }
    }

    static UserCode generate(SecureRandom random) {
        StringBuilder letters = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new UserCode(letters.toString());
    }

    /** What somebody typed, if it can be a code. */
    public static Optional<UserCode> parse(String typed) {
        if (typed.length() > LONGEST_TYPED) {
            return Optional.empty();
        }
        String letters = typed.toUpperCase(Locale.ROOT).replaceAll("[\\s\\p{Punct}]", "");
        return GRAMMAR.matcher(letters).matches() ? Optional.of(new UserCode(letters)) : Optional.empty();
    }

    /** With a hyphen in the middle, as it is shown. */
    public String shown() {
        return letters.substring(0, LENGTH / 2) + "-" + letters.substring(LENGTH / 2);
    }

    /** Not the letters: who has them can be the one who approves. */
    @Override
    public String toString() {
        return "UserCode[redacted]";
    }
}
