package dev.mcpoauth.client.store;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A name for a key, random so that no key takes another's place.
 *
 * @param value 16 hexadecimal digits, hence safe in a file name and on a command line
 */
record KeyId(String value) {
    private static final int BYTES = 8;

    static KeyId generate() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new KeyId(HexFormat.of().formatHex(bytes));
    }

    /** The name in a reference of this place; empty if it is another place's. */
    static Optional<KeyId> after(String place, String reference) {
        String rest = reference.startsWith(place) ? reference.substring(place.length()) : "";
        boolean valid = rest.length() == 2 * BYTES && rest.chars().allMatch(HexFormat::isHexDigit);
        return valid ? Optional.of(new KeyId(rest)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
