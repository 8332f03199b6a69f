package dev.mcpoauth.core.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** The grammar, the randomness and the comparison that all secrets share. */
final class SecretText {
    private static final int RANDOM_BYTES = 32;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private SecretText() {}

    /** 256 random bits as 43 base64url characters. */
    static String generate(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return BASE64URL.encodeToString(bytes);
    }

    /** One or more visible ASCII characters or spaces: {@code 1*VSCHAR} of RFC 6749 appendix A. */
    static String parse(String name, String value) {
        if (value.isEmpty() || !value.chars().allMatch(c -> c >= 0x20 && c <= 0x7e)) {
            throw new IllegalArgumentException(
                    name + " must be one or more printable ASCII characters (RFC 6749 appendix A)");
        }
        return value;
    }

    static boolean same(String left, String right) {
        return MessageDigest.isEqual(
                left.getBytes(StandardCharsets.US_ASCII), right.getBytes(StandardCharsets.US_ASCII));
    }
}
